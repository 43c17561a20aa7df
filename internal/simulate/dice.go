package simulate

import (
	"math/rand/v2"

	"concurrentsessions/internal/epoch"
)

// dice are random numbers for one purpose.
type dice struct{ *rand.Rand }

// The purposes, so that none changes the numbers of another.
const (
	streamPerson = iota
	streamStay
	streamSource // and the source's number
)

// roll makes dice that follow from the parts alone.
func roll(seed uint64, parts ...uint64) dice {
	h := mix(seed)
	for _, p := range parts {
		h = mix(h ^ p)
	}
	return dice{rand.New(rand.NewPCG(h, mix(h)))}
}

// mix is the finalizer of SplitMix64: each bit of the result depends on each
// bit of x.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// chance is true with the given probability.
func (d dice) chance(p float64) bool { return d.Float64() < p }

// between is a moment or span in [from, to).
func (d dice) between(from, to epoch.Micros) epoch.Micros {
	if to <= from {
		return from
	}
	return from + epoch.Micros(d.Int64N(int64(to-from)))
}

// around is a span of the mean given, from 0.3 to 1.7 of it.
func (d dice) around(mean epoch.Micros) epoch.Micros {
	return d.between(mean*3/10, mean*17/10)
}

func pick[T any](d dice, list []T) T { return list[d.IntN(len(list))] }
