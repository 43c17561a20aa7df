package project

import (
	"encoding/binary"
	"slices"
	"unsafe"

	"github.com/tidwall/gjson"

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
	// settled are the bindings that no later member can change.
	settled []bool
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
	d.settled = make([]bool, len(d.bindings))
	return d
}

func (d *document) reset() {
	d.text = d.text[:0]
	for i := range d.spans {
		d.spans[i] = d.spans[i][:0]
	}
	clear(d.passed)
	clear(d.settled)
}

// column answers a field by a column of the row instead of the event.
func (d *document) column(name string, value []byte) {
	if len(value) == 0 {
		return
	}
	for number := range d.plan.fields {
		if d.plan.fields[number].name == name {
			d.add(number, value)
			d.passed[number] = true
		}
	}
}

// walk reads the event. It reports false if the event is no object.
func (d *document) walk(event []byte) bool {
	// The string stands for the event during the walk alone: every value that
	// is kept is copied.
	root := gjson.Parse(unsafe.String(unsafe.SliceData(event), len(event)))
	if !root.IsObject() {
		return false
	}
	members := d.plan.trie.members
	open := uint64(1)<<len(members) - 1
	for i, m := range members {
		if len(m.node.below) > 0 && d.passed[m.node.below[0]] {
			open &^= 1 << i // a column has answered it
		}
	}
	root.ForEach(func(key, value gjson.Result) bool {
		i, wanted := find(members, key.Str, open)
		if !wanted {
			return true
		}
		open &^= 1 << i
		d.visit(value, members[i].node)
		for _, number := range members[i].node.below {
			d.passed[number] = true
		}
		return open != 0 && !d.complete()
	})
	return true
}

// find gives the place of the member that is still open.
func find(members []member, key string, open uint64) (int, bool) {
	for i := range members {
		if open&(1<<i) != 0 && members[i].key == key {
			return i, true
		}
	}
	return 0, false
}

// visit takes what n wants of the value.
func (d *document) visit(value gjson.Result, n *node) {
	switch {
	case value.Type != gjson.JSON:
		for _, number := range n.leaves {
			d.addScalar(number, value)
		}
	case value.IsObject():
		d.visitObject(value, n.members)
	case value.IsArray():
		d.visitArray(value, n)
	}
}

func (d *document) visitObject(value gjson.Result, members []member) {
	open := uint64(1)<<len(members) - 1
	if open == 0 {
		return
	}
	value.ForEach(func(key, value gjson.Result) bool {
		if i, wanted := find(members, key.Str, open); wanted {
			open &^= 1 << i
			d.visit(value, members[i].node)
		}
		return open != 0
	})
}

func (d *document) visitArray(value gjson.Result, n *node) {
	if n.elements == nil && len(n.chosen) == 0 {
		return
	}
	value.ForEach(func(_, element gjson.Result) bool {
		if n.elements != nil {
			d.visit(element, n.elements)
		}
		for i := range n.chosen {
			if c := &n.chosen[i]; hasMember(element, c.member, c.equal) {
				d.visit(element, c.node)
			}
		}
		return true
	})
}

// hasMember says whether the object's member equals the text.
func hasMember(object gjson.Result, member, equal string) bool {
	if !object.IsObject() {
		return false
	}
	equals := false
	object.ForEach(func(key, value gjson.Result) bool {
		if key.Str != member {
			return true
		}
		equals = scalarText(value) == equal
		return false
	})
	return equals
}

// scalarText is the text of a string, number or boolean.
func scalarText(value gjson.Result) string {
	switch value.Type {
	case gjson.String:
		return value.Str
	case gjson.Number, gjson.True, gjson.False:
		return value.Raw
	}
	return ""
}

func (d *document) addScalar(number int, value gjson.Result) {
	if text := scalarText(value); text != "" {
		from := len(d.text)
		d.text = append(d.text, text...)
		d.spans[number] = append(d.spans[number], span{from, len(d.text)})
	}
}

func (d *document) add(number int, value []byte) {
	from := len(d.text)
	d.text = append(d.text, value...)
	d.spans[number] = append(d.spans[number], span{from, len(d.text)})
}

// complete says whether every binding is settled.
func (d *document) complete() bool {
	all := true
	for i, b := range d.bindings {
		if !d.settled[i] {
			d.settled[i] = d.settles(b)
			all = all && d.settled[i]
		}
	}
	return all
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
