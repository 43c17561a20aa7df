package drive

import (
	"os"
	"syscall"
)

// peak is the most memory that was resident; Linux counts it in kB.
func peak(state *os.ProcessState) int64 {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	return usage.Maxrss << 10
}
