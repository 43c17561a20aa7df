package offline

import (
	"cmp"
	"context"
	"slices"

	"concurrentsessions/internal/detect"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/logfile"
	"concurrentsessions/internal/sighting"
)

const (
	// maxRaw is how much is kept of one event.
	maxRaw = 16 << 10
	// maxRawTotal is how much is kept of all together; further sightings are
	// kept without their events.
	maxRawTotal = 256 << 20
)

// collect reads the logs for the second time, for the sightings behind the
// findings, which are sorted in the end.
func (r *run) collect(ctx context.Context, in *streams) error {
	again, err := in.again()
	if err != nil {
		return err
	}
	opt := r.files(2)
	opt.Streams = again
	opt.Strict = false // the first reading has told
	c := collector{run: r, kept: make([]kept, len(r.result.Findings))}
	at := 0 // findings are still in the order of the sources
	for _, s := range r.sources {
		c.from = append(c.from, at)
		at += len(s.found)
	}
	if _, err := readPieces(ctx, r.plan, opt, c.newSearching, c.take); err != nil {
		return err
	}
	for i := range c.kept {
		k := &c.kept[i]
		k.trim(r.plan.Sightings, 0)
		slices.SortFunc(k.list, func(a, b candidate) int {
			return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.order, b.order))
		})
		f := &r.result.Findings[i]
		f.More = k.left
		for _, s := range k.list {
			f.Sightings = append(f.Sightings, s.Sighting)
		}
	}
	return nil
}

// collector keeps the sightings of each finding that are nearest to its
// trigger.
type collector struct {
	*run
	from  []int // the number of each source's first finding
	kept  []kept
	order int // of the sightings, as they are read
	raw   int // bytes of events that are kept
}

// kept are the sightings of one finding.
type kept struct {
	list []candidate
	left int // how many are left out
}

type candidate struct {
	Sighting
	distance epoch.Micros // from the trigger
	order    int
}

// hit is a sighting of a piece that is a member of a finding.
type hit struct {
	event    int // its number in the piece
	finding  int
	sighting *sighting.Sighting
	seen     sighting.Seen
}

// searching is what one worker needs to find members.
type searching struct {
	*collector
	members []*detect.Members // of each source, nil without findings
	numbers []int
}

// newSearching makes a worker for the second reading.
func (c *collector) newSearching() worker {
	w := &searching{collector: c, members: make([]*detect.Members, len(c.sources))}
	for i, s := range c.sources {
		if len(s.found) > 0 {
			w.members[i] = detect.NewMembers(s.plan, s.found)
		}
	}
	return w.search
}

// search finds the members of findings among the events of a piece.
func (w *searching) search(p *piece) {
	p.hits = p.hits[:0]
	events := p.Events()
	for i := range events {
		e := &events[i]
		w.numbers, _ = w.of(w.numbers[:0], e.JSON)
		for _, source := range w.numbers {
			if w.members[source] == nil {
				continue
			}
			w.members[source].Record(e.JSON, e.Time, e.Indexed, func(finding int, s *sighting.Sighting, seen sighting.Seen) {
				p.hits = append(p.hits, hit{i, w.from[source] + finding, s, seen})
			})
		}
	}
}

// take takes what was found in a piece.
func (c *collector) take(p *piece) error {
	for i := range p.hits {
		c.keep(&p.hits[i], &p.Events()[p.hits[i].event])
	}
	return nil
}

// keep takes a sighting of the event as a member of a finding.
func (c *collector) keep(h *hit, e *logfile.Event) {
	k := &c.kept[h.finding]
	trigger := c.result.Findings[h.finding].Trigger
	c.order++
	in := candidate{
		Sighting: Sighting{At: h.seen.First, Shows: h.sighting.Shows, File: e.File, Line: e.Line},
		distance: max(h.seen.First-trigger, trigger-h.seen.First), order: c.order,
	}
	in.Raw = e.JSON[:min(len(e.JSON), maxRaw)]
	if c.raw+len(in.Raw) > maxRawTotal {
		in.Raw = nil
	}
	in.Cut = len(in.Raw) < len(e.JSON)
	in.Raw = slices.Clone(in.Raw)
	c.raw += len(in.Raw)
	k.list = append(k.list, in)
	// Cutting back now and then keeps the nearest in time that is linear.
	c.raw -= k.trim(c.plan.Sightings, c.plan.Sightings)
}

// trim leaves the nearest, if there are more than limit and slack. It gives
// the number of bytes of events that it has let go.
func (k *kept) trim(limit, slack int) (freed int) {
	if len(k.list) <= limit+slack {
		return 0
	}
	slices.SortFunc(k.list, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.order, b.order))
	})
	for _, c := range k.list[limit:] {
		freed += len(c.Raw)
	}
	k.left += len(k.list) - limit
	clear(k.list[limit:])
	k.list = k.list[:limit]
	return freed
}
