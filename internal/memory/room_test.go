package memory_test

import (
	"runtime"
	"runtime/debug"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/memory"
)

// It is the process's: not in parallel.
func TestSpare(t *testing.T) {
	before := debug.SetGCPercent(100)
	defer debug.SetGCPercent(before)
	percent := func() int {
		now := debug.SetGCPercent(-1)
		debug.SetGCPercent(now)
		return now
	}
	t.Setenv("GOGC", "100")
	memory.Spare()
	require.Equal(t, 100, percent(), "the environment's word holds")
	t.Setenv("GOGC", "")
	memory.Spare()
	require.Equal(t, 400, percent(), "nothing is looked at below 16 MB")
	require.Eventually(t, func() bool {
		runtime.GC()
		return percent() == 50
	}, 10*time.Second, time.Millisecond, "later it lets memory grow by half")
}
