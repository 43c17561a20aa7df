package project

import "concurrentsessions/internal/profile"

// Picker reads named places of raw events, without making sightings of them.
// It is not safe for concurrent use.
type Picker struct{ document *document }

// NewPicker makes a picker. places[i] lists where value i may stand, in the
// notation of profile.Fields and in the order of preference: the first place
// that has a value wins. _time is Splunk's own column. What cannot be read as
// a place is taken for the name of a member.
func NewPicker(places [][]string) *Picker {
	c := &compiler{plan: &Plan{from: Raw}, numbers: make(map[string]int)}
	bindings := make([]*binding, len(places))
	for i, list := range places {
		b := c.bind("", profile.Fields{Raw: list}, readText)
		bindings[i] = &b
	}
	c.plan.trie, c.plan.nodes = newTrie(c.plan.fields)
	return &Picker{newDocumentOf(c.plan, bindings, 0)}
}

// Event takes one raw event and its time, if Splunk gives it. It reports false
// if the event is no JSON object. The event is read before Event returns.
func (p *Picker) Event(event, time []byte) bool {
	p.document.reset()
	p.document.column(timeColumn, time)
	return p.document.walk(event)
}

// AppendValues appends the values of places[i], valid until the next event.
func (p *Picker) AppendValues(dst [][]byte, i int) [][]byte {
	for _, field := range p.document.bindings[i].fields {
		if n := len(dst); len(p.document.appendValues(dst, field)) > n {
			return p.document.appendValues(dst, field)
		}
	}
	return dst
}
