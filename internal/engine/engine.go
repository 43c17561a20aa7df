// Package engine is the window engine: sightings in, in any order, episodes
// out. It knows no rows, no options and no clock.
//
// The file engine.go takes sightings in, sweep.go finds the hot time of one
// key, report.go decides which episodes are reported, evidence.go reads the
// evidence off an episode's members, and nearby.go answers single sightings
// while they come in.
package engine

import (
	"errors"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/sighting"
)

// Why a row that stands for many events is not counted.
var (
	ErrBackwards    = errors.New("last is before first")
	ErrAcrossSlices = errors.New("first and last are in different slices of the clock")
)

// ID numbers what a sighting shows and whose it is.
type ID uint32

// Engine collects sightings and finds the episodes among them. It is not safe
// for concurrent use.
type Engine struct {
	plan       Plan
	identities identities
	keys       []keyLog
	sightings  int
	extras     []extra

	sweep  sweeper
	member gatherer
}

// keyLog has the sightings of one key, in order of arrival until they are
// sorted by time.
type keyLog struct {
	sightings []entry
	// longest is the largest distance from first to last.
	longest epoch.Micros
}

// entry is one sighting. A plain one, a single event without an index time,
// has no extra.
type entry struct {
	first epoch.Micros
	id    ID
	extra uint32 // index into extras plus one, 0 for none
}

// extra is what few sightings have.
type extra struct {
	last       epoch.Micros
	indexed    epoch.Micros
	hasIndexed bool
	count      uint64
}

// New makes an engine for the plan.
func New(plan Plan) *Engine {
	e := &Engine{plan: plan, identities: newIdentities()}
	e.sweep.init(plan)
	return e
}

// Intern gives the number of what a sighting shows and whose it is: equal
// sightings get equal numbers. Strings are copied. The values of an attribute
// must be distinct and sorted.
func (e *Engine) Intern(s *sighting.Sighting) ID {
	id := e.identities.intern(s)
	if n := e.identities.keys.len(); n > len(e.keys) {
		e.keys = append(e.keys, make([]keyLog, n-len(e.keys))...)
	}
	return id
}

// Observe adds one sighting of an identity, or says why it is not counted:
// [ErrBackwards] or [ErrAcrossSlices].
func (e *Engine) Observe(id ID, seen sighting.Seen) error {
	if seen.Last < seen.First {
		return ErrBackwards
	}
	if e.plan.Mode == Tumbling && seen.First.Slice(e.plan.Window) != seen.Last.Slice(e.plan.Window) {
		return ErrAcrossSlices
	}
	log := &e.keys[e.identities.key(id)]
	in := entry{first: seen.First, id: id}
	if seen.Last != seen.First || seen.HasIndexed || seen.Count != 1 {
		e.extras = append(e.extras, extra{seen.Last, seen.Indexed, seen.HasIndexed, seen.Count})
		in.extra = uint32(len(e.extras))
		log.longest = max(log.longest, seen.Last-seen.First)
	}
	log.sightings = append(log.sightings, in)
	e.sightings++
	return nil
}

// Keys is the number of different keys among the sightings counted so far.
func (e *Engine) Keys() int {
	n := 0
	for i := range e.keys {
		if len(e.keys[i].sightings) > 0 {
			n++
		}
	}
	return n
}

// Sightings is the number of sightings counted so far.
func (e *Engine) Sightings() int { return e.sightings }

func (e *Engine) last(in entry) epoch.Micros {
	if in.extra == 0 {
		return in.first
	}
	return e.extras[in.extra-1].last
}

func (e *Engine) count(in entry) uint64 {
	if in.extra == 0 {
		return 1
	}
	return e.extras[in.extra-1].count
}

func (e *Engine) indexed(in entry) (at epoch.Micros, known bool) {
	if in.extra == 0 {
		return 0, false
	}
	x := &e.extras[in.extra-1]
	return x.indexed, x.hasIndexed
}
