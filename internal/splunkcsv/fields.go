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
	value  []byte // if form is decoded
}

type form uint8

const (
	bare    form = iota // the bytes are the value
	quoted              // the value is between the quotes
	escaped             // the same, with quotes doubled
	decoded             // was escaped; the value is in the scratch
)

// split fills the needed cells from a row and counts its fields. On error
// that count is the number of the field at fault, from 0.
//
// As a rule all __mv_ fields are empty and stand at the end, as a run of
// commas. A row that ends with it, as long as the header says, has nothing
// else there: the rest of the row decides.
func (r *Reader) split(row []byte, quotes int) (fields int, err error) {
	tail := r.header.tail
	if endsWithCommas(row, tail) {
		fields, err = r.scan(row[:len(row)-tail], quotes)
		return fields + tail, err
	}
	return r.scan(row, quotes)
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
	need := r.plan.need
	next := 0 // in need
	for i := 0; ; i++ {
		c := cell{lo: i}
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
			end, form, used := closingQuote(row, i)
			if used == 0 {
				return fields, ErrOpenQuote
			}
			if end < len(row) && row[end] != ',' {
				return fields, ErrAfterQuote
			}
			i, c.form = end, form
			quotes -= used
		default:
			for ; i < len(row) && row[i] != ','; i++ {
				if row[i] == '"' {
					return fields, ErrBareQuote
				}
			}
		}
		if next < len(need) && need[next] == fields {
			c.hi = i
			next++
			r.cells[next] = c
		}
		fields++
		if i == len(row) {
			break
		}
	}
	clear(r.cells[next+1:])
	return fields, nil
}

// closingQuote finds the end of the quoted field that starts at row[i], and
// how many quotes it uses: 0 if it is left open.
func closingQuote(row []byte, i int) (end int, f form, used int) {
	f, used = quoted, 1
	for i++; ; i += 2 {
		j := bytes.IndexByte(row[i:], '"')
		if j < 0 {
			return 0, f, 0
		}
		i += j
		used++
		if i+1 == len(row) || row[i+1] != '"' {
			return i + 1, f, used
		}
		f = escaped
		used++
	}
}

// decode gives the cell's value.
func (r *Reader) decode(c *cell) []byte {
	switch c.form {
	case bare:
		return r.row[c.lo:c.hi:c.hi]
	case quoted:
		return r.row[c.lo+1 : c.hi-1 : c.hi-1]
	case escaped:
		c.value = r.halve(r.row[c.lo+1:c.hi-1], '"')
		c.form = decoded
	}
	return c.value
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
