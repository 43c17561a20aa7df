package compare

import (
	"cmp"
	"fmt"
	"slices"

	"concurrentsessions/internal/escu"
)

// matching is both results over the same events, with the events behind each.
type matching struct {
	Input
	fields fields
	whole  *escu.Run // of the published search over all events
	rows   []Row
	behind [][]*Event          // by row: the events of its group, by time
	rowsOf map[*Event][]int    // by event: the rows that it is behind
	byKey  map[string][]*Event // by our key: the events that show it, by time
}

func match(in Input) *matching {
	m := &matching{
		Input: in, fields: fieldsOf(in.Search), rowsOf: map[*Event][]int{}, byKey: map[string][]*Event{},
	}
	m.whole = in.Search.Start()
	byTime := make([]*Event, len(in.Events))
	for i := range in.Events {
		byTime[i] = &in.Events[i]
		m.whole.Row(byTime[i].values)
	}
	slices.SortStableFunc(byTime, func(a, b *Event) int { return cmp.Compare(a.At, b.At) })

	rowOf := map[string]int{}
	for i, values := range m.whole.Table() {
		m.rows = append(m.rows, Row{Values: values, search: in.Search})
		rowOf[joined(slices.Concat(values[:in.Search.GroupColumns()]...))] = i
	}
	m.behind = make([][]*Event, len(m.rows))
	for _, e := range byTime {
		for _, group := range m.whole.Groups(e.values) {
			if row, ok := rowOf[joined(group)]; ok && !slices.Contains(m.rowsOf[e], row) {
				m.rowsOf[e] = append(m.rowsOf[e], row)
				m.behind[row] = append(m.behind[row], e)
			}
		}
		for _, s := range e.Sightings {
			// An event has a sighting for each of its sources.
			key := joined(s.Key)
			if have := m.byKey[key]; len(have) == 0 || have[len(have)-1] != e {
				m.byKey[key] = append(have, e)
			}
		}
	}
	return m
}

// members are the events of a finding.
func (m *matching) members(ours *Ours) []*Event {
	var members []*Event
	for _, e := range m.byKey[joined(ours.Key)] {
		if ours.First <= e.At && e.At <= ours.Last {
			members = append(members, e)
		}
	}
	return members
}

// rowsBehind lists the rows that have one of the events behind them.
func (m *matching) rowsBehind(events []*Event) (rows []int) {
	for _, e := range events {
		rows = append(rows, m.rowsOf[e]...)
	}
	slices.Sort(rows)
	return slices.Compact(rows)
}

func (e *Event) values(field int) []string { return e.Published[field] }

// joined makes one text of several, for maps.
func joined(parts []string) string { return fmt.Sprintf("%q", parts) }
