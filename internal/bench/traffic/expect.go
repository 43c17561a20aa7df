package traffic

import (
	"cmp"
	"slices"
)

// Expected is what a right program finds. It is counted in the plainest way,
// with nothing of the product.
type Expected struct {
	// Episodes is the number of findings with a sliding window.
	Episodes int
	// Slices is the number of keys and slices of the clock with both places.
	Slices int
}

// Expect counts for a window in milliseconds. Only the keys that were ever
// seen elsewhere are held.
func (p Plan) Expect(window int64) Expected {
	suspects := map[int][]Seen{}
	for s := range p.All() {
		if s.Elsewhere {
			suspects[s.Key] = nil
		}
	}
	for s := range p.All() {
		if list, suspect := suspects[s.Key]; suspect {
			suspects[s.Key] = append(list, s)
		}
	}
	var e Expected
	for _, list := range suspects {
		slices.SortFunc(list, func(a, b Seen) int { return cmp.Compare(a.At, b.At) })
		e.Episodes += episodes(list, window)
		e.Slices += mixedSlices(list, window)
	}
	return e
}

// episodes counts the unions of [q, p+window] over neighbours p, q of
// different places, where pauses of at most one window join.
func episodes(list []Seen, window int64) (n int) {
	var end int64
	for i := 1; i < len(list); i++ {
		p, q := list[i-1], list[i]
		if p.Elsewhere == q.Elsewhere || q.At-p.At > window {
			continue
		}
		if n == 0 || q.At-end > window {
			n++
		}
		end = p.At + window
	}
	return n
}

// mixedSlices counts the slices of the clock that have both places.
func mixedSlices(list []Seen, window int64) (n int) {
	type places struct{ home, elsewhere bool }
	seen := map[int64]places{}
	for _, s := range list {
		at := seen[s.At/window]
		at.home = at.home || !s.Elsewhere
		at.elsewhere = at.elsewhere || s.Elsewhere
		seen[s.At/window] = at
	}
	for _, at := range seen {
		if at.home && at.elsewhere {
			n++
		}
	}
	return n
}
