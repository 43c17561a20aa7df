package engine

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"concurrentsessions/internal/sighting"
)

// feature is something that the random scenes must have often enough for the
// tests on them to mean something.
type feature[S any] struct {
	name  string
	has   func(S) bool
	least float64 // share of the scenes
}

// requireFeatures looks at the same scenes on every run.
func requireFeatures[S any](t *testing.T, scenes *rapid.Generator[S], features []feature[S]) {
	t.Parallel()
	if testing.Short() {
		t.Skip("about the scenes, not about the engine")
	}
	const looked = 250
	counts := make([]int, len(features))
	for seed := range looked {
		s := scenes.Example(seed)
		for i, f := range features {
			if f.has(s) {
				counts[i]++
			}
		}
	}
	for i, f := range features {
		share := float64(counts[i]) / looked
		t.Logf("%-40s %5.1f%%", f.name, 100*share)
		assert.GreaterOrEqual(t, share, f.least, f.name)
	}
}

func TestScenesAreWorthwhile(t *testing.T) {
	always := []feature[scene]{
		{"an episode", hasEpisode, 0.4},
		{"an episode reported", hasReport, 0.2},
		{"an episode that is not reported", hasHidden, 0.1},
		{"two episodes", hasTwoEpisodes, 0.1},
		{"interleaved", anEpisode(func(e Episode) bool { return e.Interleaved }), 0.1},
		{"not interleaved, but switching", anEpisode(func(e Episode) bool { return !e.Interleaved && e.Switches > 0 }), 0.1},
		{"origins at the same time", anEpisode(func(e Episode) bool { return e.HasGap && e.ClosestGap == 0 }), 0.1},
		{"an ongoing episode", anEpisode(func(e Episode) bool { return e.Ongoing }), 0.05},
		{"an episode with one origin", anEpisode(func(e Episode) bool { return !e.HasGap }), 0.02},
		{"a member without an origin", hasMemberWithoutOrigin, 0.05},
		{"a row that is skipped", hasSkipped, 0.05},
	}
	t.Run("sliding", func(t *testing.T) {
		requireFeatures(t, scenes(Sliding), append([]feature[scene]{
			{"two episodes of one key", hasTwoEpisodesOfOneKey, 0.03},
			{"hot for one moment", hasPiece(func(p stretch) bool { return p.first == p.last }), 0.05},
			{"a pause inside an episode", hasPause(func(Plan, stretch) bool { return true }), 0.05},
			{"a pause of exactly one window", hasPause(func(p Plan, pause stretch) bool {
				return pause.last-pause.first == p.Window
			}), 0.01},
			{"latest inside a pause", hasPause(func(p Plan, pause stretch) bool {
				return p.Latest.Set && pause.first < p.Latest.At && p.Latest.At < pause.last
			}), 0.005},
		}, always...))
	})
	t.Run("tumbling", func(t *testing.T) {
		requireFeatures(t, scenes(Tumbling), append([]feature[scene]{
			{"two episodes of one key", hasTwoEpisodesOfOneKey, 0.1},
		}, always...))
	})
	t.Run("endless", func(t *testing.T) { requireFeatures(t, scenes(Endless), always) })
}

func TestLateScenesAreWorthwhile(t *testing.T) {
	features := []feature[scene]{
		{"reported", hasReport, 0.1},
		{"reported, with rows indexed before and in the run", hasLateReport, 0.02},
		{"hot before the run", hasHotBefore, 0.1},
		{"hot before the run, and longer in it", hasLonger, 0.01},
		{"hot only on rows indexed after the run", hasHotAfter, 0.05},
		{"too near to the search's earliest time", hasTooEarly, 0.02},
	}
	for _, mode := range modes {
		t.Run(modeNames[mode], func(t *testing.T) { requireFeatures(t, lateScenes(mode), features) })
	}
}

func reportAll(p Plan) Plan {
	return Plan{Mode: p.Mode, Window: p.Window, When: p.When, Earliest: p.Earliest, Latest: p.Latest}
}

func hasEpisode(s scene) bool { return len(oracle(reportAll(s.plan), s.rows)) > 0 }
func hasReport(s scene) bool  { return len(oracle(s.plan, s.rows)) > 0 }

func hasHidden(s scene) bool {
	return len(oracle(s.plan, s.rows)) < len(oracle(reportAll(s.plan), s.rows))
}

func hasTwoEpisodes(s scene) bool { return len(oracle(reportAll(s.plan), s.rows)) > 1 }

func hasTwoEpisodesOfOneKey(s scene) bool {
	seen := map[string]bool{}
	return anEpisode(func(e Episode) bool {
		key := tellKey(e.Key)
		again := seen[key]
		seen[key] = true
		return again
	})(s)
}

func anEpisode(is func(Episode) bool) func(scene) bool {
	return func(s scene) bool { return slices.ContainsFunc(oracle(reportAll(s.plan), s.rows), is) }
}

func hasSkipped(s scene) bool {
	return slices.ContainsFunc(s.rows, func(row oracleRow) bool { return !oracleCounts(s.plan, row) })
}

// anOwn asks about each episode and the rows of its key.
func anOwn(is func(p Plan, own []oracleRow, episode stretch) bool) func(scene) bool {
	return func(s scene) bool {
		for _, own := range oracleGroups(s.plan, s.rows) {
			for _, episode := range oracleEpisodes(s.plan, own) {
				if is(s.plan, own, episode) {
					return true
				}
			}
		}
		return false
	}
}

var hasMemberWithoutOrigin = anOwn(func(p Plan, own []oracleRow, episode stretch) bool {
	return slices.ContainsFunc(oracleMembers(p, own, episode), func(row oracleRow) bool {
		return len(row.Shows[sighting.Origin]) == 0
	})
})

// hotIntervals are the pieces of hot time inside an episode, those that touch
// put together.
func hotIntervals(p Plan, own []oracleRow, episode stretch) []stretch {
	var intervals []stretch
	for _, piece := range oracleHotTime(p, own) {
		last := len(intervals) - 1
		switch {
		case !piece.meets(episode):
		case last >= 0 && piece.first == intervals[last].last:
			intervals[last].last = piece.last
		default:
			intervals = append(intervals, piece)
		}
	}
	return intervals
}

func hasPiece(is func(stretch) bool) func(scene) bool {
	return anOwn(func(p Plan, own []oracleRow, episode stretch) bool {
		return slices.ContainsFunc(hotIntervals(p, own, episode), is)
	})
}

func hasPause(is func(p Plan, pause stretch) bool) func(scene) bool {
	return anOwn(func(p Plan, own []oracleRow, episode stretch) bool {
		hot := hotIntervals(p, own, episode)
		for i := 1; i < len(hot); i++ {
			if is(p, stretch{hot[i-1].last, hot[i].first}) {
				return true
			}
		}
		return false
	})
}

var hasLateReport = anOwn(func(p Plan, own []oracleRow, episode stretch) bool {
	return oracleReports(p, own, episode) && len(oracleMembers(p, oracleIndexedBeforeSince(p, own), episode)) > 0
})

var hasHotBefore = anOwn(func(p Plan, own []oracleRow, episode stretch) bool {
	return oracleHotWithin(p, oracleIndexedBeforeSince(p, own), episode)
})

var hasLonger = anOwn(func(p Plan, own []oracleRow, episode stretch) bool {
	before := oracleEpisodes(p, oracleIndexedBeforeSince(p, own))
	return slices.ContainsFunc(before, episode.meets) && !slices.Contains(before, episode)
})

var hasHotAfter = anOwn(func(p Plan, own []oracleRow, episode stretch) bool {
	return !oracleHotWithin(p, oracleIndexedBeforeUntil(p, own), episode)
})

var hasTooEarly = anOwn(func(p Plan, own []oracleRow, episode stretch) bool {
	anywhere := p
	anywhere.Earliest = Bound{}
	return oracleReports(anywhere, own, episode) && !oracleReports(p, own, episode)
})
