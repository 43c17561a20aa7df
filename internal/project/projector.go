package project

import (
	"encoding/binary"
	"encoding/json"
	"slices"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/jsonscan"
	"concurrentsessions/internal/sighting"
)

// Projector reads rows and events with a plan. It keeps what it read last and
// is not safe for concurrent use.
type Projector struct {
	plan     *Plan
	columns  *columns
	document *document
	// current is where the values of the current row or event are.
	current source
	// had says of each binding, by id, whether it ever had a value.
	had     []bool
	held    held
	clients clients
	memo    memo
}

// NewProjector makes a projector for the plan.
func (p *Plan) NewProjector() *Projector {
	pr := &Projector{
		plan:     p,
		columns:  newColumns(p),
		document: newDocument(p),
		had:      make([]bool, p.bindings),
		held:     newHeld(len(p.key)),
		clients:  newClients(),
	}
	pr.current = pr.columns
	return pr
}

// CSV takes the current row of Splunk's CSV, whose slots are numbered by
// [Plan.RequiredFields]. The row must not move on before the other methods
// have been called.
func (pr *Projector) CSV(row Row) Skip {
	if pr.plan.from == Fields {
		pr.columns.row = row
		pr.current = pr.columns
		return Skip{}
	}
	pr.document.reset()
	for slot, name := range pr.plan.columns {
		if name != rawColumn {
			pr.document.column(name, row.Field(slot))
		}
	}
	raw := slices.Index(pr.plan.columns, rawColumn)
	text, doubled := row.Sent(raw)
	switch {
	case !doubled:
		return pr.walk(text)
	case !pr.document.tryWalk(text, jsonscan.Twice):
		return pr.walk(row.Field(raw))
	}
	pr.current = pr.document
	return pr.walked(func() []byte { return row.Field(raw) })
}

// JSON takes one raw event. It is read before JSON returns.
func (pr *Projector) JSON(event []byte) Skip {
	pr.document.reset()
	return pr.walk(event)
}

// Record takes one raw event with Splunk's _time and _indextime, as an export
// has them; nil for none. All is read before Record returns.
func (pr *Projector) Record(event, time, indexed []byte) Skip {
	pr.document.reset()
	pr.document.column(timeColumn, time)
	pr.document.column(indexedColumn, indexed)
	return pr.walk(event)
}

// walk reads the event.
func (pr *Projector) walk(event []byte) Skip {
	pr.current = pr.document
	if !pr.document.walk(event) {
		return Skip{Reason: NotJSON}
	}
	return pr.walked(func() []byte { return event })
}

// walked judges what was read of an event. One that is cut still counts if all
// is there that makes a sighting; if something is missing, the cut is the
// reason.
func (pr *Projector) walked(event func() []byte) Skip {
	if pr.document.lacks() && !json.Valid(event()) {
		return Skip{Reason: NotJSON}
	}
	return Skip{}
}

// Seen reads when, and how often, the events behind the row happened.
func (pr *Projector) Seen() (sighting.Seen, Skip) {
	p := pr.plan
	first, last, skip := pr.times()
	if skip.Reason != None {
		return sighting.Seen{}, skip
	}
	seen := sighting.Seen{First: first, Last: last, Count: 1}
	if !p.count.empty() {
		text := pr.current.first(p.count.fields[0])
		seen.Count = readCount(text)
		if !sighting.IsMissing(text) {
			pr.had[p.count.id] = true
		}
	}
	if !p.indexed.empty() {
		seen.Indexed, seen.HasIndexed = pr.time(&p.indexed)
	}
	return seen, Skip{}
}

func (pr *Projector) times() (first, last epoch.Micros, skip Skip) {
	p := pr.plan
	var ok bool
	if p.first.empty() {
		if first, ok = pr.time(&p.time); !ok {
			return 0, 0, Skip{NoTime, p.time.name}
		}
		return first, first, Skip{}
	}
	if first, ok = pr.time(&p.first); !ok {
		return 0, 0, Skip{BadFirst, p.first.name}
	}
	if last, ok = pr.time(&p.last); !ok {
		return 0, 0, Skip{BadLast, p.last.name}
	}
	if last < first {
		return 0, 0, Skip{LastBeforeFirst, p.last.name}
	}
	return first, last, Skip{}
}

// time is the first time among the binding's fields.
func (pr *Projector) time(b *binding) (epoch.Micros, bool) {
	for _, field := range b.fields {
		if m, ok := pr.plan.readTime(pr.current.first(field)); ok {
			pr.had[b.id] = true
			return m, true
		}
	}
	return 0, false
}

// Enriched says that sightings are more than their rows say.
func (p *Plan) Enriched() bool { return p.enricher != nil }

// AppendIdentity appends the bytes on which the result of [Projector.Sightings]
// depends: rows of equal bytes have equal sightings, or the same reason for
// none.
func (pr *Projector) AppendIdentity(dst []byte) []byte {
	if pr.plan.enricher != nil {
		dst = binary.AppendUvarint(dst, uint64(pr.slot()))
	}
	return pr.current.appendIdentity(dst)
}

// Simple is a plan whose rows are nearly all told apart by two things: when
// they were, in one slot, and their identity, in the slots From up to, not
// including, To.
type Simple struct{ Time, From, To int }

// Simple says whether the projector's plan is one, for rows of Splunk's CSV.
func (pr *Projector) Simple() (s Simple, ok bool) {
	p := pr.plan
	ok = p.from == Fields && p.enricher == nil && !p.scaledTime &&
		len(pr.columns.identity) == 1 && p.first.empty() && p.count.empty() && p.indexed.empty() &&
		len(p.time.fields) > 0 && p.fields[p.time.fields[0]].names == noColumn
	if !ok {
		return Simple{}, false
	}
	id := pr.columns.identity[0]
	return Simple{Time: p.fields[p.time.fields[0]].column, From: id.from, To: id.to}, true
}
