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
//
// All sightings are kept, since later ones may be of any time. They lie in pages
// of one slice of the clock each. Sightings come nearly in order of time as a
// rule, so that a few pages are looked at and the others can be put aside.
type Nearby struct {
	plan       Plan
	identities identities
	numbers    map[identity]ID
	alone      list[bool] // by ID: its values alone meet the condition

	pages  map[int64]*page
	recent [recentPages]recent
	newest *page // made last
	bytes  int64 // of the pages in memory

	store  Store
	buffer []byte // of a frame
	// Sightings since something was put aside last, and those brought back.
	observed, broughtBack int
	err                   error

	near    []neighbour
	origins []valueID
	moments []epoch.Micros
	values  []valueID
}

// recentPages is how many pages are found without a look at all of them.
const recentPages = 16

// recent is the page of a slice, nil if nothing was seen in it: nothing at first.
type recent struct {
	slice int64
	page  *page
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
		pages: map[int64]*page{},
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
		n.values = n.identities.appendCounted(n.values[:0], id)
		n.alone.add(n.meet())
	}
	return id
}

// Origin is the origin that an identity shows, nil if it shows none. It must not
// be changed, and is valid until PutAside.
func (n *Nearby) Origin(id ID) []byte {
	if origin := n.identities.of(id).origin; origin != noValue {
		return n.identities.text(origin)
	}
	return nil
}

// Observe adds a sighting.
func (n *Nearby) Observe(id ID, at epoch.Micros) {
	slice := n.sliceOf(at)
	p := n.page(slice)
	if p == nil {
		p = n.newPage()
		n.pages[slice] = p
		n.recent[uint64(slice)%recentPages].page = p
	}
	before := p.bytes()
	p.add(n.identities.of(id).key, id, at)
	n.bytes += p.bytes() - before
	n.observed++
}

// newPage makes a page with room for as many keys as the one before has: a search
// sees about as many at any time.
func (n *Nearby) newPage() *page {
	keys := 0
	if n.newest != nil {
		keys = n.newest.keys
	}
	n.newest = &page{trees: make([]tree, treesFor(keys))}
	n.bytes += n.newest.bytes()
	return n.newest
}

// page is the slice's page, nil if nothing was seen in it.
func (n *Nearby) page(slice int64) *page {
	r := &n.recent[uint64(slice)%recentPages]
	if r.slice != slice {
		*r = recent{slice, n.pages[slice]}
	}
	if r.page != nil && r.page.isAside {
		n.bringBack(r.page)
	}
	return r.page
}

// Around answers for a sighting that was observed.
func (n *Nearby) Around(id ID, at epoch.Micros) Answer {
	own := n.identities.of(id)
	n.gather(own.key, at)
	var answer Answer
	n.origins = n.origins[:0]
	for _, near := range n.near {
		origin := n.identities.of(near.id).origin
		if origin == noValue {
			continue
		}
		n.origins = append(n.origins, origin)
		if own.origin != noValue && origin != own.origin {
			answer.closer(near, at)
		}
	}
	slices.Sort(n.origins)
	answer.Origins = len(slices.Compact(n.origins))
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

// ahead is a tree and the first of its nodes that was not looked at yet.
type ahead struct {
	page *page
	root uint32
	next *node
}

// gather fills near with the identities of the key seen around the moment.
// Sliding windows reach at most one slice to either side.
func (n *Nearby) gather(key uint32, at epoch.Micros) {
	var some [3]ahead
	trees := some[:0]
	slice, beside, reach := n.sliceOf(at), int64(0), epoch.Forever
	if n.plan.Mode == Sliding {
		beside, reach = 1, n.plan.Window
	}
	for s := slice - beside; s <= slice+beside; s++ {
		if p := n.page(s); p != nil {
			if root := p.root(key); root != 0 {
				trees = append(trees, ahead{p, root, p.first(root)})
			}
		}
	}
	n.near = n.near[:0]
	for {
		var first *node
		for i := range trees {
			if next := trees[i].next; next != nil && (first == nil || next.id < first.id) {
				first = next
			}
		}
		if first == nil {
			return
		}
		n.look(trees, first.id, at, reach)
	}
}

// look adds what the trees know of the identity around the moment to near, and
// goes on to the next one.
func (n *Nearby) look(trees []ahead, id ID, at, reach epoch.Micros) {
	near := neighbour{id: id}
	for i := range trees {
		t := &trees[i]
		if t.next == nil || t.next.id != id {
			continue
		}
		// Slices come in order, so the last one before is later, and the first
		// one after is earlier.
		before, behind := t.page.around(t.root, id, at)
		if before != nil && before.id == id && at-before.at <= reach {
			near.before, near.hasBefore = before.at, true
		}
		if t.next = behind; behind == nil || behind.id != id {
			continue
		}
		if behind.at-at <= reach && !near.hasNext {
			near.after, near.hasNext = behind.at, true
		}
		_, t.next = t.page.around(t.root, id, epoch.Forever)
	}
	if near.hasBefore || near.hasNext {
		n.near = append(n.near, near)
	}
}

// isHot says whether the condition holds at a moment in which a sighting at
// the given time is present. The condition can only begin to hold when
// something comes, so these are the moments to look at.
func (n *Nearby) isHot(at epoch.Micros) bool {
	if len(n.near) == 1 {
		return *n.alone.at(int(n.near[0].id))
	}
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
	n.values = n.values[:0]
	for _, near := range n.near {
		if present(near) {
			n.values = n.identities.appendCounted(n.values, near.id)
		}
	}
	return n.meet()
}

// meet says whether the condition holds on the values, which it sorts.
func (n *Nearby) meet() bool {
	var counts condition.Counts
	slices.Sort(n.values)
	for _, v := range slices.Compact(n.values) {
		counts[v.attribute()]++
	}
	return n.plan.When.Holds(&counts)
}
