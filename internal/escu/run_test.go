package escu

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// event is a row by field name. A value is one text or a list of them.
type event map[string]any

// valuesOf gives an event's values the way Run.Row wants them.
func valuesOf(t testing.TB, s *Search, e event) func(int) []string {
	row := make([][]string, len(s.Fields))
	names := s.RequiredFields()
	for name, v := range e {
		require.Contains(t, names, name)
		for i := range names {
			if names[i] != name {
				continue
			}
			if one, ok := v.(string); ok {
				row[i] = []string{one}
			} else {
				row[i] = v.([]string)
			}
		}
	}
	return func(field int) []string { return row[field] }
}

// table runs a search over events and gives its rows by column name, null
// left out.
func table(t testing.TB, s *Search, events ...event) []event {
	run := s.Start()
	for _, e := range events {
		run.Row(valuesOf(t, s, e))
	}
	return named(s, run.Table())
}

func named(s *Search, rows [][][]string) []event {
	var events []event
	for _, row := range rows {
		e := event{}
		for i, c := range s.Columns() {
			switch {
			case c.Multi && len(row[i]) > 0:
				e[c.Name] = row[i]
			case len(row[i]) == 1:
				e[c.Name] = row[i][0]
			}
		}
		events = append(events, e)
	}
	return events
}

// with is an event with some fields changed.
func (e event) with(changes event) event {
	changed := event{}
	for name, v := range e {
		changed[name] = v
	}
	for name, v := range changes {
		changed[name] = v
	}
	return changed
}

func search(t testing.TB, profile string) *Search {
	s, ok := ByProfile(profile)
	require.True(t, ok)
	return s
}

type caseOf struct {
	name   string
	events []event
	want   []event
}

func check(t *testing.T, profile string, cases []caseOf) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, table(t, search(t, profile), c.events...))
		})
	}
}

// without is an event without a field.
func (e event) without(name string) event {
	changed := e.with(nil)
	delete(changed, name)
	return changed
}
