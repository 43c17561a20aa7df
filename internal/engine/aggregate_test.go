package engine

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"concurrentsessions/internal/epoch"
)

// aggregate does what the search before the pipe does: one row for
// each slice, key and client, with first, last and count.
func aggregate(events []oracleRow, slice epoch.Micros) []oracleRow {
	var rows []oracleRow
	at := map[string]int{}
	for _, event := range events {
		group := fmt.Sprint(event.First.Slice(slice), fmt.Sprintf("%q %q", event.Key, event.Shows))
		i, known := at[group]
		if !known {
			at[group] = len(rows)
			rows = append(rows, event)
			continue
		}
		rows[i].First = min(rows[i].First, event.First)
		rows[i].Last = max(rows[i].Last, event.Last)
		rows[i].Count += event.Count
	}
	return rows
}

// sliceWidth draws a width that loses nothing: at most one window; when tumbling,
// one that no slice of the window cuts; any, when the window is endless.
func (w world) sliceWidth(t *rapid.T, mode Mode) epoch.Micros {
	widths := []epoch.Micros{}
	for width := range w.window {
		if width++; mode != Tumbling || w.window%width == 0 {
			widths = append(widths, width)
		}
	}
	if mode == Endless {
		widths = append(widths, 3*w.window, 100*w.window)
	}
	return rapid.SampledFrom(widths).Draw(t, "slice")
}

// Aggregated by slices no longer than the window, rows give the same
// episodes, triggers, ends and sets of values as their events, for every
// condition.
func TestLawAggregationLosesNothing(t *testing.T) {
	eachMode(t, func(t *rapid.T, mode Mode) {
		w := drawWorld(t)
		events := w.events(t)
		rows := aggregate(events, w.sliceWidth(t, mode))
		plan := w.plan(mode)
		plan.Latest = w.latest(t, events)
		plan.Since = w.bound(t, "since", w.window)
		want, got := run(t, plan, events), run(t, plan, rows)
		requireEqual(t, want, got, presenceOnly)
		for i := range want {
			require.LessOrEqual(t, want[i].Count, got[i].Count, "a row is a member with all its events")
		}
	})
}

// The reason for the limit: a row of a longer slice is present where none of its
// events is.
func TestLongerSlicesAreTooLong(t *testing.T) {
	plan := Plan{Window: 10, When: when("dc(origin)>1")}
	events := []oracleRow{one("A", 0), one("B", 12), one("A", 23)}
	require.Empty(t, run(t, plan, events))
	require.Equal(t, []string{"alice hot 12..22 seen 0..23 count 3 origins A,B switches 2 gap 11 interleaved"},
		tellAll(run(t, plan, aggregate(events, 25))))
}
