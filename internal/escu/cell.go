package escu

import "concurrentsessions/internal/epoch"

// cell is one field of a row, as the operators hand it on.
type cell struct {
	kind kind
	// texts are the values of a text cell: at least one, none empty. They
	// belong to the caller of Run.Row.
	texts []string
	// moment is the value of a moment cell.
	moment epoch.Micros
}

type kind uint8

const (
	null   kind = iota // no value
	text               // one value or several
	moment             // a time that an operator has computed
	filled             // was null at fillnull: "0" if the field exists at all
)

// time reads the cell as a time: its first value, if there are several.
func (c *cell) time() (epoch.Micros, bool) {
	switch c.kind {
	case moment:
		return c.moment, true
	case text:
		return epoch.Parse([]byte(c.texts[0]))
	}
	return 0, false
}

// schema gives each field name its place in a row.
type schema struct {
	names []string
	// exists says which fields had a value in any row. Only fillnull keeps
	// and needs it.
	exists []bool
}

// slot is the place of a field, a new one if no operator has named it before.
func (s *schema) slot(name string) int {
	for i, have := range s.names {
		if have == name {
			return i
		}
	}
	s.names = append(s.names, name)
	s.exists = append(s.exists, false)
	return len(s.names) - 1
}

// rowOperator is an operator that sees one row at a time.
type rowOperator interface {
	// String is the operator as SPL.
	String() string
	// step is the operator made ready for rows of a schema, to which it may
	// add fields.
	step(*schema) rowStep
}

// rowStep changes a row in place.
type rowStep func(row []cell)
