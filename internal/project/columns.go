package project

// columns is the source of values that is one row of Splunk's columns.
type columns struct {
	plan *Plan
	row  Row
	// identity are the slots that form the row's identity.
	identity []int
	names    [][]byte
	values   [][]byte
}

func newColumns(p *Plan) *columns {
	c := &columns{plan: p}
	in := make(map[int]bool)
	add := func(slot int) {
		if slot != noColumn && !in[slot] {
			in[slot] = true
			c.identity = append(c.identity, slot)
		}
	}
	for _, f := range p.fields {
		if !f.number {
			add(f.names)
			add(f.column)
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
	for _, slot := range c.identity {
		dst = c.row.AppendRaw(dst, slot)
	}
	return dst
}
