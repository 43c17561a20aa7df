package engine

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"concurrentsessions/internal/epoch"
)

// anyScene reports by trigger or by index time.
func anyScene(mode Mode) *rapid.Generator[scene] {
	return rapid.OneOf(scenes(mode), lateScenes(mode))
}

// Statement 7: the order of the rows does not matter.
func TestLawOrderDoesNotMatter(t *testing.T) {
	eachMode(t, func(t *rapid.T, mode Mode) {
		s := anyScene(mode).Draw(t, "scene")
		other := rapid.Permutation(s.rows).Draw(t, "other order")
		requireEqual(t, run(t, s.plan, s.rows), run(t, s.plan, other))
	})
}

// Statement 7: duplicates do not matter, apart from the count. Here each row may
// come again, anywhere.
func TestLawDuplicatesOnlyCount(t *testing.T) {
	eachMode(t, func(t *rapid.T, mode Mode) {
		s := anyScene(mode).Draw(t, "scene")
		twice := slices.Clone(s.rows)
		for _, row := range s.rows {
			if rapid.Bool().Draw(t, "again") {
				twice = append(twice, row)
			}
		}
		twice = rapid.Permutation(twice).Draw(t, "order")
		requireEqual(t, run(t, s.plan, s.rows), run(t, s.plan, twice), apartFromCount)
	})
}

// Statement 7: when every row comes n times, every count is n times as large.
func TestLawDuplicatesAreCounted(t *testing.T) {
	eachMode(t, func(t *rapid.T, mode Mode) {
		s := anyScene(mode).Draw(t, "scene")
		times := rapid.IntRange(2, 3).Draw(t, "times")
		want := run(t, s.plan, s.rows)
		for i := range want {
			want[i].Count *= uint64(times)
		}
		requireEqual(t, want, run(t, s.plan, slices.Repeat(s.rows, times)))
	})
}

// Statement 7: findings are ordered by trigger, then key, and no two are equal in
// both.
func TestLawEpisodesAreOrdered(t *testing.T) {
	eachMode(t, func(t *rapid.T, mode Mode) {
		s := anyScene(mode).Draw(t, "scene")
		found := run(t, reportAll(s.plan), s.rows)
		for i := 1; i < len(found); i++ {
			require.Negative(t, oracleOrder(found[i-1], found[i]), "%q", tellAll(found))
		}
	})
}

// The episodes of a key do not depend on other keys.
func TestLawKeysAreIndependent(t *testing.T) {
	eachMode(t, func(t *rapid.T, mode Mode) {
		s := anyScene(mode).Draw(t, "scene")
		var apart []Episode
		for _, key := range manyKeys {
			own := slices.DeleteFunc(slices.Clone(s.rows), func(row oracleRow) bool {
				return !slices.Equal(row.Key, key)
			})
			apart = append(apart, run(t, s.plan, own)...)
		}
		slices.SortFunc(apart, oracleOrder)
		requireEqual(t, apart, run(t, s.plan, s.rows))
	})
}

// When everything happens later, everything is found later; slices of the clock
// are the same only a whole number of windows later.
func TestLawTimeShift(t *testing.T) {
	eachMode(t, func(t *rapid.T, mode Mode) {
		s := anyScene(mode).Draw(t, "scene")
		by := epoch.Micros(rapid.Int64Range(1, 100).Draw(t, "by"))
		if mode == Tumbling {
			by *= s.plan.Window
		}
		if slices.ContainsFunc(s.rows, func(row oracleRow) bool { return row.First > epoch.Max-by }) {
			by = -by // nothing is later than epoch.Max
		}
		want := run(t, s.plan, s.rows)
		for i := range want {
			shiftEpisode(&want[i], by)
		}
		requireEqual(t, want, run(t, shiftPlan(s.plan, by), shiftRows(s.rows, by)))
	})
}

func shiftEpisode(e *Episode, by epoch.Micros) {
	e.Trigger += by
	e.First += by
	e.Last += by
	if e.End != epoch.Forever {
		e.End += by
	}
}

func shiftPlan(plan Plan, by epoch.Micros) Plan {
	for _, bound := range []*Bound{&plan.Earliest, &plan.Latest, &plan.Since, &plan.Until} {
		if bound.Set {
			bound.At += by
		}
	}
	return plan
}

func shiftRows(rows []oracleRow, by epoch.Micros) []oracleRow {
	shifted := slices.Clone(rows)
	for i := range shifted {
		shifted[i].First += by
		shifted[i].Last += by
		shifted[i].Indexed += by
	}
	return shifted
}

// More sightings never undo hot time: each episode of fewer rows lies within one
// of more rows.
func TestLawMoreRowsNeverUndoHotTime(t *testing.T) {
	eachMode(t, func(t *rapid.T, mode Mode) {
		s := scenes(mode).Draw(t, "scene")
		fewer := s.rows[:rapid.IntRange(0, len(s.rows)).Draw(t, "fewer")]
		more := run(t, reportAll(s.plan), s.rows)
		for _, before := range run(t, reportAll(s.plan), fewer) {
			require.True(t, slices.ContainsFunc(more, func(after Episode) bool { return within(before, after) }),
				"%s is not within any of %q", tell(before), tellAll(more))
		}
	})
}

// within says that inner is hot time of the same key inside outer.
func within(inner, outer Episode) bool {
	return slices.Equal(inner.Key, outer.Key) && outer.Trigger <= inner.Trigger && inner.End <= outer.End
}

// Two sightings of two origins count together iff they are at most one window
// apart (statement 3), wherever they lie.
func TestLawTwoSightingsCountTogetherWithinOneWindow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		window := epoch.Micros(rapid.Int64Range(1, int64(epoch.MaxSpan)).Draw(t, "window"))
		a := epoch.Micros(rapid.Int64Range(int64(epoch.Min), int64(epoch.Max)).Draw(t, "a"))
		apart := window + epoch.Micros(rapid.Int64Range(-2, 2).Draw(t, "apart"))
		b := a + max(0, apart)
		found := run(t, Plan{Window: window, When: when("dc(origin)>1")}, []oracleRow{one("A", a), one("B", b)})
		if b-a > window {
			require.Empty(t, found)
			return
		}
		require.Len(t, found, 1)
		require.Equal(t, stretch{b, a + window}, stretch{found[0].Trigger, found[0].End})
	})
}
