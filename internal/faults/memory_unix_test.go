//go:build unix

package faults

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// Little memory changes nothing in what is found: by the option, and by the
// limits that an administrator may put on Go's runtime.
func TestLittleMemory(t *testing.T) {
	t.Parallel()
	want := calm(t, roomy())
	for name, env := range map[string][]string{
		"usual":          nil,
		"GOMEMLIMIT":     {"GOMEMLIMIT=8MiB"},
		"GOGC=1":         {"GOGC=1"},
		"GOGC=off":       {"GOGC=off", "GOMEMLIMIT=32MiB"},
		"one processor":  {"GOMAXPROCS=1"},
		"64 processors":  {"GOMAXPROCS=64"},
		"GODEBUG of old": {"GODEBUG=madvdontneed=1,asyncpreemptoff=1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			requireSame(t, want, play(t, spilling(), setting{env: env}))
		})
	}
}

// The kernel gives no more memory. Go's runtime then ends the program, which
// no program can prevent: the search fails, and nothing was reported before.
// What memory_limit is for: a search that needs much is through with little.
func TestNoMemory(t *testing.T) {
	t.Parallel()
	if underRace {
		t.Skip("the race detector needs all the address space there is")
	}
	want := calm(t, roomy())
	const least, most = 32, 512 // MB
	for mb := least; mb <= most; mb += either(16, 160) {
		t.Run(fmt.Sprintf("%d MB", mb), func(t *testing.T) {
			t.Parallel()
			got := play(t, spilling(), limited(t, fmt.Sprintf("ulimit -d %d", mb<<10)))
			if got.code == 0 {
				requireSame(t, want, got)
				return
			}
			require.Less(t, mb, most, "enough memory")
			requireNothingReported(t, got.replies) // whether by a signal or by itself
		})
	}
}
