package engine

import (
	"testing"

	"pgregory.net/rapid"
)

var modes = map[string]Mode{"sliding": Sliding, "tumbling": Tumbling, "endless": Endless}

// eachMode runs a law in every mode.
func eachMode(t *testing.T, law func(t *rapid.T, mode Mode)) {
	for name, mode := range modes {
		t.Run(name, rapid.MakeCheck(func(t *rapid.T) { law(t, mode) }))
	}
}

func TestEngineEqualsOracle(t *testing.T) {
	eachMode(t, func(t *rapid.T, mode Mode) {
		s := scenes(mode).Draw(t, "scene")
		requireEqual(t, oracle(s.plan, s.rows), run(t, s.plan, s.rows))
	})
}

func TestEngineEqualsOracleByIndexTime(t *testing.T) {
	eachMode(t, func(t *rapid.T, mode Mode) {
		s := lateScenes(mode).Draw(t, "scene")
		requireEqual(t, oracle(s.plan, s.rows), run(t, s.plan, s.rows))
	})
}
