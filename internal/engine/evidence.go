package engine

import (
	"cmp"
	"slices"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/sighting"
)

// evidence is an episode while it waits for its turn: the numbers, and which
// values its members show. It is small, since there may be many.
type evidence struct {
	trigger, end, first, last epoch.Micros
	gap                       epoch.Micros
	speed, distance           float64
	count                     uint64
	key                       uint32
	switches                  uint32
	shown                     place // in gatherer.shown
	hasGap                    bool
	interleaved               bool
	ongoing                   bool
}

// gatherer reads evidence off the members of episodes.
type gatherer struct {
	plan       *Plan
	identities *identities
	shown      arena // the values of each episode's members, four bytes each

	points []point
	spans  map[valueID]*originSpan
	ids    map[ID]bool // of the members, since few differ
	values []valueID
	text   []byte
	out    Episode
}

// point is one end of a member: a moment at which an origin is seen.
type point struct {
	at     epoch.Micros
	origin valueID
	place  valueID // noValue if it is not known
}

// originSpan is when one origin is first and last seen, and how often at
// these moments and in all.
type originSpan struct {
	first, last            epoch.Micros
	atFirst, atLast, total int
}

func newGatherer(plan *Plan, identities *identities) *gatherer {
	return &gatherer{plan: plan, identities: identities, ids: map[ID]bool{}}
}

// gather reads the evidence off an episode's members. The key's sightings are
// sorted by first; none lasts longer than longest.
func (g *gatherer) gather(key uint32, s span, of sightings, longest epoch.Micros) evidence {
	ev := evidence{
		trigger: s.start, end: s.end, first: epoch.Forever, last: -epoch.Forever,
		key: key, ongoing: s.ongoing,
	}
	g.points = g.points[:0]
	clear(g.ids)
	reach := g.reach(s)
	from, _ := slices.BinarySearchFunc(of.entries, reach.start-longest, func(in entry, at epoch.Micros) int {
		return cmp.Compare(in.first, at)
	})
	for i := from; i < len(of.entries) && of.entries[i].first <= reach.end; i++ {
		in := &of.entries[i]
		last := of.last(in)
		if last < reach.start {
			continue
		}
		ev.first, ev.last = min(ev.first, in.first), max(ev.last, last)
		ev.count += of.count(in)
		g.ids[in.id] = true
		if origin := g.identities.of(in.id).origin; origin != noValue {
			place := g.identities.place(in.id)
			g.points = append(g.points, point{in.first, origin, place})
			if last != in.first {
				g.points = append(g.points, point{last, origin, place})
			}
		}
	}
	ev.shown = g.show()
	g.readOrigins(&ev)
	return ev
}

// reach is the time in which a member is seen: from one window before the
// trigger to the end. Slices and endless windows reach over all they hold.
func (g *gatherer) reach(s span) interval {
	switch g.plan.Mode {
	case Tumbling:
		return interval{s.end + 1 - g.plan.Window, s.end}
	case Endless:
		return interval{epoch.Min, epoch.Forever}
	}
	return interval{s.start - g.plan.Window, s.end}
}

// show keeps the distinct values of the members.
func (g *gatherer) show() place {
	g.values = g.values[:0]
	for id := range g.ids {
		g.values = g.identities.appendShown(g.values, id)
	}
	slices.Sort(g.values)
	g.text = g.text[:0]
	for _, v := range slices.Compact(g.values) {
		g.text = append(g.text, byte(v), byte(v>>8), byte(v>>16), byte(v>>24))
	}
	return g.shown.add(g.text)
}

// readOrigins reads switches, the closest gap and interleaving off the points.
//
// The closest two points of different origins are neighbours: anything between
// them differs from one of the two and is closer to it.
func (g *gatherer) readOrigins(ev *evidence) {
	slices.SortFunc(g.points, func(a, b point) int {
		if a.at != b.at || a.origin == b.origin && a.place == b.place {
			return cmp.Compare(a.at, b.at)
		}
		return cmp.Or(g.compareTexts(a.origin, b.origin), g.compareTexts(a.place, b.place))
	})
	for i := 1; i < len(g.points); i++ {
		before, here := g.points[i-1], g.points[i]
		if before.origin == here.origin {
			continue
		}
		ev.switches++
		if gap := here.at - before.at; !ev.hasGap || gap < ev.gap {
			ev.gap, ev.hasGap = gap, true
		}
		g.readSpeed(ev, before, here)
	}
	// Fewer than two switches are no A..B..A.
	ev.interleaved = ev.switches > 1 && g.interleaved()
}

// compareTexts compares values as texts, those that are not known first.
func (g *gatherer) compareTexts(a, b valueID) int {
	switch {
	case a == b:
		return 0
	case a == noValue:
		return -1
	case b == noValue:
		return 1
	}
	return slices.Compare(g.identities.text(a), g.identities.text(b))
}

// readSpeed reads how fast a move between two points is.
func (g *gatherer) readSpeed(ev *evidence, from, to point) {
	if from.place == noValue || to.place == noValue {
		return
	}
	a, aKnown := parsePlace(g.identities.text(from.place))
	b, bKnown := parsePlace(g.identities.text(to.place))
	if !aKnown || !bKnown {
		return
	}
	distance := a.distance(b)
	hours := float64(max(to.at-from.at, epoch.Second)) / float64(3600*epoch.Second)
	if speed := distance / hours; speed > ev.speed {
		ev.speed, ev.distance = speed, distance
	}
}

// interleaved says whether another origin is seen strictly between the first
// and the last moment of some origin: whether the points there are more than
// that origin's own.
func (g *gatherer) interleaved() bool {
	g.spans = make(map[valueID]*originSpan)
	for _, p := range g.points {
		s := g.spans[p.origin]
		if s == nil {
			s = &originSpan{first: p.at, last: p.at}
			g.spans[p.origin] = s
		}
		if p.at == s.first {
			s.atFirst++
		}
		if p.at != s.last {
			s.last, s.atLast = p.at, 0
		}
		s.atLast++
		s.total++
	}
	for _, s := range g.spans {
		if s.first == s.last {
			continue
		}
		own := s.total - s.atFirst - s.atLast
		if g.before(s.last)-g.before(s.first+1) > own {
			return true
		}
	}
	return false
}

// before is the number of points before a moment.
func (g *gatherer) before(at epoch.Micros) int {
	n, _ := slices.BinarySearchFunc(g.points, at, func(p point, at epoch.Micros) int { return cmp.Compare(p.at, at) })
	return n
}

// episode is the evidence in full, valid until the next call but for its
// strings and slices.
func (g *gatherer) episode(ev *evidence) *Episode {
	g.out = Episode{
		Key:     sighting.SplitKey(g.identities.keys.text(ev.key)),
		Trigger: ev.trigger, End: ev.end, First: ev.first, Last: ev.last,
		Count: ev.count, Switches: int(ev.switches),
		ClosestGap: ev.gap, HasGap: ev.hasGap, TopSpeed: ev.speed, Distance: ev.distance, Interleaved: ev.interleaved, Ongoing: ev.ongoing,
	}
	if g.plan.Mode == Tumbling {
		g.out.End++ // it is hot up to the last microsecond of the slice
	}
	g.values = appendNumbers(g.values[:0], g.shown.text(ev.shown))
	for _, v := range g.values {
		a := v.attribute()
		g.out.Shows[a] = append(g.out.Shows[a], string(g.identities.textOf(v, ev.key)))
	}
	for a := range g.out.Shows {
		slices.Sort(g.out.Shows[a])
	}
	return &g.out
}
