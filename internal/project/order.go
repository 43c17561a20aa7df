package project

import "concurrentsessions/internal/jsonscan"

// order is what a document remembers of the names of an object's members: which
// came after which. Programs write the members of an event in the same order
// each time, and to compare a name with the one that is expected takes less
// time than to find its end and to look it up.
type order struct {
	known map[string]*name
	start name // stands before the first member
	// rest is what stands behind the last wanted member.
	rest repeated
}

// name is a member's name as it was written once.
type name struct {
	text   string // from its quote to the value
	member int    // the place of the member in the node, -1 if it is not wanted
	next   *name  // what came after it the last time, nil if nothing did
	value  repeated
}

// These bound what is remembered of one object: how many names, which few logs
// exceed, and how many bytes of one. Where there are more names, it starts again.
const maxNames, maxName = 256, 128

// next reads the name of the member behind another one, and finds where its
// value starts: -1 if there is none.
func (o *order) next(b []byte, i, width int, before *name, n *node) (at *name, value int) {
	i = nextName(b, i, before == &o.start)
	if i < 0 {
		return nil, -1
	}
	if at = before.next; at != nil && len(b)-i > len(at.text) && string(b[i:i+len(at.text)]) == at.text {
		if value = space(b, i+len(at.text)); value == len(b) {
			return nil, -1
		}
		return at, value
	}
	key, value := readName(b, i, width)
	if value < 0 {
		return nil, -1
	}
	text, member := b[i:value], n.find(string(key))
	if len(text) > maxName {
		return &name{member: member}, value
	}
	before.next = o.of(text, member)
	return before.next, value
}

// of is what is known of a name.
func (o *order) of(text []byte, member int) *name {
	at := o.known[string(text)]
	if at == nil {
		if o.known == nil || len(o.known) == maxNames {
			o.known, o.start.next = map[string]*name{}, nil
		}
		at = &name{text: string(text), member: member}
		o.known[at.text] = at
	}
	return at
}

// nextName gives the place of the quote before the next member's name, -1 if
// there is none.
func nextName(b []byte, i int, first bool) int {
	if !first {
		if i = space(b, i); i == len(b) || b[i] != ',' {
			return -1
		}
		i++
	}
	if i = space(b, i); i == len(b) || b[i] != '"' {
		return -1
	}
	return i
}

// readName reads the name that starts with the quote at b[i], and finds where
// its value starts: -1 if there is none. What has an escape in its name is odd.
func readName(b []byte, i, width int) (key []byte, value int) {
	end := jsonscan.Plain(b, i+width)
	if end < 0 {
		return nil, -1
	}
	key = b[i+width : end]
	if i = space(b, end+width); i == len(b) || b[i] != ':' {
		return nil, -1
	}
	if i = space(b, i+1); i == len(b) {
		return nil, -1
	}
	return key, i
}
