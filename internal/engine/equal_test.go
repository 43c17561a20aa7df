package engine

import (
	"testing"

	"pgregory.net/rapid"
)

var modes = []Mode{Sliding, Tumbling, Endless}

var modeNames = map[Mode]string{Sliding: "sliding", Tumbling: "tumbling", Endless: "endless"}

// eachMode checks a law in every mode.
func eachMode(t *testing.T, law func(t *rapid.T, mode Mode)) { inModes(t, modes, law) }

func inModes(t *testing.T, modes []Mode, law func(t *rapid.T, mode Mode)) {
	for _, mode := range modes {
		t.Run(modeNames[mode], func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) { law(t, mode) })
		})
	}
}

func TestLawEngineEqualsOracle(t *testing.T) {
	eachMode(t, func(t *rapid.T, mode Mode) {
		s := scenes(mode).Draw(t, "scene")
		requireEqual(t, oracle(s.plan, s.rows), run(t, s.plan, s.rows))
	})
}

func TestLawEngineEqualsOracleByIndexTime(t *testing.T) {
	eachMode(t, func(t *rapid.T, mode Mode) {
		s := lateScenes(mode).Draw(t, "scene")
		requireEqual(t, oracle(s.plan, s.rows), run(t, s.plan, s.rows))
	})
}
