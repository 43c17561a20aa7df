package project

import "concurrentsessions/internal/jsonscan"

// A walk reads an event in one pass. Wanted objects and arrays are entered, all
// else is skipped unread.
//
// It knows JSON as programs write it. Where the text is anything else, be it
// cut, be it odd, it gives up with the place odd, and the event is read anew by
// gjson, whose word holds there. So no event is decided on by the walk that
// gjson would decide otherwise.

// odd is the place that stands for "not as expected", ended the one for "no
// later member matters".
const (
	odd   = -1
	ended = -2
)

// fastWalk reads the event, in which quotes are so wide, and reports false if it
// gave up. What it added until then has to go.
func (d *document) fastWalk(event []byte, width int, open uint64) bool {
	if d.width != width {
		d.width = width
		clear(d.orders) // of names in quotes of another width
	}
	i := jsonscan.Space(event, 0)
	if i == len(event) || event[i] != '{' {
		return false
	}
	i = d.root(event, i+1, open)
	return i == ended || i >= 0 && jsonscan.Space(event, i) == len(event)
}

// shortRest is how many bytes are walked sooner than it is found out that they do
// not matter.
const shortRest = 512

// root walks the members of the event itself, from behind its brace.
func (d *document) root(b []byte, i int, open uint64) int {
	n := d.plan.trie
	order := &d.orders[n.place]
	for at := &order.start; ; {
		next, value := order.next(b, i, d.width, at, n)
		if value < 0 {
			return closed(b, i, at == &order.start)
		}
		at = next
		m := at.member
		if m < 0 || open&(1<<m) == 0 {
			if i = d.skip(b, value, &at.value); i < 0 {
				return odd
			}
			continue
		}
		open &^= 1 << m
		below := n.members[m].node
		if i = d.value(b, value, below); i < 0 {
			return odd
		}
		for _, number := range below.below {
			d.passed[number] = true
		}
		if open == 0 || open&d.preferred == 0 && len(b)-i > shortRest && d.complete() {
			return ended
		}
	}
}

// object walks the members of an object from behind its brace, and gives the
// place behind it.
func (d *document) object(b []byte, i int, n *node) int {
	open := n.all()
	order := &d.orders[n.place]
	for at := &order.start; open != 0; {
		next, value := order.next(b, i, d.width, at, n)
		if value < 0 {
			return closed(b, i, at == &order.start)
		}
		at = next
		if m := at.member; m < 0 || open&(1<<m) == 0 {
			i = d.skip(b, value, &at.value)
		} else {
			open &^= 1 << m
			i = d.value(b, value, n.members[m].node)
		}
		if i < 0 {
			return odd
		}
	}
	return d.nested(b, i, i, &order.rest)
}

// closed gives the place behind the brace at which the members end.
func closed(b []byte, i int, first bool) int {
	if i = space(b, i); i < len(b) && b[i] == '}' {
		return i + 1
	}
	return odd
}

// space is [jsonscan.Space] for where there is none mostly.
func space(b []byte, i int) int {
	if i < len(b) && b[i] > ' ' {
		return i
	}
	return jsonscan.Space(b, i)
}
