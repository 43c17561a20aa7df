package command

import (
	"errors"
	"os"
	"strconv"
	"strings"

	"concurrentsessions/internal/memory"
)

const (
	// memoryShare is the part of the memory there is that a search takes
	// before it puts what it holds aside.
	memoryShare = 4
	// leastMemory and mostMemory bound the default; the latter is also the
	// default where nobody tells how much there is.
	leastMemory = 64 << 20
	mostMemory  = 2 << 30
)

// defaultMemory is a quarter of what this process may use, within bounds.
func defaultMemory() int64 {
	available := memory.Available(os.DirFS("/"))
	if available == memory.Unknown {
		return mostMemory
	}
	return min(max(available/memoryShare, leastMemory), mostMemory)
}

const (
	// ownMemory is about what the program takes itself: rows on their way in and
	// out, and itself.
	ownMemory = 32 << 20
	// ownPages are the program's pages that are not Go's memory.
	ownPages = 10 << 20
	// leastHeld is what a search holds in any case, if that is not most of its memory.
	leastHeld = 8 << 20
)

// held is what a detector may hold of the memory that a search may take. The
// rest is for the program, and for looking at what is held.
func held(memory int64) int64 { return max((memory-ownMemory)/4*3, min(memory/2, leastHeld)) }

// collected is what is left of it to Go's collector, which does not see the
// program's own pages. Less than what leastMemory leaves would only be in its way.
func collected(memory int64) int64 { return max(memory, leastMemory) - ownPages }

var errSize = errors.New("want a size such as 512MB or 2GB, at least 1MB")

var sizeUnits = map[string]int64{"kb": 1 << 10, "mb": 1 << 20, "gb": 1 << 30}

// parseSize reads a size in kB, MB or GB of 1,024 of the one before.
func parseSize(text string) (int64, error) {
	digits := strings.TrimRight(text, "kKmMgGbB")
	unit, ok := sizeUnits[strings.ToLower(text[len(digits):])]
	n, err := strconv.ParseInt(digits, 10, 32)
	if !ok || err != nil || n <= 0 || n*unit < 1<<20 {
		return 0, errSize
	}
	return n * unit, nil
}

func readMemory(o *Options, value string) (err error) {
	o.Memory, err = parseSize(value)
	return err
}
