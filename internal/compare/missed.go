package compare

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/escu"
)

// whyMissed says why the published search makes no row of a finding's events.
func (m *matching) whyMissed(members []*Event) (Code, string) {
	experiments := []experiment{m.letThrough(), m.fillKeys(), m.joinBins(), m.joinGroups(members)}
	finds := func(out outcome) bool { return len(out.rows) > 0 }
	// One group has all events, and they do not meet the condition: there is
	// nothing to try.
	if reason, ok := m.unmetCondition(members); ok {
		return Condition, reason
	}
	return m.cause(members, experiments, finds)
}

// letThrough takes the filter away.
func (m *matching) letThrough() experiment {
	return experiment{
		code:    Filtered,
		variant: (*escu.Search).WithoutFilter,
		change: func(_ *Event, values [][]string) ([][]string, string) {
			term, _ := m.whole.Refusal(func(field int) []string { return values[field] })
			return values, term
		},
		reason: func(seen []string) string {
			return "the published filter drops events of it: they do not meet " + strings.Join(seen, ", nor ")
		},
	}
}

// fillKeys gives a value to each BY field that is null.
func (m *matching) fillKeys() experiment {
	by := m.groupFields()
	return experiment{
		code: NullField,
		change: func(_ *Event, values [][]string) ([][]string, string) {
			var missing []string
			for _, field := range by {
				if isNull(values[field]) {
					values = replaced(values, field, []string{"(none)"})
					missing = append(missing, m.Search.Fields[field].Name)
				}
			}
			return values, strings.Join(missing, ", ")
		},
		reason: func(seen []string) string {
			return "stats drops events of it: they have no " + strings.Join(seen, ", or no ")
		},
	}
}

// joinBins takes the bins away.
func (m *matching) joinBins() experiment {
	binned := m.binColumn()
	unfiltered := m.Search.WithoutFilter().StartWithin(m.whole)
	return experiment{
		code:    BinEdge,
		variant: (*escu.Search).WithoutBins,
		change: func(_ *Event, values [][]string) ([][]string, string) {
			groups := unfiltered.Groups(func(field int) []string { return values[field] })
			if binned < 0 || len(groups) == 0 {
				return values, ""
			}
			return values, groups[0][binned] // the same in all of them
		},
		reason: func(seen []string) string {
			starts := make([]string, len(seen))
			for i, bin := range seen {
				starts[i] = clock(bin)
			}
			return "split by a bin edge: its events are in the bins that start at " + strings.Join(starts, " and ")
		},
	}
}

// joinGroups makes the BY fields equal, but for the bins, where the events
// differ in them.
func (m *matching) joinGroups(members []*Event) experiment {
	var differ []int
	for _, field := range m.groupFields() {
		if slices.ContainsFunc(members, func(e *Event) bool {
			return !slices.Equal(e.Published[field], members[0].Published[field])
		}) {
			differ = append(differ, field)
		}
	}
	return experiment{
		code: SplitGroup,
		change: func(_ *Event, values [][]string) ([][]string, string) {
			var seen []string
			for _, field := range differ {
				if !isNull(values[field]) {
					seen = append(seen, fmt.Sprintf("%s=%s", m.Search.Fields[field].Name, strings.Join(values[field], ",")))
					values = replaced(values, field, []string{"(joined)"})
				}
			}
			return values, strings.Join(seen, " ")
		},
		reason: func(seen []string) string {
			return "the published search counts its events apart: " + strings.Join(seen, " and ")
		},
	}
}

// unmetCondition holds if one group has all events and its condition fails.
func (m *matching) unmetCondition(members []*Event) (reason string, ok bool) {
	for _, e := range members {
		if len(m.whole.Groups(e.values)) != 1 {
			return "", false
		}
	}
	run := m.Search.WithoutCondition().StartWithin(m.whole)
	for _, e := range members {
		run.Row(e.values)
	}
	rows := run.Table()
	if len(rows) != 1 {
		return "", false
	}
	named := strings.FieldsFunc(m.Search.Condition(), func(r rune) bool { return strings.ContainsRune(" ()>", r) })
	var counts []string
	for i, c := range m.Search.Columns() {
		switch {
		case !slices.Contains(named, c.Name):
		case c.Multi:
			counts = append(counts, fmt.Sprintf("%s has %d", c.Name, len(rows[0][i])))
		default:
			counts = append(counts, fmt.Sprintf("%s is %s", c.Name, strings.Join(rows[0][i], ",")))
		}
	}
	return fmt.Sprintf("the published condition %s is not met: %s", m.Search.Condition(), strings.Join(counts, ", ")), true
}

// groupFields are the places in Search.Fields of the BY fields, but for the
// bins.
func (m *matching) groupFields() (fields []int) {
	for _, name := range m.Search.WithoutBins().GroupFields() {
		if i := slices.Index(m.Search.RequiredFields(), name); i >= 0 {
			fields = append(fields, i)
		}
	}
	return fields
}

// binColumn is the place of the bin among the group columns, -1 if the search
// has none.
func (m *matching) binColumn() int {
	unbinned := m.Search.WithoutBins().GroupFields()
	return slices.IndexFunc(m.Search.GroupFields(), func(name string) bool { return !slices.Contains(unbinned, name) })
}

func isNull(values []string) bool {
	return !slices.ContainsFunc(values, func(v string) bool { return v != "" })
}

// clock is the start of a bin as people write it.
func clock(bin string) string {
	at, ok := epoch.Parse([]byte(bin))
	if !ok {
		return bin
	}
	return time.UnixMicro(int64(at)).UTC().Format(time.RFC3339)
}
