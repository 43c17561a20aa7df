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
	sizes := e.candidates()
	most := max(minGroup, e.log.n/groupShare)
	var g group
	for from := 0; from < len(sizes); {
		to, total := from, 0
		for to < len(sizes) && (to == from || total+int(sizes[to]) <= most) {
			total += int(sizes[to])
			to++
		}
		if total > 0 {
			g.gather(e, from, to, sizes, total)
			if !g.each(from, sizes, yield) {
				return false
			}
		}
		from = to
	}
	return true
}

// candidates gives the number of sightings of each candidate key, 0 for the
// other keys.
func (e *Engine) candidates() []uint32 {
	isCandidate := e.meetCondition(e.observed())
	sizes := make([]uint32, len(isCandidate))
	for _, b := range e.log.blocks {
		for _, id := range b.id {
			if key := e.identities.of(id).key; isCandidate[key] {
				sizes[key]++
			}
		}
	}
	return sizes
}

// observed says of each identity whether there is a sighting of it.
func (e *Engine) observed() []bool {
	is := make([]bool, e.identities.len())
	for _, b := range e.log.blocks {
		for _, id := range b.id {
			is[id] = true
		}
	}
	return is
}

// meetCondition says of each key whether all its observed values together meet
// the condition.
func (e *Engine) meetCondition(observed []bool) []bool {
	keys := e.identities.keys.len()
	memory.MakeRoom(4 * (keys + e.identities.len()))
	starts := make([]uint32, keys+1) // where each key's identities begin in ids
	for i := range e.identities.len() {
		starts[e.identities.of(ID(i)).key]++
	}
	for key := range keys {
		starts[key+1] += starts[key]
	}
	ids := make([]ID, e.identities.len())
	for i := len(ids) - 1; i >= 0; i-- { // starts go from each key's end to its begin
		start := &starts[e.identities.of(ID(i)).key]
		*start--
		ids[*start] = ID(i)
	}
	isCandidate := make([]bool, keys)
	lastSeen := make([]uint32, e.identities.values.len()) // by value: key plus one
	var values []valueID
	for key := range isCandidate {
		var counts condition.Counts
		for _, id := range ids[starts[key]:starts[key+1]] {
			if !observed[id] {
				continue
			}
			values = e.identities.appendCounted(values[:0], id)
			for _, v := range values {
				if lastSeen[v.number()] != uint32(key)+1 {
					lastSeen[v.number()] = uint32(key) + 1
					counts[v.attribute()]++
				}
			}
		}
		isCandidate[key] = e.plan.When.Holds(&counts)
	}
	return isCandidate
}

// group is the sightings of some keys that follow each other, key by key.
type group struct {
	entries []entry
	wides   []wide
	ends    []int // where each key's entries end
}

// gather takes the sightings of the keys [from, to), which are total, out of
// the log.
func (g *group) gather(e *Engine, from, to int, sizes []uint32, total int) {
	g.entries = slices.Grow(g.entries[:0], total)[:total]
	g.wides, g.ends = g.wides[:0], g.ends[:0]
	at := 0 // ends grow from where a key's entries begin to where they end
	for _, size := range sizes[from:to] {
		g.ends = append(g.ends, at)
		at += int(size)
	}
	for _, b := range e.log.blocks {
		plain := b.isPlain()
		for i, id := range b.id {
			key := int(e.identities.of(id).key)
			if key < from || key >= to || sizes[key] == 0 {
				continue
			}
			in := entry{first: b.first(i), id: id}
			if !plain {
				g.wides = append(g.wides, b.wide(i))
				in.wide = uint32(len(g.wides))
			}
			end := &g.ends[key-from]
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
