package engine

import (
	"cmp"
	"slices"

	"concurrentsessions/internal/condition"
	"concurrentsessions/internal/epoch"
)

// interval is closed: both ends belong to it.
type interval struct{ start, end epoch.Micros }

// sweeper finds the hot time of one key at a time.
type sweeper struct {
	plan       *Plan
	identities *identities

	part    sightings // that can meet
	present []int32   // by value: how many present sightings show it
	counts  condition.Counts
	ends    []departure // when each sighting's values leave
	values  []valueID   // of the sighting at hand
}

// departure is a sighting that leaves.
type departure struct {
	at epoch.Micros
	id ID
}

func newSweeper(plan *Plan, identities *identities) *sweeper {
	return &sweeper{plan: plan, identities: identities, present: make([]int32, identities.values.len())}
}

// appendHot appends the hot intervals of a key's sightings, in order. The
// sightings are sorted by first; only those that keep accepts are seen.
func (s *sweeper) appendHot(hot []interval, of sightings, keep func(*sightings, *entry) bool) []interval {
	for len(of.entries) > 0 {
		n := s.slice(of.entries)
		s.part = sightings{of.entries[:n], of.wides}
		hot = s.appendSlice(hot, &s.part, keep)
		of.entries = of.entries[n:]
	}
	return hot
}

// slice gives how many of the sightings can meet the first: all, unless the
// windows tumble.
func (s *sweeper) slice(entries []entry) int {
	if s.plan.Mode != Tumbling {
		return len(entries)
	}
	n, number := 0, entries[0].first.Slice(s.plan.Window)
	for n < len(entries) && entries[n].first.Slice(s.plan.Window) == number {
		n++
	}
	return n
}

// leaves gives the last moment at which the sighting's values are present.
func (s *sweeper) leaves(of *sightings, in *entry) epoch.Micros {
	switch s.plan.Mode {
	case Tumbling:
		return epoch.Micros(in.first.Slice(s.plan.Window)+1)*s.plan.Window - 1
	case Endless:
		return epoch.Forever
	}
	return of.last(in) + s.plan.Window
}

// appendSlice appends the hot intervals of sightings that can meet.
//
// A sighting that comes at the moment another one leaves still meets it, so
// arrivals go first.
func (s *sweeper) appendSlice(hot []interval, of *sightings, keep func(*sightings, *entry) bool) []interval {
	s.ends = s.ends[:0]
	sorted := true
	for i := range of.entries {
		in := &of.entries[i]
		if keep(of, in) {
			at := s.leaves(of, in)
			sorted = sorted && (len(s.ends) == 0 || s.ends[len(s.ends)-1].at <= at)
			s.ends = append(s.ends, departure{at, in.id})
		}
	}
	if !sorted {
		slices.SortFunc(s.ends, func(a, b departure) int { return cmp.Compare(a.at, b.at) })
	}
	isHot, left := false, 0
	for i := range of.entries {
		in := &of.entries[i]
		if !keep(of, in) {
			continue
		}
		for ; s.ends[left].at < in.first; left++ {
			if s.leave(s.ends[left].id); isHot && !s.plan.When.Holds(&s.counts) {
				isHot = false
				hot[len(hot)-1].end = s.ends[left].at
			}
		}
		if s.arrive(in.id); !isHot && s.plan.When.Holds(&s.counts) {
			isHot = true
			hot = append(hot, interval{start: in.first})
		}
	}
	for ; left < len(s.ends); left++ {
		if s.leave(s.ends[left].id); isHot && !s.plan.When.Holds(&s.counts) {
			isHot = false
			hot[len(hot)-1].end = s.ends[left].at
		}
	}
	return hot
}

func (s *sweeper) arrive(id ID) {
	s.values = s.identities.appendCounted(s.values[:0], id)
	for _, v := range s.values {
		if s.present[v.number()]++; s.present[v.number()] == 1 {
			s.counts[v.attribute()]++
		}
	}
}

func (s *sweeper) leave(id ID) {
	s.values = s.identities.appendCounted(s.values[:0], id)
	for _, v := range s.values {
		if s.present[v.number()]--; s.present[v.number()] == 0 {
			s.counts[v.attribute()]--
		}
	}
}

// everyone keeps all sightings.
func everyone(*sightings, *entry) bool { return true }
