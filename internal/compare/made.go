package compare

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/origin"
	"concurrentsessions/internal/sighting"
)

// whyMade says why the published search makes a row of events that are no
// finding of ours.
func (m *matching) whyMade(behind []*Event) (Code, string) {
	experiments := []experiment{m.dropMissingKeys(), m.dropMissingSources()}
	if m.Rule.Mode != origin.Exact {
		address := origin.Rule{Mode: origin.Address}
		experiments = append(experiments, m.dropNames(),
			m.rewriteSources(Spelling, address, "is another spelling of"))
		if m.Rule.Mode == origin.Network {
			experiments = append(experiments, m.rewriteSources(SameNetwork, m.Rule, "is in"))
		}
	}
	if m.fields.os >= 0 {
		experiments = append(experiments, m.useFamilies())
	}
	gone := func(out outcome) bool { return len(out.rows) == 0 }
	code, reason := m.cause(behind, experiments, gone)
	if code == Several || code == Unknown {
		if reason, ok := m.farApart(behind); ok {
			return FarApart, reason
		}
	}
	return code, reason
}

// dropMissingKeys leaves out events whose session or user is missing.
func (m *matching) dropMissingKeys() experiment {
	return experiment{
		code: MissingKey,
		change: func(_ *Event, values [][]string) ([][]string, string) {
			for _, field := range m.fields.holder {
				if missing, shown := allMissing(values[field]); missing {
					return nil, m.Search.Fields[field].Name + " " + shown
				}
			}
			return values, ""
		},
		reason: func(seen []string) string {
			return "events without a holder are lumped together under " + strings.Join(seen, ", ")
		},
	}
}

// dropMissingSources leaves out sources that are missing, and events that
// have no other.
func (m *matching) dropMissingSources() experiment {
	return experiment{
		code: MissingSource,
		change: func(_ *Event, values [][]string) ([][]string, string) {
			return m.dropSources(values, isMissing)
		},
		reason: func(seen []string) string {
			return "a missing source counts as the address " + strings.Join(seen, ", ")
		},
	}
}

// dropNames leaves out sources that are no addresses.
func (m *matching) dropNames() experiment {
	return experiment{
		code: NoAddress,
		change: func(_ *Event, values [][]string) ([][]string, string) {
			return m.dropSources(values, func(src string) bool {
				_, ok := m.Rule.Of(src)
				return !ok && !isMissing(src)
			})
		},
		reason: func(seen []string) string {
			return "counts as an address what is none, as a provider's name: " + strings.Join(seen, ", ")
		},
	}
}

func (m *matching) dropSources(values [][]string, drop func(src string) bool) ([][]string, string) {
	sources := values[m.fields.src]
	if isNull(sources) {
		sources = []string{""}
	}
	var kept, dropped []string
	for _, src := range sources {
		if drop(src) {
			dropped = append(dropped, shown(src))
		} else {
			kept = append(kept, src)
		}
	}
	switch {
	case dropped == nil:
		return values, ""
	case kept == nil:
		return nil, strings.Join(dropped, ", ")
	}
	return replaced(values, m.fields.src, kept), strings.Join(dropped, ", ")
}

// rewriteSources puts the origin in the place of each address.
func (m *matching) rewriteSources(code Code, rule origin.Rule, relation string) experiment {
	return experiment{
		code: code,
		change: func(_ *Event, values [][]string) ([][]string, string) {
			sources := slices.Clone(values[m.fields.src])
			var seen []string
			for i, src := range sources {
				if o, ok := rule.Of(src); ok && o != src {
					sources[i] = o
					seen = append(seen, fmt.Sprintf("%s %s %s", src, relation, o))
				}
			}
			return replaced(values, m.fields.src, sources), strings.Join(seen, ", ")
		},
		reason: func(seen []string) string { return "its addresses are one origin: " + strings.Join(seen, ", ") },
	}
}

// useFamilies puts our families in the place of operating system and browser,
// where we know them.
func (m *matching) useFamilies() experiment {
	shows := []struct {
		field     int
		attribute sighting.Attribute
	}{{m.fields.os, sighting.OS}, {m.fields.browser, sighting.Browser}}
	return experiment{
		code: SameClient,
		change: func(e *Event, values [][]string) ([][]string, string) {
			var seen []string
			for _, s := range shows {
				was := values[s.field]
				if len(e.Sightings) == 0 || isNull(was) {
					continue
				}
				if family := e.Sightings[0].Shows[s.attribute]; len(family) > 0 && !slices.Equal(family, was) {
					values = replaced(values, s.field, family)
					seen = append(seen, fmt.Sprintf("%s is %s", strings.Join(was, ","), strings.Join(family, ",")))
				}
			}
			return values, strings.Join(seen, ", ")
		},
		reason: func(seen []string) string {
			return "operating systems and browsers are compared as text, versions included: " + strings.Join(seen, "; ")
		},
	}
}

// farApart holds if the published search finds nothing in any stretch of one
// window.
func (m *matching) farApart(behind []*Event) (reason string, ok bool) {
	end := 0
	for start := range behind {
		before := end
		for end < len(behind) && behind[end].At-behind[start].At <= m.Window {
			end++
		}
		if end > before && len(m.try(behind[start:end]).rows) > 0 {
			return "", false
		}
	}
	if gap := m.nearest(behind); gap > m.Window {
		return fmt.Sprintf("farther apart than the window: its nearest events from different sources are %s apart, the window is %s",
			duration(gap), duration(m.Window)), true
	}
	return fmt.Sprintf("farther apart than the window: its condition is not met within any %s", duration(m.Window)), true
}

// nearest is the smallest distance of two events with different sources.
func (m *matching) nearest(behind []*Event) epoch.Micros {
	gap := epoch.Forever
	for i := 1; i < len(behind); i++ {
		a, b := behind[i-1], behind[i]
		if !slices.Equal(a.Published[m.fields.src], b.Published[m.fields.src]) {
			gap = min(gap, b.At-a.At)
		}
	}
	return gap
}

func duration(m epoch.Micros) time.Duration { return time.Duration(m) * time.Microsecond }

func isMissing(value string) bool { return sighting.IsMissing([]byte(value)) }

// allMissing says whether there is no value but placeholders, and how the
// published search shows that.
func allMissing(values []string) (missing bool, text string) {
	if isNull(values) {
		return true, shown("")
	}
	return !slices.ContainsFunc(values, func(v string) bool { return !isMissing(v) }), strings.Join(values, ", ")
}

// shown is a missing value as the published search shows it: fillnull has
// made a null 0.
func shown(value string) string {
	if value == "" {
		return "0"
	}
	return value
}
