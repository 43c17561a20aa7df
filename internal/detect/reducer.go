package detect

import (
	"hash/maphash"

	"concurrentsessions/internal/project"
	"concurrentsessions/internal/sighting"
)

// Reducer does what can be done to a row without a look at the others. Several
// may work at the same time, each with its own batch, beside the detector that
// takes the batches. It is not safe for concurrent use itself.
type Reducer struct {
	projector *project.Projector
	seed      maphash.Seed
}

// NewReducer makes a reducer for the detector. All are made before the first
// batch is taken.
func (d *Detector) NewReducer() *Reducer {
	r := &Reducer{projector: d.plan.Project.NewProjector(), seed: d.known.seed}
	d.reducers = append(d.reducers, r)
	return r
}

// Row adds one row of Splunk's CSV to the batch, under the caller's number.
// The bytes that the row's Raw gives must stay until the batch is taken.
func (r *Reducer) Row(b *Batch, row project.Row, at int) {
	r.add(b, r.projector.CSV(row), at)
}

// Record adds one raw event, with Splunk's times as [Detector.Record] has
// them, under the caller's number.
func (r *Reducer) Record(b *Batch, event, time, indexed []byte, at int) {
	r.add(b, r.projector.Record(event, time, indexed), at)
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
	identity, ok := r.projector.RawIdentity()
	if !ok {
		identity = b.text.keep(r.projector.AppendIdentity(b.text.room()))
	}
	row.identity, row.hash = identity, maphash.Bytes(r.seed, identity)
	seen, skip := r.projector.Seen()
	b.add(row, seen, skip, false)
}
