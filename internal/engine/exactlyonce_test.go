package engine

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"concurrentsessions/internal/epoch"
)

// Statement 8: runs whose [since, until) tile time, each starting at least two
// windows before its since, report each episode exactly once, with the same
// trigger, whatever each saw beyond that.
func TestLawExactlyOnceByTrigger(t *testing.T) {
	inModes(t, []Mode{Sliding, Tumbling}, func(t *rapid.T, mode Mode) {
		s := schedules(mode).Draw(t, "schedule")
		aggregated := rapid.Bool().Draw(t, "aggregated")
		var reported []Episode
		for _, plan := range s.runs {
			seen := seenIn(s.rows, plan.Earliest.At, plan.Latest.At)
			if aggregated {
				seen = aggregate(seen, plan.Window)
			}
			reported = append(reported, run(t, plan, seen)...)
		}
		require.Equal(t, starts(run(t, s.whole(), s.rows)), starts(reported))
	})
}

// Statement 9: each episode is reported by the first run that could see any of
// it; rows that come later and lengthen or join it report nothing again.
func TestLawExactlyOnceByIndexTime(t *testing.T) {
	eachMode(t, func(t *rapid.T, mode Mode) {
		s := lateSchedules(mode).Draw(t, "schedule")
		var reports [][]Episode
		for _, plan := range s.runs {
			reports = append(reports, run(t, plan, indexedBefore(s.rows, plan.Latest.At)))
		}
		requireFirstReports(t, s, reports)
		requireNothingTwice(t, mode, reports)
	})
}

// requireFirstReports: the first run with hot time in an episode reports in it,
// and no earlier one does.
func requireFirstReports(t *rapid.T, s schedule, reports [][]Episode) {
	everything := reportAll(s.runs[0])
	for _, episode := range run(t, everything, s.rows) {
		inEpisode := func(part Episode) bool { return within(part, episode) }
		hot := slices.IndexFunc(s.runs, func(plan Plan) bool {
			return slices.ContainsFunc(run(t, everything, indexedBefore(s.rows, plan.Until.At)), inEpisode)
		})
		reported := slices.IndexFunc(reports, func(found []Episode) bool { return slices.ContainsFunc(found, inEpisode) })
		require.GreaterOrEqual(t, hot, 0)
		require.Equal(t, hot, reported, "the run that reports %s first", tell(episode))
	}
}

// requireNothingTwice: no run reports hot time of an episode that an earlier one
// reported.
func requireNothingTwice(t *rapid.T, mode Mode, reports [][]Episode) {
	for i, later := range reports {
		earlier := slices.Concat(reports[:i]...)
		for _, again := range later {
			for _, before := range earlier {
				require.False(t, slices.Equal(again.Key, before.Key) && hotIn(again, mode).meets(hotIn(before, mode)),
					"%s was reported as %s", tell(again), tell(before))
			}
		}
	}
}

// hotIn is the episode's first to last moment: the end of a slice is not in it.
func hotIn(e Episode, mode Mode) stretch {
	if mode == Tumbling {
		return stretch{e.Trigger, e.End - 1}
	}
	return stretch{e.Trigger, e.End}
}

// Statement 9: when no row joins two reports, each episode is reported exactly
// once. Here every row is indexed at once, so no run sees hot time later than it
// happened.
func TestLawExactlyOnceByIndexTimeWhenRowsAreInTime(t *testing.T) {
	eachMode(t, func(t *rapid.T, mode Mode) {
		s := lateSchedules(mode).Draw(t, "schedule")
		for i := range s.rows {
			s.rows[i] = s.rows[i].indexed(s.rows[i].First)
		}
		var reported []Episode
		for _, plan := range s.runs {
			reported = append(reported, run(t, plan, indexedBefore(s.rows, plan.Latest.At))...)
		}
		require.Equal(t, starts(run(t, reportAll(s.runs[0]), s.rows)), starts(reported))
	})
}

// Statement 9: a search that starts two windows before the oldest row that may
// come late reports what a search over everything does. Before an endless window
// no earliest time is early enough.
func TestLawWideEnoughEarliestByIndexTime(t *testing.T) {
	inModes(t, []Mode{Sliding, Tumbling}, func(t *rapid.T, mode Mode) {
		s := lateSchedules(mode).Draw(t, "schedule")
		for _, plan := range s.runs {
			read := indexedBefore(s.rows, plan.Latest.At)
			want := run(t, plan, read)
			more := epoch.Micros(rapid.Int64Range(0, int64(plan.Window)).Draw(t, "more"))
			plan.Earliest = At(plan.Since.At - (mostLate+2)*plan.Window - more)
			got := run(t, plan, seenIn(read, plan.Earliest.At, plan.Latest.At))
			require.Equal(t, starts(want), starts(got))
		}
	})
}
