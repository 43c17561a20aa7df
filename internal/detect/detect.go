// Package detect joins projector, engine and score: rows or events in,
// findings out. The search command and the offline tools share it, so that
// offline is what Splunk runs.
package detect

import (
	"concurrentsessions/internal/engine"
	"concurrentsessions/internal/finding"
	"concurrentsessions/internal/project"
	"concurrentsessions/internal/sighting"
)

// Plan says where the values are, what to look for, and under which profile
// to report it.
type Plan struct {
	Project *project.Plan
	Engine  engine.Plan
	// Profile is the profile's name, "" without one, and BaseScore where its
	// scores start.
	Profile   string
	BaseScore int
	// Memory is about how many bytes a detector may hold; beyond, it puts what
	// it holds aside in Aside, and the result is the same. 0 is no limit.
	Memory int64
	Aside  engine.Store
}

// Detector finds episodes among the rows that it is given, in any order. It is
// not safe for concurrent use.
type Detector struct {
	plan      Plan
	projector *project.Projector
	engine    *engine.Engine
	tally     Tally

	// known numbers every identity seen so far, so that rows that differ in
	// time alone are projected once. Nearly every identity gives one sighting:
	// its number is the engine's. From several on, a number is a place in
	// projections.
	known       known
	projections []projection
	skips       map[project.Skip]uint32 // the numbers of identities that give none
	identity    []byte                  // of the current row
	single      [1]engine.ID            // of the current row, where it gives one sighting

	err error // of the store
}

// rowsBetweenChecks is how many rows pass between two looks at the memory, less
// one.
const rowsBetweenChecks = 1<<12 - 1

// several is the first number that is not the engine's.
const several = 1 << 31

// projection is what the rows of one identity are reduced to, or why they are
// skipped.
type projection struct {
	ids  []engine.ID
	skip project.Skip
}

// New makes a detector for the plan.
func New(plan Plan) *Detector {
	return &Detector{
		plan:      plan,
		projector: plan.Project.NewProjector(),
		engine:    engine.New(plan.Engine),
		known:     newKnown(),
		skips:     map[project.Skip]uint32{},
	}
}

// Row takes one row of Splunk's CSV, whose slots are numbered by the required
// fields of the plan.
func (d *Detector) Row(row project.Row) { d.take(d.projector.CSV(row)) }

// Event takes one raw event.
func (d *Detector) Event(event []byte) { d.take(d.projector.JSON(event)) }

// Record takes one raw event with Splunk's _time and _indextime, as an export
// has them, nil for none. It tells why the event gives no sighting.
func (d *Detector) Record(event, time, indexed []byte) project.Skip {
	return d.take(d.projector.Record(event, time, indexed))
}

// take counts the row that the projector has read.
func (d *Detector) take(skip project.Skip) project.Skip {
	if d.tally.Rows&rowsBetweenChecks == rowsBetweenChecks && d.plan.Memory > 0 {
		d.fitMemory()
	}
	d.tally.Rows++
	if skip = d.see(skip); skip.Reason != project.None {
		d.tally.skip(skip)
	}
	return skip
}

// see gives the row's sightings to the engine.
func (d *Detector) see(skip project.Skip) project.Skip {
	if skip.Reason != project.None {
		return skip
	}
	// The identity is looked up even when the time is missing: whether a role
	// ever has a value must not depend on what else a row lacks.
	number := d.project()
	seen, skip := d.projector.Seen()
	if skip.Reason != project.None {
		return skip
	}
	ids := d.single[:1]
	if ids[0] = engine.ID(number); number >= several {
		row := &d.projections[number-several]
		if row.skip.Reason != project.None {
			return row.skip
		}
		ids = row.ids
	}
	return d.observe(ids, seen)
}

// project gives the number of the row's identity.
func (d *Detector) project() uint32 {
	d.identity = d.projector.AppendIdentity(d.identity[:0])
	if number, found := d.known.find(d.identity); found {
		return number
	}
	number := d.number(d.projector.Sightings())
	d.known.add(d.identity, number)
	return number
}

// number gives what is projected its number.
func (d *Detector) number(list []sighting.Sighting, skip project.Skip) uint32 {
	if number, known := d.skips[skip]; known {
		return number
	}
	row := projection{skip: skip}
	for i := range list {
		row.ids = append(row.ids, d.engine.Intern(&list[i]))
	}
	if len(row.ids) == 1 && row.ids[0] < several {
		return uint32(row.ids[0])
	}
	number := several + uint32(len(d.projections))
	d.projections = append(d.projections, row)
	if skip.Reason != project.None {
		d.skips[skip] = number
	}
	return number
}

// observe gives the engine sightings, unless they lie across slices.
func (d *Detector) observe(ids []engine.ID, seen sighting.Seen) project.Skip {
	for _, id := range ids {
		if err := d.engine.Observe(id, seen); err != nil {
			return project.Skip{Reason: project.AcrossSlices}
		}
		d.tally.Sightings++
	}
	d.tally.see(seen)
	return project.Skip{}
}

// fitMemory puts what the detector holds aside when it is too much.
func (d *Detector) fitMemory() {
	if d.err != nil || d.engine.Bytes()+d.known.bytes() <= d.plan.Memory {
		return
	}
	if d.err = d.engine.PutAside(d.plan.Aside); d.err != nil {
		return
	}
	// The engine's numbers mean nothing any more.
	d.known, d.projections = newKnown(), nil
	clear(d.skips)
}

// Err is an error of the store. What was counted since is worth nothing.
func (d *Detector) Err() error { return d.err }

// Findings yields a finding for each episode to report, ordered by (trigger,
// key). A finding is the callee's to keep. An error of yield or of the store
// ends the walk and is returned.
func (d *Detector) Findings(yield func(*finding.Finding) error) error {
	if d.err != nil {
		return d.err
	}
	return d.engine.Finish(func(e *engine.Episode) error {
		d.tally.Findings++
		return yield(finding.New(e, d.plan.Profile, d.plan.BaseScore))
	})
}

// Tally counts what became of the rows so far.
func (d *Detector) Tally() Tally {
	d.tally.Keys = uint64(d.engine.Keys())
	return d.tally
}

// Roles tells of every role whether it ever had a value.
func (d *Detector) Roles() []project.RoleUse { return d.projector.Roles() }
