package engine

import (
	"cmp"
	"slices"

	"concurrentsessions/internal/epoch"
)

// gatherer reads evidence off the members of episodes.
type gatherer struct {
	plan       *Plan
	identities *identities

	key    uint32  // whose members they are
	out    Episode // without its key and what it shows
	points []point
	ids    []ID // of the members
	values []valueID
	spans  []originSpan
	spanOf map[valueID]int // in spans
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

// gather reads the evidence off an episode's members, valid until the next
// call. The key's sightings are sorted by first; none lasts longer than longest.
func (g *gatherer) gather(key uint32, s span, of sightings, longest epoch.Micros) *Episode {
	g.key = key
	g.out = Episode{Trigger: s.start, End: s.end, First: epoch.Forever, Last: -epoch.Forever, Ongoing: s.ongoing}
	if g.plan.Mode == Tumbling {
		g.out.End++ // it is hot up to the last microsecond of the slice
	}
	g.points, g.ids = g.points[:0], g.ids[:0]
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
		g.out.First, g.out.Last = min(g.out.First, in.first), max(g.out.Last, last)
		g.out.Count += of.count(in)
		g.ids = append(g.ids, in.id)
		if origin := g.identities.of(in.id).origin; origin != noValue {
			place := g.identities.place(in.id)
			g.points = append(g.points, point{in.first, origin, place})
			if last != in.first {
				g.points = append(g.points, point{last, origin, place})
			}
		}
	}
	g.readOrigins(&g.out)
	return &g.out
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

// shown gives the distinct values of the members gathered last, by attribute
// and then by text. Valid until the next call.
func (g *gatherer) shown() []valueID {
	slices.Sort(g.ids)
	g.values = g.values[:0]
	for _, id := range slices.Compact(g.ids) {
		g.values = g.identities.appendShown(g.values, id)
	}
	slices.SortFunc(g.values, func(a, b valueID) int {
		return cmp.Or(cmp.Compare(a.attribute(), b.attribute()), g.compareTexts(a, b))
	})
	return slices.Compact(g.values)
}

// readOrigins reads switches, the closest gap and interleaving off the points.
//
// The closest two points of different origins are neighbours: anything between
// them differs from one of the two and is closer to it.
func (g *gatherer) readOrigins(e *Episode) {
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
		e.Switches++
		if gap := here.at - before.at; !e.HasGap || gap < e.ClosestGap {
			e.ClosestGap, e.HasGap = gap, true
		}
		g.readSpeed(e, before, here)
	}
	// Fewer than two switches are no A..B..A.
	e.Interleaved = e.Switches > 1 && g.interleaved()
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
	return slices.Compare(g.text(a), g.text(b))
}

func (g *gatherer) text(v valueID) []byte { return g.identities.textOf(v, g.key) }

// readSpeed reads how fast a move between two points is.
func (g *gatherer) readSpeed(e *Episode, from, to point) {
	if from.place == noValue || to.place == noValue {
		return
	}
	a, aKnown := parsePlace(g.text(from.place))
	b, bKnown := parsePlace(g.text(to.place))
	if !aKnown || !bKnown {
		return
	}
	distance := a.distance(b)
	hours := float64(max(to.at-from.at, epoch.Second)) / float64(3600*epoch.Second)
	if speed := distance / hours; speed > e.TopSpeed {
		e.TopSpeed, e.Distance = speed, distance
	}
}

// interleaved says whether another origin is seen strictly between the first
// and the last moment of some origin: whether the points there are more than
// that origin's own.
func (g *gatherer) interleaved() bool {
	g.spans = g.spans[:0]
	if g.spanOf == nil {
		g.spanOf = map[valueID]int{}
	}
	clear(g.spanOf)
	for _, p := range g.points {
		n, known := g.spanOf[p.origin]
		if !known {
			n = len(g.spans)
			g.spanOf[p.origin] = n
			g.spans = append(g.spans, originSpan{first: p.at, last: p.at})
		}
		s := &g.spans[n]
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
