// Package traffic makes the data of the benchmarks: who is seen when from
// where, and the same as rows, requests, events. All follows from a seed, and
// nothing is held whole, so that any size can be made.
package traffic

import (
	"iter"
	"math/rand/v2"
)

// Plan says which sightings there are.
type Plan struct {
	Seed      uint64
	Sightings int
	Keys      int
	// Span is the time over which they are spread, in milliseconds.
	Span int64
	// Step cuts times to its multiples, in milliseconds; 0 is 1.
	Step int64
	// Elsewhere is how many sightings there are to one that is not from the
	// key's home; 0 is none at all.
	Elsewhere int
	// Once gives each key one sighting; Keys is then not read.
	Once bool
}

// Version is of all that this package makes; it grows when the same plan gives
// other bytes.
const Version = 2

// Day is the usual span, in milliseconds.
const Day = 24 * 60 * 60 * 1000

// End is when the newest sighting can be, in milliseconds of Unix time.
const End = 1_700_000_000_000

// disorder is by how many milliseconds a row may be older than its place in
// the order says: splunkd sends the newest first, but not quite.
const disorder = 2000

// Seen is one sighting.
type Seen struct {
	At        int64 // milliseconds of Unix time
	Row       int
	Key       int
	Elsewhere bool
	// Dice is random; what else a row says follows from it.
	Dice uint32
}

// All gives the sightings, newest first but for a little disorder. It can be
// called again and gives the same.
func (p Plan) All() iter.Seq[Seen] {
	return func(yield func(Seen) bool) {
		random := rand.NewPCG(p.Seed, uint64(p.Sightings))
		for row := range p.Sightings {
			which, dice := random.Uint64(), random.Uint64()
			s := Seen{
				At:   End - int64(float64(row)*float64(p.Span)/float64(p.Sightings)) - int64(dice>>32)%disorder,
				Row:  row,
				Dice: uint32(dice),
			}
			s.At -= s.At % max(p.Step, 1)
			if p.Once {
				s.Key = row
			} else {
				s.Key = int(which >> 32 * uint64(p.Keys) >> 32)
			}
			s.Elsewhere = p.Elsewhere > 0 && uint32(which)%uint32(p.Elsewhere) == 0
			if !yield(s) {
				return
			}
		}
	}
}
