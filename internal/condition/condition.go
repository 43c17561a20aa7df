// Package condition holds the boolean over distinct counts that makes a moment
// hot, such as
//
//	dc(origin)>1 AND (dc(os)>1 OR dc(browser)>1)
//
// A condition only ever asks for more: once it holds, further values cannot
// undo it, and it does not hold on nothing. The window engine depends on both.
package condition

import (
	"strconv"
	"strings"

	"concurrentsessions/internal/sighting"
)

// Counts has the number of distinct values of each countable attribute.
type Counts [sighting.NumCountable]int

// Condition is a parsed condition. The zero value holds never; [Parse] makes
// the others. A Condition is immutable and safe for concurrent use.
type Condition struct{ root node }

// node is a comparison (op 0) or the conjunction or disjunction of others.
type node struct {
	op        operator
	attribute sighting.Attribute
	least     int // the comparison is dc(attribute) >= least
	nodes     []node
}

type operator uint8

const (
	never operator = iota
	compare
	and
	or
)

// Holds says whether the condition holds on the counts.
func (c Condition) Holds(counts *Counts) bool { return c.root.holds(counts) }

func (n *node) holds(counts *Counts) bool {
	switch n.op {
	case compare:
		return counts[n.attribute] >= n.least
	case and:
		for i := range n.nodes {
			if !n.nodes[i].holds(counts) {
				return false
			}
		}
		return true
	case or:
		for i := range n.nodes {
			if n.nodes[i].holds(counts) {
				return true
			}
		}
	}
	return false
}

// Attributes lists what the condition counts, each once, in column order.
func (c Condition) Attributes() []sighting.Attribute {
	var counted [sighting.NumCountable]bool
	c.root.mark(&counted)
	var list []sighting.Attribute
	for a, is := range counted {
		if is {
			list = append(list, sighting.Attribute(a))
		}
	}
	return list
}

func (n *node) mark(counted *[sighting.NumCountable]bool) {
	if n.op == compare {
		counted[n.attribute] = true
	}
	for i := range n.nodes {
		n.nodes[i].mark(counted)
	}
}

// String writes the condition so that [Parse] reads it back.
func (c Condition) String() string {
	var b strings.Builder
	c.root.write(&b, false)
	return b.String()
}

func (n *node) write(b *strings.Builder, nested bool) {
	switch n.op {
	case never:
		b.WriteString("never")
	case compare:
		b.WriteString("dc(" + n.attribute.String() + ")")
		if n.least == 0 {
			b.WriteString(">=0")
		} else {
			b.WriteString(">" + strconv.Itoa(n.least-1))
		}
	case and, or:
		word := map[operator]string{and: " AND ", or: " OR "}[n.op]
		if nested {
			b.WriteByte('(')
		}
		for i := range n.nodes {
			if i > 0 {
				b.WriteString(word)
			}
			n.nodes[i].write(b, true)
		}
		if nested {
			b.WriteByte(')')
		}
	}
}
