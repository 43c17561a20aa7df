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
}

// Detector finds episodes among the rows that it is given, in any order. It is
// not safe for concurrent use.
type Detector struct {
	plan      Plan
	projector *project.Projector
	engine    *engine.Engine
	tally     Tally

	// known has the projection of every identity seen so far, so that rows
	// that differ in time alone are projected once.
	known    map[string]projection
	identity []byte // of the current row
}

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
		known:     map[string]projection{},
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
	row := d.project()
	seen, skip := d.projector.Seen()
	if skip.Reason == project.None {
		skip = row.skip
	}
	if skip.Reason != project.None {
		return skip
	}
	return d.observe(row.ids, seen)
}

// project gives the projection of the row's identity.
func (d *Detector) project() projection {
	d.identity = d.projector.AppendIdentity(d.identity[:0])
	if row, ok := d.known[string(d.identity)]; ok {
		return row
	}
	var row projection
	var list []sighting.Sighting
	list, row.skip = d.projector.Sightings()
	for i := range list {
		row.ids = append(row.ids, d.engine.Intern(&list[i]))
	}
	d.known[string(d.identity)] = row
	return row
}

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

// Findings yields a finding for each episode to report, ordered by (trigger,
// key). A finding is the callee's to keep. An error of yield ends the walk and
// is returned.
func (d *Detector) Findings(yield func(*finding.Finding) error) error {
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
