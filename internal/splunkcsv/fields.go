package splunkcsv

import (
	"bytes"
	"slices"
)

var comma = []byte{','}

// cell is a field of the current row: row[lo:hi], its quotes included.
type cell struct {
	lo, hi int
	form   form
}

type form uint8

const (
	bare    form = iota // the bytes are the value
	quoted              // the value is between the quotes
	escaped             // the same, with quotes doubled
	decoded             // was escaped; the value is in Reader.decoded
)

// split fills the needed cells from a row and counts its fields. On error
// that count is the number of the field at fault, from 0.
//
// As a rule all __mv_ fields are empty and stand at the end, as a run of
// commas. A row that ends with it, as long as the header says, has nothing
// else there: the rest of the row decides.
func (r *Reader) split(row []byte, quotes int) (fields int, err error) {
	tail := r.header.tail
	if !endsWithCommas(row, tail) {
		return r.scan(row, quotes)
	}
	fields, err = r.scan(row[:len(row)-tail], quotes)
	if err != nil {
		return fields, err
	}
	return fields + tail, nil
}

func endsWithCommas(row []byte, n int) bool {
	if len(row) < n {
		return false
	}
	for _, c := range row[len(row)-n:] {
		if c != ',' {
			return false
		}
	}
	return true
}

// scan is split for a row without a known tail. quotes is how many the row
// has: once they are used up, the rest of it needs no look for more.
func (r *Reader) scan(row []byte, quotes int) (fields int, err error) {
	need, cells := r.plan.need, r.cells[1:]
	next := 0 // in need and cells
	for i := 0; ; i++ {
		lo, f := i, bare
		switch {
		case quotes == 0 && next == len(need):
			return fields + 1 + bytes.Count(row[i:], comma), nil
		case quotes == 0:
			j := bytes.IndexByte(row[i:], ',')
			if j < 0 {
				j = len(row) - i
			}
			i += j
		case i < len(row) && row[i] == '"':
			f = quoted
			for {
				j := bytes.IndexByte(row[i+1:], '"')
				if j < 0 {
					return fields, ErrOpenQuote
				}
				i += j + 2
				quotes -= 2
				if i == len(row) || row[i] != '"' {
					break
				}
				f = escaped
			}
			if i < len(row) && row[i] != ',' {
				return fields, ErrAfterQuote
			}
		default:
			for ; i < len(row) && row[i] != ','; i++ {
				if row[i] == '"' {
					return fields, ErrBareQuote
				}
			}
		}
		if next < len(need) && need[next] == fields {
			cells[next] = cell{lo, i, f}
			next++
		}
		fields++
		if i == len(row) {
			break
		}
	}
	clear(cells[next:])
	return fields, nil
}

// value decodes a cell.
func (r *Reader) value(i int) []byte {
	c := &r.cells[i]
	switch c.form {
	case bare:
		return r.row[c.lo:c.hi:c.hi]
	case quoted:
		return r.row[c.lo+1 : c.hi-1 : c.hi-1]
	case escaped:
		r.decoded[i] = r.halve(r.row[c.lo+1:c.hi-1], '"')
		c.form = decoded
	}
	return r.decoded[i]
}

// appendMultiValues appends the values that a decoded __mv_ text lists. ok is
// false, and nothing appended, where the text is not all values.
func (r *Reader) appendMultiValues(dst [][]byte, text []byte) (values [][]byte, ok bool) {
	values = dst
	for len(text) > 0 {
		value, rest, doubled, ok := cutMulti(text)
		if !ok {
			return dst, false
		}
		if doubled {
			value = r.halve(value, '$')
		}
		values = append(values, value)
		text = rest
	}
	return values, true
}

// halve copies text to the scratch, each doubled mark once. Earlier values
// stay where they are when the scratch grows.
func (r *Reader) halve(text []byte, mark byte) []byte {
	r.scratch = slices.Grow(r.scratch, len(text))
	start := len(r.scratch)
	r.scratch = appendHalved(r.scratch, text, mark)
	return r.scratch[start:len(r.scratch):len(r.scratch)]
}
