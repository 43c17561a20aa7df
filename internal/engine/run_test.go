package engine

import (
	"cmp"
	"reflect"
	"slices"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"
)

// run gives the rows to an engine, in the order given, and keeps its episodes. The
// engine must count the rows that the oracle counts. A single event may be
// observed in either way, so half of them are in each.
func run(t require.TestingT, plan Plan, rows []oracleRow) []Episode {
	e, counted := New(plan), 0
	for i, row := range rows {
		if oracleCounts(plan, row) {
			counted++
		}
		if i%2 == 0 && row.Last == row.First && !row.HasIndexed && row.Count == 1 {
			e.ObserveEvent(e.Intern(row.Record()), row.First)
			continue
		}
		err := e.Observe(e.Intern(row.Record()), row.Seen)
		if oracleCounts(plan, row) != (err == nil) {
			require.Fail(t, "counted otherwise", "%v to %v: %v", row.First, row.Last, err)
		}
	}
	if e.Sightings() != counted {
		require.Fail(t, "counted otherwise", "%d of %d", e.Sightings(), counted)
	}
	return finish(t, e)
}

// finish copies what the engine yields: it is valid only until the yield returns.
func finish(t require.TestingT, e *Engine) []Episode {
	var found []Episode
	require.NoError(t, e.Finish(func(episode *Episode) error {
		found = append(found, episode.Clone())
		return nil
	}))
	return found
}

// requireEqual compares whole episodes, apart from what the ignored fields hold.
func requireEqual(t require.TestingT, want, got []Episode, ignored ...func(*Episode)) {
	if slices.EqualFunc(want, got, func(a, b Episode) bool { return sameEpisode(a, b, ignored) }) {
		return
	}
	diff := gocmp.Diff(want, got, cmpopts.EquateEmpty())
	require.FailNow(t, "episodes differ (-want +got)", "%s\nwant %q\ngot  %q", diff, tellAll(want), tellAll(got))
}

// sameEpisode is cheap: the laws compare millions.
func sameEpisode(a, b Episode, ignored []func(*Episode)) bool {
	for _, ignore := range ignored {
		ignore(&a)
		ignore(&b)
	}
	if !slices.Equal(a.Key, b.Key) {
		return false
	}
	for attribute := range a.Shows {
		if !slices.Equal(a.Shows[attribute], b.Shows[attribute]) {
			return false
		}
	}
	a.Key, b.Key = nil, nil
	clear(a.Shows[:])
	clear(b.Shows[:])
	return reflect.DeepEqual(a, b)
}

// apartFromCount is what duplicates may change.
func apartFromCount(e *Episode) { e.Count = 0 }

// presenceOnly is what aggregated rows keep: what is read off single sightings
// is read off the rows' ends instead.
func presenceOnly(e *Episode) {
	e.Count, e.First, e.Last = 0, 0, 0
	e.Switches, e.ClosestGap, e.HasGap, e.Interleaved = 0, 0, false, false
}

// start is what makes two reports the same finding: the key and the trigger.
type start struct {
	Key     string
	Trigger int64
}

func startOf(e Episode) start { return start{tellKey(e.Key), int64(e.Trigger)} }

// starts lists the reports' keys and triggers in order, repeats included.
func starts(episodes []Episode) []start {
	list := []start{}
	for _, e := range episodes {
		list = append(list, startOf(e))
	}
	slices.SortFunc(list, func(a, b start) int {
		return cmp.Or(cmp.Compare(a.Trigger, b.Trigger), cmp.Compare(a.Key, b.Key))
	})
	return list
}
