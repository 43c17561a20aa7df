package engine

import (
	"slices"

	"concurrentsessions/internal/condition"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/memory"
)

// A condition that holds at some moment holds on all that its key ever shows.
// So a key whose values do not meet it, times aside, is no candidate, and its
// sightings are never looked at.

// minGroup is how many sightings a group has at least: below, passing over the
// log again costs more than the memory is worth.
const minGroup = 1 << 20

// groupShare is the part of all sightings that a group may hold.
const groupShare = 8

// sightings are those of one key.
type sightings struct {
	entries []entry
	wides   []wide
}

func (s *sightings) last(e *entry) epoch.Micros {
	if e.wide == 0 {
		return e.first
	}
	return s.wides[e.wide-1].last
}

func (s *sightings) indexed(e *entry) epoch.Micros {
	if e.wide == 0 {
		return unindexed
	}
	return s.wides[e.wide-1].indexed
}

func (s *sightings) count(e *entry) uint64 {
	if e.wide == 0 {
		return 1
	}
	return s.wides[e.wide-1].count
}

// longest is the largest distance from first to last.
func (s *sightings) longest() (longest epoch.Micros) {
	for i := range s.entries {
		longest = max(longest, s.last(&s.entries[i])-s.entries[i].first)
	}
	return longest
}

// forEachCandidate calls yield with each candidate key and its sightings, in
// order of arrival, until yield says that it is enough; it tells then by false.
// The sightings are yield's until it returns.
func (e *Engine) forEachCandidate(yield func(key uint32, of sightings) bool) bool {
	sizes, keyOf := e.candidates()
	most := max(minGroup, e.log.n/groupShare)
	var g group
	for from := 0; from < len(sizes); {
		to, total := from, 0
		for to < len(sizes) && (to == from || total+int(sizes[to]) <= most) {
			total += int(sizes[to])
			to++
		}
		if total > 0 {
			g.gather(&e.log, from, sizes[from:to], keyOf, total)
			if !g.each(from, sizes, yield) {
				return false
			}
		}
		from = to
	}
	return true
}

// noKey stands for the key of an identity that is no candidate's.
const noKey = ^uint32(0)

// candidates gives the number of sightings of each candidate key, 0 for the
// other keys, and the key of each identity, noKey if that is no candidate. All
// observed values of a candidate together meet the condition.
func (e *Engine) candidates() (sizes, keyOf []uint32) {
	keys := e.identities.keys.len()
	memory.MakeRoom(4 * (keys + 2*e.identities.len()))
	seen := e.countSightings()
	ids, starts := e.byKey()
	lastSeen := make([]uint32, e.identities.values.len()) // by value: key plus one
	var values []valueID
	sizes, keyOf = starts[:keys], seen // written behind what is read
	for key := range keys {
		var counts condition.Counts
		var size uint32
		own := ids[starts[key]:starts[key+1]]
		for _, id := range own {
			if seen[id] == 0 {
				continue
			}
			size += seen[id]
			values = e.identities.appendCounted(values[:0], id)
			for _, v := range values {
				if lastSeen[v.number()] != uint32(key)+1 {
					lastSeen[v.number()] = uint32(key) + 1
					counts[v.attribute()]++
				}
			}
		}
		candidate := uint32(key)
		if !e.plan.When.Holds(&counts) {
			size, candidate = 0, noKey
		}
		sizes[key] = size
		for _, id := range own {
			keyOf[id] = candidate
		}
	}
	return sizes, keyOf
}

// countSightings gives the number of sightings of each identity.
func (e *Engine) countSightings() []uint32 {
	seen := make([]uint32, e.identities.len())
	for _, b := range e.log.blocks {
		for _, id := range b.id {
			seen[id]++
		}
	}
	return seen
}

// byKey gives the identities key by key, and where those of each key start; the
// last start is the end.
func (e *Engine) byKey() (ids []ID, starts []uint32) {
	keys := e.identities.keys.len()
	starts = make([]uint32, keys+1)
	for i := range e.identities.len() {
		starts[e.identities.of(ID(i)).key]++
	}
	for key := range keys {
		starts[key+1] += starts[key]
	}
	ids = make([]ID, e.identities.len())
	for i := len(ids) - 1; i >= 0; i-- { // starts go from each key's end to its begin
		start := &starts[e.identities.of(ID(i)).key]
		*start--
		ids[*start] = ID(i)
	}
	return ids, starts
}

// group is the sightings of some keys that follow each other, key by key.
type group struct {
	entries []entry
	wides   []wide
	ends    []int // where each key's entries end
}

// gather takes the sightings of the keys from one on, which are total, out of
// the log.
func (g *group) gather(l *log, from int, sizes, keyOf []uint32, total int) {
	g.entries = slices.Grow(g.entries[:0], total)[:total]
	g.wides, g.ends = g.wides[:0], g.ends[:0]
	at := 0 // ends grow from where a key's entries begin to where they end
	for _, size := range sizes {
		g.ends = append(g.ends, at)
		at += int(size)
	}
	for _, b := range l.blocks {
		plain := b.isPlain()
		for i, id := range b.id {
			key := keyOf[id] - uint32(from)
			if key >= uint32(len(sizes)) {
				continue // another group's, or no candidate's
			}
			in := entry{first: b.first(i), id: id}
			if !plain {
				g.wides = append(g.wides, b.wide(i))
				in.wide = uint32(len(g.wides))
			}
			end := &g.ends[key]
			g.entries[*end] = in
			*end++
		}
	}
}

// each yields key by key, as forEachCandidate does. The first key is from.
func (g *group) each(from int, sizes []uint32, yield func(uint32, sightings) bool) bool {
	for i, end := range g.ends {
		size := int(sizes[from+i])
		if size > 0 && !yield(uint32(from+i), sightings{g.entries[end-size : end], g.wides}) {
			return false
		}
	}
	return true
}
