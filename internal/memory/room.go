package memory

import (
	"os"
	"runtime"
	"runtime/debug"
)

// MakeRoom collects what is not used any more, if so many bytes that are about
// to be taken are worth it: by itself, Go's collector waits until memory has grown
// by a part of what is used.
func MakeRoom(bytes int) {
	if bytes >= worthwhile {
		runtime.GC()
	}
}

const worthwhile = 32 << 20

// Spare has Go's collector let memory grow to one and a half times of what is
// used, in place of twice, unless the environment says otherwise (GOGC). What
// searches hold has hardly a pointer in it, so looking at it more often costs
// next to nothing.
func Spare() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(50)
	}
}
