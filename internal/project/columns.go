package project

import "encoding/binary"

// columns is the source of values that is one row of Splunk's columns.
type columns struct {
	plan *Plan
	row  Row
	// identity are the slots that form the row's identity: one range, unless
	// a part of the key is one of the numbers.
	identity []slots
	names    [][]byte
	values   [][]byte
}

// slots are those from up to, not including, to.
type slots struct{ from, to int }

func newColumns(p *Plan) *columns {
	in := make([]bool, len(p.columns))
	for _, f := range p.fields {
		for _, slot := range [...]int{f.column, f.names} {
			if !f.number && slot != noColumn {
				in[slot] = true
			}
		}
	}
	c := &columns{plan: p}
	for slot := range in {
		switch {
		case !in[slot]:
		case slot > 0 && in[slot-1]:
			c.identity[len(c.identity)-1].to++
		default:
			c.identity = append(c.identity, slots{slot, slot + 1})
		}
	}
	return c
}

func (c *columns) first(number int) []byte {
	f := &c.plan.fields[number]
	if f.names == noColumn {
		return c.row.Field(f.column)
	}
	c.values = c.appendChosen(c.values[:0], f)
	if len(c.values) == 0 {
		return nil
	}
	return c.values[0]
}

func (c *columns) appendValues(dst [][]byte, number int) [][]byte {
	f := &c.plan.fields[number]
	if f.names == noColumn {
		return c.row.AppendValues(dst, f.column)
	}
	return c.appendChosen(dst, f)
}

// appendChosen appends those values whose name is the wanted one. Splunk makes
// two parallel fields of an array of names and values. If one is shorter, an
// element lacked a member, and nobody knows which: then there are no values.
func (c *columns) appendChosen(dst [][]byte, f *field) [][]byte {
	c.names = c.row.AppendValues(c.names[:0], f.names)
	start := len(dst)
	dst = c.row.AppendValues(dst, f.column)
	values := dst[start:]
	dst = dst[:start]
	if len(c.names) != len(values) {
		return dst
	}
	for i, name := range c.names {
		if string(name) == f.equal {
			dst = append(dst, values[i])
		}
	}
	return dst
}

func (c *columns) appendIdentity(dst []byte) []byte {
	if len(c.identity) == 1 {
		return c.row.AppendRaw(dst, c.identity[0].from, c.identity[0].to)
	}
	for _, s := range c.identity {
		start := len(dst)
		dst = c.row.AppendRaw(dst, s.from, s.to)
		dst = binary.LittleEndian.AppendUint64(dst, uint64(len(dst)-start))
	}
	return dst
}
