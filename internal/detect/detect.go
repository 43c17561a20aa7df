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
	plan      Plan
	projector *project.Projector
	reducers  []*Reducer
	engine    *engine.Engine
	tally     Tally

	// known numbers every identity seen so far, so that rows that differ in
	// time alone are projected once. Nearly every identity gives one sighting:
	// its number is the engine's. From several on, a number is a place in
	// projections.
	known       *known
	projections []projection
	skips       map[project.Skip]uint32 // the numbers of identities that give none

	alone   Batch // of one row, by own
	own     *Reducer
	records []byte // of the identity at hand

	err error // of the store
}

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
	d := &Detector{
		plan:   plan,
		engine: engine.New(plan.Engine),
		known:  newKnown(),
		skips:  map[project.Skip]uint32{},
	}
	d.engine.Limit(plan.Memory, plan.Aside)
	d.own = d.NewReducer()
	d.projector = d.own.projector
	return d
}

// Row takes one row of Splunk's CSV, whose slots are numbered by the required
// fields of the plan.
func (d *Detector) Row(row project.Row) { d.takeAlone(d.projector.CSV(row)) }

// Event takes one raw event.
func (d *Detector) Event(event []byte) { d.takeAlone(d.projector.JSON(event)) }

// Record takes one raw event with Splunk's _time and _indextime, as an export
// has them, nil for none. It tells why the event gives no sighting.
func (d *Detector) Record(event, time, indexed []byte) project.Skip {
	return d.takeAlone(d.projector.Record(event, time, indexed))
}

// takeAlone takes the row that the projector has read.
func (d *Detector) takeAlone(skip project.Skip) project.Skip {
	if d.tally.Rows%rowsBetweenChecks == 0 {
		d.fitMemory()
	}
	d.own.Begin(&d.alone)
	d.own.add(&d.alone, skip, 0)
	return d.takeRow(&d.alone, &d.alone.rows[0], true, isRead)
}

// isRead is for a row that the detector's projector has at hand.
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
	current := b.emptied == d.known.emptied
	for i := range rows {
		row := &rows[i]
		if number := row.number - 1; current && row.odd == 0 && number < several {
			d.tally.Rows++
			d.observeOne(engine.ID(number), row.first)
			continue
		}
		d.takeRow(b, row, current, again)
	}
}

// takeRow takes any row. current says that the batch's numbers mean something.
func (d *Detector) takeRow(b *Batch, row *reduced, current bool, again func(p *project.Projector, at int)) project.Skip {
	d.tally.Rows++
	var number uint32
	switch {
	case b.isUnread(row):
	case row.number > 0 && current:
		number = row.number - 1
	default:
		number = d.number(b, row, again)
	}
	skip := d.observe(b, row, number)
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
	single := [1]engine.ID{engine.ID(number)}
	ids := single[:]
	if number >= several {
		p := &d.projections[number-several]
		if p.skip.Reason != project.None {
			return p.skip
		}
		ids = p.ids
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

// number gives the number of the row's identity. If that is new and the batch
// does not tell what it says, again reads the row once more.
func (d *Detector) number(b *Batch, row *reduced, again func(p *project.Projector, at int)) uint32 {
	if number, found := d.known.find(row.print); found {
		return number
	}
	var number uint32
	if row.unknown > 0 {
		what := &b.unknown[row.unknown-1]
		number = d.numberOf(b.records[what.from:what.to], what.skip)
	} else {
		again(d.projector, int(row.at))
		var skip project.Skip
		d.records, skip = d.projector.AppendRecords(d.records[:0])
		number = d.numberOf(d.records, skip)
	}
	d.known.add(row.print, number)
	return number
}

// numberOf gives the sightings of an identity its number.
func (d *Detector) numberOf(records []byte, skip project.Skip) uint32 {
	if skip.Reason != project.None {
		number, known := d.skips[skip]
		if !known {
			number = d.project(projection{skip: skip})
			d.skips[skip] = number
		}
		return number
	}
	record, rest := sighting.CutRecord(records)
	id := d.engine.Intern(record)
	if len(rest) == 0 && id < several {
		return uint32(id)
	}
	ids := []engine.ID{id}
	for len(rest) > 0 {
		record, rest = sighting.CutRecord(rest)
		ids = append(ids, d.engine.Intern(record))
	}
	return d.project(projection{ids: ids})
}

func (d *Detector) project(p projection) (number uint32) {
	d.projections = append(d.projections, p)
	return several + uint32(len(d.projections)-1)
}

// fitMemory puts what the detector holds aside when it is too much.
func (d *Detector) fitMemory() {
	if d.plan.Memory == 0 || d.err != nil || d.engine.Bytes()+d.known.bytes() <= d.plan.Memory && !d.engine.Full() {
		return
	}
	if d.err = d.engine.PutAside(d.plan.Aside); d.err != nil {
		return
	}
	d.forget() // the engine's numbers mean nothing any more
}

// forget lets go of all numbers. Identities that are seen again are numbered
// anew.
func (d *Detector) forget() {
	d.known.forget()
	d.projections = nil
	clear(d.skips)
}

// Err is an error of the store. What was counted since is worth nothing.
func (d *Detector) Err() error { return d.err }

// Findings yields a finding for each episode to report, ordered by (trigger,
// key). A finding is valid until yield returns; [finding.Finding.Clone] keeps
// it. An error of yield or of the store ends the walk and is returned. Called
// again, it yields the same.
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
	for _, r := range d.reducers {
		r.table = nil
	}
	much := d.known.bytes()
	d.forget()
	memory.MakeRoom(int(much))
}

// Tally counts what became of the rows so far.
func (d *Detector) Tally() Tally {
	d.tally.Keys = uint64(d.engine.Keys())
	return d.tally
}

// Roles tells of every role whether it ever had a value. No reducer may be at
// work.
func (d *Detector) Roles() []project.RoleUse { return roles(d.projector, d.reducers) }
