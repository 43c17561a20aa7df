package offline

import (
	"encoding/json"
	"errors"

	"concurrentsessions/internal/detect"
	"concurrentsessions/internal/logfile"
	"concurrentsessions/internal/project"
)

// reducing is what one worker needs to reduce events.
type reducing struct {
	run      *run
	reducers []*detect.Reducer // of each source
	numbers  []int
}

// newReducing makes a worker for the first reading.
func (r *run) newReducing() worker {
	w := &reducing{run: r}
	for _, s := range r.sources {
		w.reducers = append(w.reducers, s.detector.NewReducer())
	}
	return w.reduce
}

// reduce reduces the events of a piece for their sources.
func (w *reducing) reduce(p *piece) {
	p.unrecognised, p.malformed = 0, p.malformed[:0]
	if p.batches == nil {
		p.batches = make([]detect.Batch, len(w.reducers))
	}
	for i := range p.batches {
		w.reducers[i].Begin(&p.batches[i])
	}
	events := p.Events()
	for i := range events {
		if !w.event(p, i) {
			p.malformed = append(p.malformed, malformed{i, whyMalformed(events[i].JSON)})
		}
	}
}

// event reduces one event, and reports false if it cannot be read.
func (w *reducing) event(p *piece, number int) bool {
	e := &p.Events()[number]
	var whole bool
	if w.numbers, whole = w.run.of(w.numbers[:0], e.JSON); !whole {
		return false
	}
	if len(w.numbers) == 0 {
		p.unrecognised++
	}
	for _, source := range w.numbers {
		skip := w.reducers[source].Record(&p.batches[source], e.JSON, e.Time, e.Indexed, number)
		whole = whole && skip.Reason != project.NotJSON
	}
	return whole
}

// of appends the numbers of the sources that the event is of.
func (r *run) of(dst []int, event []byte) (sources []int, whole bool) {
	if r.recogniser == nil {
		return append(dst, 0), true
	}
	return r.recogniser.recognise(dst, event)
}

var errNoObject = errors.New("no JSON object")

// whyMalformed tells what is wrong with an event.
func whyMalformed(event []byte) error {
	var value json.RawMessage
	if err := json.Unmarshal(event, &value); err != nil {
		return err
	}
	return errNoObject
}

// take gives what a piece was reduced to to the detectors, and tells of its
// problems.
func (r *run) take(p *piece) error {
	r.result.Events += uint64(len(p.Events()))
	r.result.Unrecognised += p.unrecognised
	for i, s := range r.sources {
		if batch := &p.batches[i]; batch.Len() > 0 {
			s.detector.Take(batch, func(pr *project.Projector, at int) {
				e := &p.Events()[at]
				pr.Record(e.JSON, e.Time, e.Indexed)
			})
		}
	}
	broken := p.malformed
	return p.Each(func(number int, e *logfile.Event) error {
		if r.plan.Each != nil {
			r.each(e)
		}
		if len(broken) == 0 || broken[0].number != number {
			return nil
		}
		err := broken[0].err
		broken = broken[1:]
		r.result.Malformed++
		return r.problem(logfile.Problem{File: e.File, Line: e.Line, Err: err})
	}, r.problem)
}

// problem counts a problem, and keeps the first ones.
func (r *run) problem(p logfile.Problem) error {
	r.result.ProblemCount++
	if len(r.result.Problems) < r.plan.Problems {
		r.result.Problems = append(r.result.Problems, p)
	}
	if r.plan.Files.Strict {
		return p
	}
	return nil
}

// each tells of an event as each of its sources reads it.
func (r *run) each(e *logfile.Event) {
	sources, whole := r.of(nil, e.JSON)
	if !whole {
		return
	}
	for _, i := range sources {
		if p := r.sources[i].project(e); p.Skip.Reason != project.NotJSON {
			r.plan.Each(p)
		}
	}
}
