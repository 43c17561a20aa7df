package engine

import (
	"slices"

	"concurrentsessions/internal/condition"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/sighting"
)

// Nearby answers, for each sighting as it comes in, what else is known of its
// key at most one window away on either side (in its slice when windows
// tumble). The answers speak of the sightings so far, so they depend on the
// order of the sightings, though not on how these are cut into chunks. It is
// not safe for concurrent use.
type Nearby struct {
	plan       Plan
	identities identities
	numbers    map[identity]ID
	spots      map[spot]*tracks
	latest     list[surroundings] // by key

	near    []neighbour
	origins []valueID
	moments []epoch.Micros
	values  []valueID
}

// spot is where a sighting is looked for: its key and its slice of the clock.
type spot struct {
	key   uint32
	slice int64
}

// tracks are what was seen in one spot.
type tracks struct{ list []track }

// surroundings are the spot where a key's sighting was last looked for, and its
// neighbours, nil where nothing was seen: rows come nearly in order, so the
// next one is looked for there too.
type surroundings struct {
	known bool
	slice int64
	spots [3]*tracks // before it, it, and behind it
}

// track is when one identity was seen in one place: times increase.
type track struct {
	id    ID
	times []epoch.Micros
}

// neighbour is an identity seen near a moment: the last time up to it and the
// first after it. No other time of the identity can make the moment's window
// look different: what is seen before is gone by then, what is seen after
// shows nothing new.
type neighbour struct {
	id                 ID
	before, after      epoch.Micros
	hasBefore, hasNext bool
}

// Answer is what is known around one sighting.
type Answer struct {
	// Origins is the number of distinct origins nearby, its own included.
	Origins int
	// Hot says that some moment at which the sighting is present is hot.
	Hot bool
	// Gap is the distance to the nearest sighting of another origin, if there
	// is one.
	Gap    epoch.Micros
	HasGap bool
}

// NewNearby makes one for the plan's mode, window and condition.
func NewNearby(plan Plan) *Nearby {
	return &Nearby{
		plan:       plan,
		identities: newIdentities(plan.When.Attributes()), numbers: map[identity]ID{},
		spots: map[spot]*tracks{},
	}
}

// Intern numbers what a sighting shows and whose it is: equal sightings get
// equal numbers. The record is copied.
func (n *Nearby) Intern(r sighting.Record) ID {
	made := n.identities.read(r)
	id, known := n.numbers[made]
	if !known {
		id = ID(n.identities.list.add(made))
		n.numbers[made] = id
	}
	return id
}

// Keys is the number of different keys interned so far.
func (n *Nearby) Keys() int { return n.identities.keys.len() }

// Observe adds a sighting.
func (n *Nearby) Observe(id ID, at epoch.Micros) {
	key, slice := n.identities.of(id).key, n.sliceOf(at)
	here := n.surroundings(key, slice)
	if here.spots[1] == nil {
		here.spots[1] = &tracks{}
		n.spots[spot{key, slice}] = here.spots[1]
	}
	here.spots[1].add(id, at)
}

// surroundings are valid until a sighting of the key in another slice.
func (n *Nearby) surroundings(key uint32, slice int64) *surroundings {
	for n.latest.len() <= int(key) {
		n.latest.add(surroundings{})
	}
	s := n.latest.at(int(key))
	if !s.known || s.slice != slice {
		*s = surroundings{known: true, slice: slice}
		for i := range s.spots {
			s.spots[i] = n.spots[spot{key, slice + int64(i) - 1}]
		}
	}
	return s
}

func (s *tracks) add(id ID, at epoch.Micros) {
	i := slices.IndexFunc(s.list, func(t track) bool { return t.id == id })
	if i < 0 {
		s.list = append(s.list, track{id: id, times: []epoch.Micros{at}})
		return
	}
	t := &s.list[i]
	if last := t.times[len(t.times)-1]; last < at {
		t.times = append(t.times, at)
	} else if j, known := slices.BinarySearch(t.times, at); !known {
		t.times = slices.Insert(t.times, j, at)
	}
}

// Around answers for a sighting that was observed.
func (n *Nearby) Around(id ID, at epoch.Micros) Answer {
	n.gather(n.identities.of(id).key, at)
	var answer Answer
	own := n.identities.of(id).origin
	n.origins = n.origins[:0]
	for _, near := range n.near {
		origin := n.identities.of(near.id).origin
		if origin == noValue {
			continue
		}
		if !slices.Contains(n.origins, origin) {
			n.origins = append(n.origins, origin)
		}
		if own != noValue && origin != own {
			answer.closer(near, at)
		}
	}
	answer.Origins = len(n.origins)
	answer.Hot = n.isHot(at)
	return answer
}

func (a *Answer) closer(near neighbour, at epoch.Micros) {
	if near.hasBefore && (!a.HasGap || at-near.before < a.Gap) {
		a.Gap, a.HasGap = at-near.before, true
	}
	if near.hasNext && (!a.HasGap || near.after-at < a.Gap) {
		a.Gap, a.HasGap = near.after-at, true
	}
}

func (n *Nearby) sliceOf(at epoch.Micros) int64 {
	if n.plan.Mode == Endless {
		return 0
	}
	return at.Slice(n.plan.Window)
}

// gather fills near with the identities of the key seen around the moment.
// Sliding windows reach at most one slice to either side.
func (n *Nearby) gather(key uint32, at epoch.Micros) {
	n.near = n.near[:0]
	here := n.surroundings(key, n.sliceOf(at))
	spots, reach := here.spots[1:2], epoch.Forever
	if n.plan.Mode == Sliding {
		spots, reach = here.spots[:], n.plan.Window
	}
	for _, s := range spots {
		if s == nil {
			continue
		}
		for _, t := range s.list {
			n.meet(t, at, reach)
		}
	}
}

// meet adds what a track shows around the moment to near.
func (n *Nearby) meet(t track, at, reach epoch.Micros) {
	next, _ := slices.BinarySearch(t.times, at+1)
	hasBefore := next > 0 && at-t.times[next-1] <= reach
	hasNext := next < len(t.times) && t.times[next]-at <= reach
	if !hasBefore && !hasNext {
		return
	}
	i := slices.IndexFunc(n.near, func(near neighbour) bool { return near.id == t.id })
	if i < 0 {
		i = len(n.near)
		n.near = append(n.near, neighbour{id: t.id})
	}
	near := &n.near[i]
	if hasBefore { // slices come in order, so this one is later
		near.before, near.hasBefore = t.times[next-1], true
	}
	if hasNext && !near.hasNext {
		near.after, near.hasNext = t.times[next], true
	}
}

// isHot says whether the condition holds at a moment in which a sighting at
// the given time is present. The condition can only begin to hold when
// something comes, so these are the moments to look at.
func (n *Nearby) isHot(at epoch.Micros) bool {
	if !n.holds(func(neighbour) bool { return true }) {
		return false
	}
	if n.plan.Mode != Sliding {
		return true
	}
	n.moments = append(n.moments[:0], at)
	for _, near := range n.near {
		if near.hasNext {
			n.moments = append(n.moments, near.after)
		}
	}
	slices.Sort(n.moments)
	return slices.ContainsFunc(slices.Compact(n.moments), func(t epoch.Micros) bool {
		return n.holds(func(near neighbour) bool {
			return near.hasBefore && t-near.before <= n.plan.Window || near.hasNext && near.after <= t
		})
	})
}

// holds says whether the condition holds on what the present ones show.
func (n *Nearby) holds(present func(neighbour) bool) bool {
	var counts condition.Counts
	n.values = n.values[:0]
	for _, near := range n.near {
		if present(near) {
			n.values = n.identities.appendCounted(n.values, near.id)
		}
	}
	slices.Sort(n.values)
	for _, v := range slices.Compact(n.values) {
		counts[v.attribute()]++
	}
	return n.plan.When.Holds(&counts)
}
