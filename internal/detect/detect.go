// Package detect joins projector, engine and score: rows or events in,
// findings out. The search command and the offline tools share it, so that
// offline is what Splunk runs.
package detect

import (
	"concurrentsessions/internal/engine"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/finding"
	"concurrentsessions/internal/memory"
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
	plan    Plan
	numbers numbering
	engine  *engine.Engine
	tally   Tally
	alone   Batch // of one row
	err     error // of the store
}

// New makes a detector for the plan.
func New(plan Plan) *Detector {
	d := &Detector{plan: plan, engine: engine.New(plan.Engine)}
	d.engine.Limit(plan.Memory, plan.Aside)
	d.numbers = newNumbering(plan.Project, d.engine.Intern)
	return d
}

// NewReducer makes a reducer for the detector. All are made before the first
// batch is taken.
func (d *Detector) NewReducer() *Reducer { return d.numbers.newReducer() }

// Row takes one row of Splunk's CSV, whose slots are numbered by the required
// fields of the plan.
func (d *Detector) Row(row project.Row) { d.takeAlone(d.numbers.own.projector.CSV(row)) }

// Event takes one raw event.
func (d *Detector) Event(event []byte) { d.takeAlone(d.numbers.own.projector.JSON(event)) }

// Record takes one raw event with Splunk's _time and _indextime, as an export
// has them, nil for none. It tells why the event gives no sighting.
func (d *Detector) Record(event, time, indexed []byte) project.Skip {
	return d.takeAlone(d.numbers.own.projector.Record(event, time, indexed))
}

// takeAlone takes the row that the own projector has read.
func (d *Detector) takeAlone(skip project.Skip) project.Skip {
	if d.tally.Rows%rowsBetweenChecks == 0 {
		d.fitMemory()
	}
	own := d.numbers.own
	own.Begin(&d.alone)
	own.add(&d.alone, skip, 0)
	return d.takeRow(&d.alone, &d.alone.rows[0], isRead)
}

// isRead is for a row that the own projector has at hand.
func isRead(*project.Projector, int) {}

// rowsBetweenChecks is how many rows pass between two looks at the memory.
const rowsBetweenChecks = 1 << 12

// Take takes the rows of a batch. Where the batch does not tell all that is
// needed of a row, again has the projector read it once more, by the number
// that it has in the batch.
func (d *Detector) Take(b *Batch, again func(p *project.Projector, at int)) {
	for rows := b.rows; len(rows) > 0; {
		d.fitMemory()
		n := min(rowsBetweenChecks, len(rows))
		d.takeSome(b, rows[:n], again)
		rows = rows[n:]
	}
}

func (d *Detector) takeSome(b *Batch, rows []reduced, again func(p *project.Projector, at int)) {
	current := d.numbers.isCurrent(b)
	for i := range rows {
		row := &rows[i]
		if number := row.number - 1; current && row.odd == 0 && number < several {
			d.tally.Rows++
			d.observeOne(engine.ID(number), row.first)
			continue
		}
		d.takeRow(b, row, again)
	}
}

// takeRow takes any row.
func (d *Detector) takeRow(b *Batch, row *reduced, again func(p *project.Projector, at int)) project.Skip {
	d.tally.Rows++
	skip := d.observe(b, row, d.numbers.of(b, row, again))
	if skip.Reason != project.None {
		d.tally.skip(skip)
	}
	return skip
}

// observeOne is observe for nearly every row.
func (d *Detector) observeOne(id engine.ID, first epoch.Micros) {
	d.engine.ObserveEvent(id, first)
	d.tally.Sightings++
	d.tally.see(sighting.Seen{First: first, Last: first})
}

func (d *Detector) observe(b *Batch, row *reduced, number uint32) project.Skip {
	seen := sighting.Seen{First: row.first, Last: row.first, Count: 1}
	if row.odd > 0 {
		odd := &b.odd[row.odd-1]
		if odd.skip.Reason != project.None {
			return odd.skip
		}
		seen = odd.seen
	}
	ids, skip := d.numbers.sightings(number)
	if skip.Reason != project.None {
		return skip
	}
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
	if d.plan.Memory == 0 || d.err != nil || d.engine.Bytes()+d.numbers.known.bytes() <= d.plan.Memory && !d.engine.Full() {
		return
	}
	if d.err = d.engine.PutAside(d.plan.Aside); d.err != nil {
		return
	}
	d.numbers.forget() // the engine's numbers mean nothing any more
}

// Err is an error of the store. What was counted since is worth nothing.
func (d *Detector) Err() error { return d.err }

// Findings yields a finding for each episode to report, ordered by (trigger,
// key). A finding is valid until yield returns; [finding.Finding.Clone] keeps
// it. An error of yield or of the store ends the walk and is returned. Called
// again, it yields the same. No reducer may be at work.
func (d *Detector) Findings(yield func(*finding.Finding) error) error {
	if d.err != nil {
		return d.err
	}
	d.makeRoom()
	d.tally.Findings = 0
	maker := finding.NewMaker(d.plan.Profile, d.plan.BaseScore)
	return d.engine.Finish(func(e *engine.Episode) error {
		d.tally.Findings++
		return yield(maker.Make(e))
	})
}

// makeRoom lets go of what only helps to take rows, since the engine needs
// memory now.
func (d *Detector) makeRoom() {
	for _, r := range d.numbers.reducers {
		r.table = nil
	}
	much := d.numbers.known.bytes()
	d.numbers.forget()
	memory.MakeRoom(int(much))
}

// Tally counts what became of the rows so far.
func (d *Detector) Tally() Tally {
	d.tally.Keys = uint64(d.engine.Keys())
	return d.tally
}

// Roles tells of every role whether it ever had a value. No reducer may be at
// work.
func (d *Detector) Roles() []project.RoleUse { return d.numbers.roles() }
