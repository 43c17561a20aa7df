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

// Spare has Go's collector let memory grow to 16 MB first, and from then on to
// one and a half times of what is used, unless the environment says otherwise
// (GOGC). What searches hold has hardly a pointer in it, so looking at it more
// often than usual costs next to nothing, but it would be very often while there
// is little.
func Spare() {
	if os.Getenv("GOGC") != "" {
		return
	}
	debug.SetGCPercent(firstPercent)
	runtime.AddCleanup(new([64]byte), func(percent int) { debug.SetGCPercent(percent) }, laterPercent)
}

// The collector begins at 4 MB times the percentage.
const firstPercent, laterPercent = 400, 50
