package engine

import (
	"cmp"
	"slices"

	"concurrentsessions/internal/condition"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/sighting"
)

// interval is closed: both ends belong to it.
type interval struct{ start, end epoch.Micros }

// sweeper finds the hot time of one key at a time. What it gives is valid
// until the next call.
type sweeper struct {
	plan    Plan
	counted []sighting.Attribute

	present []int32 // by valueID: how many present sightings show it
	counts  condition.Counts
	ends    []departure // when each sighting's values leave
	hot     []interval
}

// departure is a sighting that leaves.
type departure struct {
	at epoch.Micros
	id ID
}

func (s *sweeper) init(plan Plan) {
	s.plan = plan
	s.counted = plan.When.Attributes()
}

// hotTime gives the hot intervals of the sightings, in order. The sightings
// are sorted by first; only those that keep accepts are seen.
func (e *Engine) hotTime(sightings []entry, keep func(entry) bool) []interval {
	s := &e.sweep
	s.hot = s.hot[:0]
	if n := len(e.identities.texts); n > len(s.present) {
		s.present = append(s.present, make([]int32, n-len(s.present))...)
	}
	for len(sightings) > 0 {
		n := e.slice(sightings)
		e.sweepSlice(sightings[:n], keep)
		sightings = sightings[n:]
	}
	return s.hot
}

// slice gives how many of the sightings can meet the first: all, unless the
// windows tumble.
func (e *Engine) slice(sightings []entry) int {
	if e.plan.Mode != Tumbling {
		return len(sightings)
	}
	n, number := 0, sightings[0].first.Slice(e.plan.Window)
	for n < len(sightings) && sightings[n].first.Slice(e.plan.Window) == number {
		n++
	}
	return n
}

// leaves gives the last moment at which the sighting's values are present.
func (e *Engine) leaves(in entry) epoch.Micros {
	switch e.plan.Mode {
	case Tumbling:
		return epoch.Micros(in.first.Slice(e.plan.Window)+1)*e.plan.Window - 1
	case Endless:
		return epoch.Forever
	}
	return e.last(in) + e.plan.Window
}

// sweepSlice appends the hot intervals of sightings that can meet.
//
// A sighting that comes at the moment another one leaves still meets it, so
// arrivals go first.
func (e *Engine) sweepSlice(sightings []entry, keep func(entry) bool) {
	s := &e.sweep
	s.ends = s.ends[:0]
	for _, in := range sightings {
		if keep(in) {
			s.ends = append(s.ends, departure{e.leaves(in), in.id})
		}
	}
	slices.SortStableFunc(s.ends, func(a, b departure) int { return cmp.Compare(a.at, b.at) })

	isHot, since, left := false, epoch.Micros(0), 0
	for _, in := range sightings {
		if !keep(in) {
			continue
		}
		for ; s.ends[left].at < in.first; left++ {
			isHot = e.leave(s.ends[left], isHot, since)
		}
		e.arrive(in.id)
		if !isHot && s.plan.When.Holds(&s.counts) {
			isHot, since = true, in.first
		}
	}
	for ; left < len(s.ends); left++ {
		isHot = e.leave(s.ends[left], isHot, since)
	}
}

func (e *Engine) arrive(id ID) {
	s := &e.sweep
	for _, a := range s.counted {
		for _, v := range e.identities.shows(id, a) {
			if s.present[v]++; s.present[v] == 1 {
				s.counts[a]++
			}
		}
	}
}

// leave takes a sighting's values away and closes the hot interval if it ends
// with them. It says whether the key is still hot.
func (e *Engine) leave(gone departure, isHot bool, since epoch.Micros) bool {
	s := &e.sweep
	for _, a := range s.counted {
		for _, v := range e.identities.shows(gone.id, a) {
			if s.present[v]--; s.present[v] == 0 {
				s.counts[a]--
			}
		}
	}
	if isHot && !s.plan.When.Holds(&s.counts) {
		s.hot = append(s.hot, interval{since, gone.at})
		return false
	}
	return isHot
}

// everyone keeps all sightings.
func everyone(entry) bool { return true }
