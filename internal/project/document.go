package project

import (
	"encoding/binary"
	"slices"

	"concurrentsessions/internal/jsonscan"
	"concurrentsessions/internal/sighting"
)

// document is the source of values that is one event's JSON. The event is
// walked once; the walk ends early, when no later member can change what the
// bindings read.
//
// Of members of the same name the first counts, as gjson.Get has it. Strings
// are decoded, numbers stay as they are written, null is no value, and neither
// is an object or an array where a single value is wanted. Nothing checks the
// JSON behind what is read; a document that misses something is checked by the
// projector.
type document struct {
	plan *Plan
	// bindings are all that is read, those first that are needed.
	bindings []*binding
	needed   int

	// text holds the decoded values, spans where those of each field are.
	text  []byte
	spans [][]span
	// passed are the fields whose place in the event lies behind the walk, or
	// that a column of the row has answered.
	passed []bool
	// unsettled is a binding that was not settled when last looked at: most
	// events of a log lack the same.
	unsettled int
	// answered are the fields that a column of the row has answered.
	answered []bool
	// preferred are the event's members, by bit, that hold the first choice of
	// a binding: while one is open, not every binding is settled.
	preferred uint64
	// width is how wide quotes are in the current event, orders are those of
	// members so far, by the place of their node.
	width  int
	orders []order
}

type span struct{ from, to int }

func newDocument(p *Plan) *document {
	needed := p.needed()
	return newDocumentOf(p, append(needed, p.optional()...), len(needed))
}

func newDocumentOf(p *Plan, bindings []*binding, needed int) *document {
	d := &document{plan: p, bindings: bindings, needed: needed}
	d.spans = make([][]span, len(p.fields))
	d.passed = make([]bool, len(p.fields))
	d.answered = make([]bool, len(p.fields))
	d.orders = make([]order, p.nodes)
	for _, b := range bindings {
		for i, m := range p.trie.members {
			if len(b.fields) > 0 && slices.Contains(m.node.below, b.fields[0]) {
				d.preferred |= 1 << i
			}
		}
	}
	return d
}

func (d *document) reset() {
	d.text = d.text[:0]
	for i := range d.spans {
		d.spans[i] = d.spans[i][:0]
	}
	clear(d.passed)
	clear(d.answered)
}

// column answers a field by a column of the row instead of the event.
func (d *document) column(name string, value []byte) {
	if len(value) == 0 {
		return
	}
	for number := range d.plan.fields {
		if d.plan.fields[number].name == name {
			d.add(number, value)
			d.passed[number], d.answered[number] = true, true
		}
	}
}

// walk reads the event. It reports false if the event is no object.
func (d *document) walk(event []byte) bool {
	return d.tryWalk(event, jsonscan.Once) || d.slowWalk(event, d.open())
}

// tryWalk reads an event in which quotes are so wide, or adds nothing if it is
// odd.
func (d *document) tryWalk(event []byte, width int) bool {
	columns := len(d.text)
	if d.fastWalk(event, width, d.open()) {
		return true
	}
	d.rewind(columns)
	return false
}

// open are the members of the event, by bit, that no column has answered.
func (d *document) open() uint64 {
	open := d.plan.trie.all()
	for i, m := range d.plan.trie.members {
		if len(m.node.below) > 0 && d.passed[m.node.below[0]] {
			open &^= 1 << i
		}
	}
	return open
}

// rewind takes back what a walk has added.
func (d *document) rewind(columns int) {
	d.text = d.text[:columns]
	copy(d.passed, d.answered)
	for number, answered := range d.answered {
		if answered {
			d.spans[number] = d.spans[number][:1]
		} else {
			d.spans[number] = d.spans[number][:0]
		}
	}
}

func (d *document) add(number int, value []byte) {
	from := len(d.text)
	d.text = append(d.text, value...)
	d.spans[number] = append(d.spans[number], span{from, len(d.text)})
}

// complete says whether every binding is settled.
func (d *document) complete() bool {
	if !d.settles(d.bindings[d.unsettled]) {
		return false
	}
	for i, b := range d.bindings {
		if !d.settles(b) {
			d.unsettled = i
			return false
		}
	}
	return true
}

// settles says whether the binding's value stands fast: all fields that are
// preferred to the one that has a value lie behind.
func (d *document) settles(b *binding) bool {
	for _, number := range b.fields {
		if !d.passed[number] {
			return false
		}
		if d.usable(b, number) {
			return true
		}
	}
	return true
}

// usable says whether the field has a value that the binding reads.
func (d *document) usable(b *binding, number int) bool {
	switch b.reading {
	case readTime:
		_, ok := d.plan.readTime(d.first(number))
		return ok
	case readText:
		return len(d.spans[number]) > 0
	}
	for _, s := range d.spans[number] {
		if !sighting.IsMissing(d.text[s.from:s.to]) {
			return true
		}
	}
	return false
}

// lacks says whether something is missing without which the event makes no
// sighting.
func (d *document) lacks() bool {
	for _, b := range d.bindings[:d.needed] {
		if !slices.ContainsFunc(b.fields, func(number int) bool { return d.usable(b, number) }) {
			return true
		}
	}
	return false
}

func (d *document) first(number int) []byte {
	if spans := d.spans[number]; len(spans) > 0 {
		return d.text[spans[0].from:spans[0].to:spans[0].to]
	}
	return nil
}

func (d *document) appendValues(dst [][]byte, number int) [][]byte {
	for _, s := range d.spans[number] {
		dst = append(dst, d.text[s.from:s.to:s.to])
	}
	return dst
}

func (d *document) appendIdentity(dst []byte) []byte {
	for number, f := range d.plan.fields {
		if f.number {
			continue
		}
		dst = binary.AppendUvarint(dst, uint64(len(d.spans[number])))
		for _, s := range d.spans[number] {
			dst = binary.AppendUvarint(dst, uint64(s.to-s.from))
			dst = append(dst, d.text[s.from:s.to]...)
		}
	}
	return dst
}
