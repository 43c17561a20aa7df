package offline

import (
	"cmp"
	"context"
	"slices"

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
		if s.members != nil {
			at += s.members.Len()
		}
	}
	c.yield = c.keep
	if _, err := logfile.Read(ctx, r.plan.Paths, opt, c.event, nil); err != nil {
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

	current *logfile.Event
	base    int // the number of the current source's first finding
	yield   func(int, *sighting.Sighting, sighting.Seen)
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

func (c *collector) event(e *logfile.Event) error {
	numbers, _ := c.of(e.JSON)
	for _, i := range numbers {
		s := c.sources[i]
		if s.members == nil {
			continue // without findings
		}
		c.current, c.base = e, c.from[i]
		s.members.Record(e.JSON, e.Time, e.Indexed, c.yield)
	}
	return nil
}

// keep takes a sighting of the current event as a member of a finding.
func (c *collector) keep(number int, from *sighting.Sighting, seen sighting.Seen) {
	e := c.current
	number += c.base
	k := &c.kept[number]
	trigger := c.result.Findings[number].Trigger
	c.order++
	in := candidate{
		Sighting: Sighting{At: seen.First, Shows: from.Shows, File: e.File, Line: e.Line},
		distance: max(seen.First-trigger, trigger-seen.First), order: c.order,
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
