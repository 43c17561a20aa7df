// Package engine is the window engine: sightings in, in any order, episodes
// out. It knows no rows, no options and no clock.
//
// While sightings come in, all that is kept is who and what was seen, once
// (identity.go), and a log of when (log.go). At the end, keys that cannot meet
// the condition whatever the times are set aside, and the others are looked at
// a group at a time (candidates.go): their sightings are sorted and swept for
// hot time (sweep.go), the episodes that are to be reported are picked
// (report.go), and the evidence is read off their members (evidence.go). Each is
// kept as a few dozen bytes until its turn (found.go). What does not fit into
// memory is put aside (spill.go), and so is what is found in it (merge.go).
//
// Beside that, nearby.go answers single sightings while they come in. They lie in
// pages (page.go), which are put aside as well (nearby_spill.go).
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
	log        log
	aside      *aside // nil until memory ran short
	most       int64  // bytes; 0 is no limit
	store      Store  // for what is more

	found   found // nil until Finish
	foundIn int   // how many sightings
}

// New makes an engine for the plan.
func New(plan Plan) *Engine {
	return &Engine{plan: plan, identities: newIdentities(plan.When.Attributes())}
}

// Limit bounds the memory: when what Finish finds would take the engine beyond
// so many bytes, it puts what it holds aside in the store.
func (e *Engine) Limit(most int64, store Store) { e.most, e.store = most, store }

// Intern numbers what a sighting shows and whose it is. The record is copied.
// A number is best used for all that is known to be equal: equal records get
// equal or different numbers, which cost memory and change nothing else.
func (e *Engine) Intern(r sighting.Record) ID { return e.identities.add(r) }

// Observe adds one sighting of an identity, or says why it is not counted:
// [ErrBackwards] or [ErrAcrossSlices].
func (e *Engine) Observe(id ID, seen sighting.Seen) error {
	if seen.Last < seen.First {
		return ErrBackwards
	}
	if e.plan.Mode == Tumbling && seen.First.Slice(e.plan.Window) != seen.Last.Slice(e.plan.Window) {
		return ErrAcrossSlices
	}
	e.log.add(id, seen)
	return nil
}

// ObserveEvent adds one sighting that is a single event without an index time.
func (e *Engine) ObserveEvent(id ID, at epoch.Micros) { e.log.addEvent(id, at) }

// Sightings is the number of sightings counted so far.
func (e *Engine) Sightings() int {
	if e.aside != nil {
		return e.aside.sightings + e.log.n
	}
	return e.log.n
}

// Keys is the number of different keys among the sightings counted so far.
// When something was put aside, it is known after Finish.
func (e *Engine) Keys() int {
	if e.aside != nil {
		return e.aside.keys
	}
	seen := make([]bool, e.identities.keys.len())
	n := 0
	for _, b := range e.log.blocks {
		for _, id := range b.id {
			if key := e.identities.of(id).key; !seen[key] {
				seen[key] = true
				n++
			}
		}
	}
	return n
}

// Full says that what the engine holds has to be put aside soon, even if there is
// memory for more: numbers of values are nearly used up.
func (e *Engine) Full() bool { return e.identities.values.len() >= maxValues }

// Bytes is about how much memory the engine holds.
func (e *Engine) Bytes() int64 {
	return e.identities.bytes() + e.log.bytes()
}
