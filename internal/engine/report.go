package engine

import (
	"cmp"
	"slices"

	"concurrentsessions/internal/epoch"
)

// found is an episode before its evidence is gathered.
type found struct {
	span    interval
	key     uint32
	ongoing bool
}

// Finish yields the episodes to report, ordered by (trigger, key). An episode
// is valid until yield returns. An error of yield ends the walk and is
// returned.
func (e *Engine) Finish(yield func(*Episode) error) error {
	var all []found
	for key := range e.keys {
		sightings := e.keys[key].sightings
		slices.SortFunc(sightings, func(a, b entry) int { return cmp.Compare(a.first, b.first) })
		all = e.appendReported(all, uint32(key))
	}
	slices.SortFunc(all, func(a, b found) int {
		return cmp.Or(
			cmp.Compare(a.span.start, b.span.start),
			cmp.Compare(e.identities.keys.texts[a.key], e.identities.keys.texts[b.key]),
		)
	})
	for _, f := range all {
		if err := yield(e.gather(f)); err != nil {
			return err
		}
	}
	return nil
}

// appendReported adds the key's episodes that are to be reported.
func (e *Engine) appendReported(all []found, key uint32) []found {
	sightings := e.keys[key].sightings
	from := len(all)
	all = e.appendEpisodes(all, key, e.hotTime(sightings, everyone))
	if len(all) == from {
		return all
	}
	reports := func(f found) bool { return e.plan.reportsTrigger(f.span.start) }
	if e.plan.ByIndexTime {
		known := slices.Clone(e.hotTime(sightings, e.indexedBeforeSince))
		visible := e.hotTime(sightings, e.indexedBeforeUntil)
		reports = func(f found) bool {
			return meets(visible, f.span) && !meets(known, f.span) && e.plan.hasRunUp(f.span.start)
		}
	}
	kept := all[:from]
	for _, f := range all[from:] {
		if reports(f) {
			kept = append(kept, f)
		}
	}
	return kept
}

// A row without an index time counts as indexed in the range that is
// reported: not before Since, but before Until.

func (e *Engine) indexedBeforeSince(in entry) bool {
	at, known := e.indexed(in)
	return known && e.plan.Since.Set && at < e.plan.Since.At
}

func (e *Engine) indexedBeforeUntil(in entry) bool {
	at, known := e.indexed(in)
	return !known || !e.plan.Until.Set || at < e.plan.Until.At
}

// appendEpisodes joins hot intervals into episodes: sliding ones when the
// pause between them is at most one window, others never.
func (e *Engine) appendEpisodes(all []found, key uint32, hot []interval) []found {
	for i, h := range hot {
		if i > 0 && e.plan.Mode == Sliding && h.start-hot[i-1].end <= e.plan.Window {
			all[len(all)-1].span.end = h.end
		} else {
			all = append(all, found{span: h, key: key})
		}
		if e.plan.isHotAtLatest(h) {
			all[len(all)-1].ongoing = true
		}
	}
	return all
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
