package detect

import (
	"hash/maphash"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/project"
	"concurrentsessions/internal/sighting"
	"concurrentsessions/internal/splunkcsv"
)

// Reducer does what can be done to a row without a look at the others. Several
// may work at the same time, each with its own batch, beside the detector that
// takes the batches. It is not safe for concurrent use itself.
type Reducer struct {
	projector *project.Projector
	seed      maphash.Seed
	hadTime   bool // of some row
}

// NewReducer makes a reducer for the detector. All are made before the first
// batch is taken.
func (d *Detector) NewReducer() *Reducer {
	r := &Reducer{projector: d.plan.Project.NewProjector(), seed: d.known.seed}
	d.reducers = append(d.reducers, r)
	return r
}

// Row adds one row of Splunk's CSV to the batch, under the caller's number.
func (r *Reducer) Row(b *Batch, row project.Row, at int) {
	r.add(b, r.projector.CSV(row), at)
}

// Record adds one raw event, with Splunk's times as [Detector.Record] has
// them, under the caller's number. It tells why the event cannot be read.
func (r *Reducer) Record(b *Batch, event, time, indexed []byte, at int) project.Skip {
	skip := r.projector.Record(event, time, indexed)
	r.add(b, skip, at)
	return skip
}

// rows adds all rows of a piece, under their positions in it.
func (r *Reducer) rows(b *Batch, in *splunkcsv.Reader) {
	simple, ok := r.projector.Simple()
	for in.Next() {
		if !ok || !r.simple(b, in, simple) {
			r.Row(b, in, in.Position())
		}
	}
}

// simple is Row for nearly every row. It reports false, and does nothing, for
// the others.
func (r *Reducer) simple(b *Batch, in *splunkcsv.Reader, s project.Simple) bool {
	if !r.hadTime { // the projector has to know
		return false
	}
	first, ok := epoch.Parse(in.Field(s.Time))
	from, to, inPlace := in.RawSpan(s.From, s.To)
	if !ok || !inPlace || first == 0 {
		return false
	}
	b.rows = append(b.rows, reduced{
		hash: maphash.Bytes(r.seed, b.piece[from:to]), first: first,
		from: uint32(from), size: uint32(to - from), at: uint32(in.Position()),
	})
	return true
}

// add adds what the projector has read.
func (r *Reducer) add(b *Batch, skip project.Skip, at int) {
	row := reduced{at: uint32(at)}
	if skip.Reason != project.None {
		b.add(row, sighting.Seen{}, skip, true)
		return
	}
	// The identity is looked up even when the time is missing: whether a role
	// ever has a value must not depend on what else a row lacks.
	if from, to, ok := r.projector.IdentitySpan(); ok && b.piece != nil {
		row.from, row.size = uint32(from), uint32(to-from)
	} else {
		start := len(b.text)
		b.text = r.projector.AppendIdentity(b.text)
		row.from, row.size = inText|uint32(start), uint32(len(b.text)-start)
	}
	row.hash = maphash.Bytes(r.seed, b.identity(&row))
	seen, skip := r.projector.Seen()
	r.hadTime = r.hadTime || skip.Reason == project.None
	b.add(row, seen, skip, false)
}
