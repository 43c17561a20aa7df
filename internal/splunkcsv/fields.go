package splunkcsv

import (
	"bytes"
	"slices"
)

var comma = []byte{','}

// split finds the ends of a row's fields and counts them. On error that count
// is the number of the field at fault, from 0.
//
// As a rule all __mv_ fields are empty and stand at the end, as a run of
// commas. A row that ends with it, as long as the header says, has nothing
// else there: the rest of the row decides.
func (r *Reader) split(row []byte, quotes int) (fields int, err error) {
	h := r.header
	if r.multi = !endsWithCommas(row, h.tail); !r.multi {
		row = row[:len(row)-h.tail]
	}
	fields, err = r.scan(row, quotes, len(h.names))
	r.known = min(fields, len(h.names))
	if err != nil || r.multi {
		return fields, err
	}
	r.multi = fields > h.plain // a ragged row: fields stand where they should not
	return fields + h.tail, nil
}

func endsWithCommas(row []byte, n int) bool {
	if n == 0 || len(row) < n {
		return false
	}
	for _, c := range row[len(row)-n:] {
		if c != ',' {
			return false
		}
	}
	return true
}

// scan finds the ends of at most the given number of fields. quotes is how
// many the row has: once they are used up, the rest of it needs no look for
// more.
func (r *Reader) scan(row []byte, quotes, most int) (fields int, err error) {
	for i := 0; ; i++ {
		switch {
		case quotes == 0 && fields >= most:
			return fields + 1 + bytes.Count(row[i:], comma), nil
		case quotes == 0:
			j := bytes.IndexByte(row[i:], ',')
			if j < 0 {
				j = len(row) - i
			}
			i += j
		case i < len(row) && row[i] == '"':
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
		if fields < most {
			r.ends[fields+1] = i
		}
		fields++
		if i == len(row) {
			return fields, nil
		}
	}
}

// raw is a column's field as sent; nil where the row has none.
func (r *Reader) raw(column int) []byte {
	if column >= r.known {
		return nil
	}
	hi := r.ends[column+1]
	return r.row[r.ends[column]+1 : hi : hi]
}

// value is a column's field decoded.
func (r *Reader) value(column int) []byte {
	text, doubled := r.unquoted(column)
	if doubled {
		return r.halve(text, '"')
	}
	return text
}

// unquoted is a column's field without the quotes around it. doubled says that
// there are quotes in it, each twice.
func (r *Reader) unquoted(column int) (text []byte, doubled bool) {
	raw := r.raw(column)
	if len(raw) == 0 || raw[0] != '"' {
		return raw, false
	}
	text = raw[1 : len(raw)-1 : len(raw)-1]
	return text, r.doubled && bytes.IndexByte(text, '"') >= 0
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
