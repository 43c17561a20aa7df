package memory_test

import (
	"math"
	"runtime/debug"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/memory"
)

// It is the process's: not in parallel.
func TestLimit(t *testing.T) {
	outside := debug.SetMemoryLimit(math.MaxInt64)
	defer debug.SetMemoryLimit(outside)
	memory.Limit(3 << 30)
	require.EqualValues(t, 3<<30, debug.SetMemoryLimit(-1))
	memory.Limit(4 << 30)
	require.EqualValues(t, 3<<30, debug.SetMemoryLimit(-1), "the stricter one stays")
}
