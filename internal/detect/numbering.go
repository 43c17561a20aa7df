package detect

import (
	"concurrentsessions/internal/engine"
	"concurrentsessions/internal/project"
	"concurrentsessions/internal/sighting"
)

// numbering numbers every identity seen so far, so that rows that differ in time
// alone are projected once. Nearly every identity gives one sighting: its number
// is the engine's. From several on, a number is a place in projections.
type numbering struct {
	plan     *project.Plan
	intern   func(sighting.Record) engine.ID
	reducers []*Reducer
	own      *Reducer // the first of them

	known       *known
	projections []projection
	skips       map[project.Skip]uint32 // the numbers of identities that give none

	records []byte // of the identity at hand
	single  [1]engine.ID
}

// several is the first number that is not the engine's.
const several = 1 << 31

// projection is what the rows of one identity are reduced to, or why they are
// skipped.
type projection struct {
	ids  []engine.ID
	skip project.Skip
}

func newNumbering(plan *project.Plan, intern func(sighting.Record) engine.ID) numbering {
	n := numbering{plan: plan, intern: intern, known: newKnown(), skips: map[project.Skip]uint32{}}
	n.own = n.newReducer()
	return n
}

func (n *numbering) newReducer() *Reducer {
	r := &Reducer{projector: n.plan.NewProjector(), known: n.known, enriched: n.plan.Enriched()}
	n.reducers = append(n.reducers, r)
	return r
}

// isCurrent says that the batch's numbers mean something.
func (n *numbering) isCurrent(b *Batch) bool { return b.emptied == n.known.emptied }

// of gives the number of the row's identity, 0 if it has none. If that is new
// and the batch does not tell what it says, again reads the row once more.
func (n *numbering) of(b *Batch, row *reduced, again func(p *project.Projector, at int)) uint32 {
	if b.isUnread(row) {
		return 0
	}
	if row.number > 0 && n.isCurrent(b) {
		return row.number - 1
	}
	if number, found := n.known.find(row.print); found {
		return number
	}
	var number uint32
	if row.unknown > 0 {
		what := &b.unknown[row.unknown-1]
		number = n.add(b.records[what.from:what.to], what.skip)
	} else {
		again(n.own.projector, int(row.at))
		var skip project.Skip
		n.records, skip = n.own.projector.AppendRecords(n.records[:0])
		number = n.add(n.records, skip)
	}
	n.known.add(row.print, number)
	return number
}

// add gives the sightings of an identity its number.
func (n *numbering) add(records []byte, skip project.Skip) uint32 {
	if skip.Reason != project.None {
		number, known := n.skips[skip]
		if !known {
			number = n.project(projection{skip: skip})
			n.skips[skip] = number
		}
		return number
	}
	record, rest := sighting.CutRecord(records)
	id := n.intern(record)
	if len(rest) == 0 && id < several {
		return uint32(id)
	}
	ids := []engine.ID{id}
	for len(rest) > 0 {
		record, rest = sighting.CutRecord(rest)
		ids = append(ids, n.intern(record))
	}
	return n.project(projection{ids: ids})
}

func (n *numbering) project(p projection) (number uint32) {
	n.projections = append(n.projections, p)
	return several + uint32(len(n.projections)-1)
}

// sightings gives those of a number, valid until the next call, or why there are
// none.
func (n *numbering) sightings(number uint32) ([]engine.ID, project.Skip) {
	if number < several {
		n.single[0] = engine.ID(number)
		return n.single[:], project.Skip{}
	}
	p := &n.projections[number-several]
	return p.ids, p.skip
}

// forget lets go of all numbers. Identities that are seen again are numbered
// anew.
func (n *numbering) forget() {
	n.known.forget()
	n.projections = nil
	clear(n.skips)
}

// roles tells of every role whether it ever had a value. No reducer may be at
// work.
func (n *numbering) roles() []project.RoleUse {
	list := n.own.projector.Roles()
	for _, r := range n.reducers[1:] {
		for i, role := range r.projector.Roles() {
			list[i].Had = list[i].Had || role.Had
		}
	}
	return list
}
