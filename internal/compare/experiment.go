package compare

import (
	"maps"
	"slices"
	"strings"

	"concurrentsessions/internal/escu"
)

// experiment is one possible cause, and how to take it away.
type experiment struct {
	code Code
	// variant is the search without the cause; nil if the search stays.
	variant func(*escu.Search) *escu.Search
	// change is an event's published values without the cause; nil leaves the
	// event out. It must not write to the values. seen is what there is of the
	// cause in this event, for the reason; "" is nothing.
	change func(e *Event, values [][]string) (changed [][]string, seen string)
	// reason is the sentence, from all that was seen.
	reason func(seen []string) string
}

// outcome is what the search makes of events after some experiments.
type outcome struct {
	rows    [][][]string
	reasons []string // of the experiments that found something to take away
}

// try runs the published search over some events, without the causes.
func (m *matching) try(events []*Event, experiments ...experiment) outcome {
	search := m.Search
	for _, x := range experiments {
		if x.variant != nil {
			search = x.variant(search)
		}
	}
	run := search.StartWithin(m.whole)
	seen := make([]map[string]bool, len(experiments))
	for _, e := range events {
		values := e.Published
		for i, x := range experiments {
			if values == nil {
				break
			}
			var what string
			if values, what = x.change(e, values); what != "" {
				if seen[i] == nil {
					seen[i] = map[string]bool{}
				}
				seen[i][what] = true
			}
		}
		if values != nil {
			run.Row(func(field int) []string { return values[field] })
		}
	}
	out := outcome{rows: run.Table()}
	for i, x := range experiments {
		if seen[i] != nil {
			out.reasons = append(out.reasons, x.reason(slices.Sorted(maps.Keys(seen[i]))))
		}
	}
	return out
}

// cause tries the experiments one by one, then all together, until the search
// comes to the other result.
func (m *matching) cause(events []*Event, experiments []experiment, other func(outcome) bool) (Code, string) {
	for _, x := range experiments {
		if out := m.try(events, x); len(out.reasons) > 0 && other(out) {
			return x.code, out.reasons[0]
		}
	}
	if !other(m.try(events, experiments...)) {
		return Unknown, unknownText
	}
	// Leave out one after the other, unless it is needed.
	for i := 0; i < len(experiments); {
		fewer := slices.Concat(experiments[:i], experiments[i+1:])
		if other(m.try(events, fewer...)) {
			experiments = fewer
		} else {
			i++
		}
	}
	return Several, severalText + strings.Join(m.try(events, experiments...).reasons, "; ")
}

// replaced is values with one field changed.
func replaced(values [][]string, field int, to []string) [][]string {
	changed := slices.Clone(values)
	changed[field] = to
	return changed
}
