package engine

import (
	"cmp"
	"slices"

	"concurrentsessions/internal/epoch"
)

// span is an episode before its evidence is gathered.
type span struct {
	interval
	ongoing bool
}

// reporter picks the episodes of one key at a time that are to be reported.
type reporter struct {
	plan    *Plan
	sweeper *sweeper

	hot     []interval // on all rows
	known   []interval // on the rows that an earlier run has seen
	visible []interval // on the rows that this run may see
	spans   []span
}

// Finish yields the episodes to report, ordered by (trigger, key). An episode
// is valid until yield returns; [Episode.Clone] keeps it. An error of yield, or
// of the store, ends the walk and is returned. Called again, it yields the same
// without looking for them once more.
func (e *Engine) Finish(yield func(*Episode) error) error {
	if e.found == nil || e.foundIn != e.Sightings() {
		found, err := e.find()
		if err != nil {
			return err
		}
		e.found, e.foundIn = found, e.Sightings()
	}
	return e.found.each(yield)
}

// found is the episodes to report.
type found interface {
	// each yields them in order, any number of times.
	each(yield func(*Episode) error) error
}

func (e *Engine) find() (found, error) {
	if e.aside == nil {
		if h := e.search(); h != nil {
			return h, nil
		}
		if err := e.PutAside(e.store); err != nil {
			return nil, err
		}
	}
	return e.findAside()
}

// search holds the episodes to report of what is in memory; nil if they do not
// fit beside it.
func (e *Engine) search() *held {
	e.found = nil // its room is needed
	r := reporter{plan: &e.plan, sweeper: newSweeper(&e.plan, &e.identities)}
	g := gatherer{plan: &e.plan, identities: &e.identities}
	h := &held{identities: &e.identities}
	fit := e.forEachCandidate(func(key uint32, of sightings) bool {
		slices.SortFunc(of.entries, func(a, b entry) int { return cmp.Compare(a.first, b.first) })
		spans := r.report(of)
		if len(spans) == 0 {
			return true
		}
		longest := of.longest()
		for _, s := range spans {
			h.add(key, g.gather(key, s, of, longest), g.shown())
		}
		return e.most == 0 || e.Bytes()+h.bytes() <= e.most
	})
	if !fit {
		return nil
	}
	h.sort()
	return h
}

// findAside brings the partitions back, one at a time, and puts aside what is
// found in each: the findings of a union of keys are the union of their
// findings.
func (e *Engine) findAside() (found, error) {
	if err := e.PutAside(e.aside.store); err != nil {
		return nil, err
	}
	e.aside.keys = 0
	all := &runs{store: e.aside.store}
	for p := range e.aside.partitions {
		part, err := e.aside.bringBack(e.plan, p)
		if err != nil {
			return nil, err
		}
		e.aside.keys += part.Keys()
		if err := all.add(part.search()); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// report gives the episodes of a key that are to be reported, valid until the
// next call. The sightings are sorted by first.
func (r *reporter) report(of sightings) []span {
	r.hot = r.sweeper.appendHot(r.hot[:0], of, everyone)
	r.joinHot()
	if len(r.spans) == 0 {
		return nil
	}
	reports := func(s span) bool { return r.plan.reportsTrigger(s.start) }
	if r.plan.ByIndexTime {
		r.known = r.sweeper.appendHot(r.known[:0], of, r.plan.indexedBeforeSince)
		r.visible = r.sweeper.appendHot(r.visible[:0], of, r.plan.indexedBeforeUntil)
		reports = func(s span) bool {
			return meets(r.visible, s.interval) && !meets(r.known, s.interval) && r.plan.hasRunUp(s.start)
		}
	}
	return slices.DeleteFunc(r.spans, func(s span) bool { return !reports(s) })
}

// joinHot joins hot intervals into episodes: sliding ones when the pause
// between them is at most one window, others never.
func (r *reporter) joinHot() {
	r.spans = r.spans[:0]
	for i, h := range r.hot {
		if i > 0 && r.plan.Mode == Sliding && h.start-r.hot[i-1].end <= r.plan.Window {
			r.spans[len(r.spans)-1].end = h.end
		} else {
			r.spans = append(r.spans, span{interval: h})
		}
		if r.plan.isHotAtLatest(h) {
			r.spans[len(r.spans)-1].ongoing = true
		}
	}
}

// A row without an index time counts as indexed in the range that is
// reported: not before Since, but before Until.

func (p *Plan) indexedBeforeSince(of *sightings, in *entry) bool {
	at := of.indexed(in)
	return at != unindexed && p.Since.Set && at < p.Since.At
}

func (p *Plan) indexedBeforeUntil(of *sightings, in *entry) bool {
	at := of.indexed(in)
	return at == unindexed || !p.Until.Set || at < p.Until.At
}

// reportsTrigger says whether the half-open [Since, Until) holds the trigger.
func (p *Plan) reportsTrigger(at epoch.Micros) bool {
	return (!p.Since.Set || p.Since.At <= at) && (!p.Until.Set || at < p.Until.At)
}

// hasRunUp says whether the two windows before the trigger, which alone decide
// that it is one, lie inside the search.
func (p *Plan) hasRunUp(trigger epoch.Micros) bool {
	return !p.Earliest.Set || trigger-p.Earliest.At >= 2*p.Window
}

// isHotAtLatest says whether the search's latest time lies in the interval.
func (p *Plan) isHotAtLatest(h interval) bool {
	return p.Latest.Set && h.start <= p.Latest.At && p.Latest.At <= h.end
}

// meets says whether any of the intervals, which are in order, has a moment in
// common with the span.
func meets(intervals []interval, span interval) bool {
	i, _ := slices.BinarySearchFunc(intervals, span.start, func(h interval, at epoch.Micros) int {
		return cmp.Compare(h.end, at)
	})
	return i < len(intervals) && intervals[i].start <= span.end
}
