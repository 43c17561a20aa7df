package engine

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"concurrentsessions/internal/epoch"
)

// schedule is a search that runs again and again: its runs' [since, until) tile
// time, event time or index time.
type schedule struct {
	rows []oracleRow
	runs []Plan
}

// whole reports at once what all runs report.
func (s schedule) whole() Plan {
	plan := s.runs[0]
	plan.Until = s.runs[len(s.runs)-1].Until
	return plan
}

// schedules draws runs that report by trigger. Each starts at least two windows
// before its since and ends at its until or later.
func schedules(mode Mode) *rapid.Generator[schedule] {
	return rapid.Custom(func(t *rapid.T) schedule {
		w := drawWorld(t)
		s := schedule{rows: w.events(t)}
		since := w.time(t, "first since", w.window)
		for range rapid.IntRange(1, 6).Draw(t, "runs") {
			plan := w.plan(mode)
			until := w.until(t, since)
			plan.Since, plan.Until = At(since), At(until)
			plan.Earliest = At(since - 2*w.window - w.late(t, 2))
			plan.Latest = At(until + w.late(t, 2))
			s.runs = append(s.runs, plan)
			since = until
		}
		return s
	})
}

// mostLate is how many windows after the event a row is indexed at most.
const mostLate = 8

// lateSchedules draws rows that are indexed late, and runs over all of their
// index time that report by it. A run reads what is indexed before its latest
// time, which is its until or later.
func lateSchedules(mode Mode) *rapid.Generator[schedule] {
	return rapid.Custom(func(t *rapid.T) schedule {
		w := drawWorld(t)
		s := schedule{rows: w.events(t)}
		for i := range s.rows {
			s.rows[i] = s.rows[i].indexed(s.rows[i].First + w.late(t, mostLate))
		}
		since, latest := w.start, w.start
		for since <= w.start+w.length+mostLate*w.window {
			plan := w.plan(mode)
			until := w.until(t, since)
			latest = max(latest, until+w.late(t, 1))
			plan.ByIndexTime = true
			plan.Since, plan.Until, plan.Latest = At(since), At(until), At(latest)
			s.runs = append(s.runs, plan)
			since = until
		}
		return s
	})
}

// until draws where a run's range ends and the next one's begins.
func (w world) until(t *rapid.T, since epoch.Micros) epoch.Micros {
	return since + epoch.Micros(rapid.Int64Range(1, int64(3*w.window)).Draw(t, "run"))
}

// indexedBefore keeps the rows that could be read then.
func indexedBefore(rows []oracleRow, then epoch.Micros) []oracleRow {
	return slices.DeleteFunc(slices.Clone(rows), func(row oracleRow) bool { return row.Indexed >= then })
}

func TestSchedulesAreWorthwhile(t *testing.T) {
	for _, mode := range []Mode{Sliding, Tumbling} {
		t.Run(modeNames[mode], func(t *testing.T) {
			requireFeatures(t, schedules(mode), []feature[schedule]{
				{"an episode reported", func(s schedule) bool { return len(oracle(s.whole(), s.rows)) > 0 }, 0.3},
				{"two episodes reported", func(s schedule) bool { return len(oracle(s.whole(), s.rows)) > 1 }, 0.1},
				{"seen by a run that does not report it", isSeenByTwo, 0.2},
				{"a run sees too little to know all triggers", hasFalseStart, 0.03},
			})
		})
	}
}

func TestLateSchedulesAreWorthwhile(t *testing.T) {
	features := []feature[schedule]{
		{"an episode", func(s schedule) bool { return len(oracle(reportAll(s.runs[0]), s.rows)) > 0 }, 0.5},
		{"an episode that late rows start or end otherwise", hasGrown, 0.05},
	}
	for _, mode := range []Mode{Tumbling, Endless} {
		t.Run(modeNames[mode], func(t *testing.T) { requireFeatures(t, lateSchedules(mode), features) })
	}
	t.Run("sliding", func(t *testing.T) {
		requireFeatures(t, lateSchedules(Sliding), append([]feature[schedule]{
			{"two reports joined", hasJoined, 0.01},
		}, features...))
	})
}

// isSeenByTwo: some run sees an episode that is another's to report.
func isSeenByTwo(s schedule) bool {
	return slices.ContainsFunc(s.runs, func(plan Plan) bool {
		seen := seenIn(s.rows, plan.Earliest.At, plan.Latest.At)
		return len(oracle(reportAll(plan), seen)) > len(oracle(plan, seen))
	})
}

// hasFalseStart: some run, seeing a part of the rows, takes a moment for a trigger
// that is none.
func hasFalseStart(s schedule) bool {
	triggers := starts(oracle(reportAll(s.runs[0]), s.rows))
	return slices.ContainsFunc(s.runs, func(plan Plan) bool {
		seen := seenIn(s.rows, plan.Earliest.At, plan.Latest.At)
		return slices.ContainsFunc(starts(oracle(reportAll(plan), seen)), func(trigger start) bool {
			return !slices.Contains(triggers, trigger)
		})
	})
}

// reportsOf gives, for each episode over all rows, the reports within it.
func reportsOf(s schedule) map[start][]Episode {
	var reported []Episode
	for _, plan := range s.runs {
		reported = append(reported, oracle(plan, indexedBefore(s.rows, plan.Latest.At))...)
	}
	reports := map[start][]Episode{}
	for _, episode := range oracle(reportAll(s.runs[0]), s.rows) {
		for _, report := range reported {
			if within(report, episode) {
				of := startOf(episode)
				reports[of] = append(reports[of], report)
			}
		}
	}
	return reports
}

func hasGrown(s schedule) bool {
	reports := reportsOf(s)
	return slices.ContainsFunc(oracle(reportAll(s.runs[0]), s.rows), func(episode Episode) bool {
		first := reports[startOf(episode)][0]
		return first.Trigger != episode.Trigger || first.End != episode.End
	})
}

func hasJoined(s schedule) bool {
	for _, reports := range reportsOf(s) {
		if len(reports) > 1 {
			return true
		}
	}
	return false
}
