package engine

import (
	"cmp"
	"slices"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/sighting"
)

// run gives the rows to an engine, in the order given, and keeps its episodes. The
// engine must count the rows that the oracle counts.
func run(t require.TestingT, plan Plan, rows []oracleRow) []Episode {
	e := New(plan)
	for _, row := range rows {
		err := e.Observe(e.Intern(&row.Sighting), row.Seen)
		require.Equal(t, oracleCounts(plan, row), err == nil, "%v to %v: %v", row.First, row.Last, err)
	}
	return finish(t, e)
}

// finish copies what the engine yields: it is valid only until the yield returns.
func finish(t require.TestingT, e *Engine) []Episode {
	var found []Episode
	require.NoError(t, e.Finish(func(episode *Episode) error {
		kept := *episode
		kept.Key = slices.Clone(kept.Key)
		for attribute := range sighting.NumAttributes {
			kept.Shows[attribute] = slices.Clone(kept.Shows[attribute])
		}
		found = append(found, kept)
		return nil
	}))
	return found
}

// requireEqual compares whole episodes.
func requireEqual(t require.TestingT, want, got []Episode, options ...gocmp.Option) {
	options = append(options, cmpopts.EquateEmpty())
	if diff := gocmp.Diff(want, got, options...); diff != "" {
		require.FailNow(t, "episodes differ (-want +got)", "%s\nwant %q\ngot  %q", diff, tellAll(want), tellAll(got))
	}
}

var (
	// apartFromCount is what duplicates may change.
	apartFromCount = cmpopts.IgnoreFields(Episode{}, "Count")
	// presenceOnly is what aggregated rows keep: what is read off single
	// sightings is read off the rows' ends instead.
	presenceOnly = cmpopts.IgnoreFields(Episode{}, "Count", "First", "Last", "Switches", "ClosestGap", "HasGap", "Interleaved")
)

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
