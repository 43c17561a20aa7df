package engine

import (
	"cmp"
	"slices"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/sighting"
)

// gatherer builds one episode at a time from its members.
type gatherer struct {
	episode Episode
	points  []point
	spans   map[valueID]*originSpan
	taken   []uint32 // by valueID: the round in which it was last taken
	round   uint32
}

// point is one end of a member: a moment at which an origin is seen.
type point struct {
	at     epoch.Micros
	origin valueID
}

// originSpan is when one origin is first and last seen, and how often at
// these moments and in all.
type originSpan struct {
	first, last            epoch.Micros
	atFirst, atLast, total int
}

// gather reads the evidence off the members of an episode. The key's sightings
// are sorted.
func (e *Engine) gather(f found) *Episode {
	g := &e.member
	g.episode = Episode{
		Key:     splitKey(e.identities.keys.texts[f.key]),
		Trigger: f.span.start, End: f.span.end,
		First: epoch.Forever, Last: -epoch.Forever,
		Ongoing: f.ongoing,
	}
	if e.plan.Mode == Tumbling {
		g.episode.End++ // hot up to the last microsecond of the slice
	}
	reach := e.reach(f)
	g.points = g.points[:0]
	g.round++
	if n := len(e.identities.texts); n > len(g.taken) {
		g.taken = append(g.taken, make([]uint32, n-len(g.taken))...)
	}
	for _, in := range e.members(f.key, reach) {
		last := e.last(in)
		if last < reach.start {
			continue
		}
		ep := &g.episode
		ep.First, ep.Last = min(ep.First, in.first), max(ep.Last, last)
		ep.Count += e.count(in)
		e.take(in.id)
		if origin, ok := e.identities.origin(in.id); ok {
			g.points = append(g.points, point{in.first, origin})
			if last != in.first {
				g.points = append(g.points, point{last, origin})
			}
		}
	}
	for a := range g.episode.Shows {
		slices.Sort(g.episode.Shows[a])
	}
	e.readOrigins()
	return &g.episode
}

// reach is the time in which a member is seen: from one window before the
// trigger to the end. Slices and endless windows reach over all they hold.
func (e *Engine) reach(f found) interval {
	switch e.plan.Mode {
	case Tumbling:
		return interval{f.span.end + 1 - e.plan.Window, f.span.end}
	case Endless:
		return interval{epoch.Min, epoch.Max}
	}
	return interval{f.span.start - e.plan.Window, f.span.end}
}

// members gives a run of the key's sightings that has all those in reach.
// Others that end before it are among them when sightings last.
func (e *Engine) members(key uint32, reach interval) []entry {
	log := &e.keys[key]
	byFirst := func(in entry, at epoch.Micros) int { return cmp.Compare(in.first, at) }
	from, _ := slices.BinarySearchFunc(log.sightings, reach.start-log.longest, byFirst)
	to, _ := slices.BinarySearchFunc(log.sightings, reach.end+1, byFirst)
	return log.sightings[from:to]
}

// take adds what the identity shows to the episode, each value once.
func (e *Engine) take(id ID) {
	g := &e.member
	for a := range sighting.NumAttributes {
		for _, v := range e.identities.shows(id, a) {
			if g.taken[v] != g.round {
				g.taken[v] = g.round
				g.episode.Shows[a] = append(g.episode.Shows[a], e.identities.texts[v])
			}
		}
	}
}

// readOrigins reads switches, the closest gap and interleaving off the points.
//
// The closest two points of different origins are neighbours: anything between
// them differs from one of the two and is closer to it.
func (e *Engine) readOrigins() {
	g, texts := &e.member, e.identities.texts
	slices.SortFunc(g.points, func(a, b point) int {
		if a.at != b.at || a.origin == b.origin {
			return cmp.Compare(a.at, b.at)
		}
		return cmp.Compare(texts[a.origin], texts[b.origin])
	})
	ep := &g.episode
	for i := 1; i < len(g.points); i++ {
		before, here := g.points[i-1], g.points[i]
		if before.origin == here.origin {
			continue
		}
		ep.Switches++
		if gap := here.at - before.at; !ep.HasGap || gap < ep.ClosestGap {
			ep.ClosestGap, ep.HasGap = gap, true
		}
	}
	// Fewer than two switches are no A..B..A.
	ep.Interleaved = ep.Switches > 1 && g.interleaved()
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
