package splunkcsv

import (
	"io"
	"slices"
)

// Reader decodes bodies, one after the other, a row at a time. It holds a
// piece of the body, or its longest row where that is longer, and allocates
// nothing per row.
//
// What breaks the quoting rules is an error, in skipped columns too as far as
// they come before a selected one. Blank lines are no rows.
type Reader struct {
	lines  lines
	header *Header
	names  []string // as selected
	plan   plan
	rows   int // of this body
	ragged int
	broken int
	err    error

	// Of the current row: field i is row[ends[i]+1 : ends[i+1]], for i below
	// known. It has no other fields, or none that is asked for.
	row   []byte
	ends  []int
	known int
	// doubled says that one of these fields may have doubled quotes.
	doubled bool
	// multi says that a __mv_ field may have a text, listless which columns
	// of these turned out to list no values.
	multi    bool
	listless []int
	// fits says that the row is known to have as many fields as the header.
	fits bool
	// scratch holds the values that are not part of the row, since they had
	// doubled quotes or dollars.
	scratch []byte
}

// NewReader returns a Reader without a body and without selected columns.
func NewReader() *Reader {
	return &Reader{lines: lines{piece: defaultPiece}, header: &Header{}, ends: []int{-1}}
}

// Reset begins a body and reads its header row. An empty body has no columns
// and no rows. A byte order mark before the header is skipped. The error is
// a *RowError, and Err gives it too.
func (r *Reader) Reset(body io.Reader) error {
	r.lines.reset(body)
	r.rows, r.err = 0, nil
	r.clearRow()
	if err := r.readHeader(); err != nil {
		r.err = err
		r.setHeader(&Header{})
	}
	return r.err
}

// Columns are the names of the body's columns in the order they were sent,
// each once and without __mv_ columns. Valid until Reset.
func (r *Reader) Columns() []string {
	return r.header.data[:len(r.header.data):len(r.header.data)]
}

// Select chooses the columns to decode: slot i is the column names[i]. The
// slot of a column that the body lacks is empty in every row; of columns
// with the same name the first one counts. The choice lasts over Reset and
// makes the current row's slots empty.
func (r *Reader) Select(names []string) {
	r.names = slices.Clone(names)
	r.clearRow()
	r.compile()
}

// Next moves to the next row. It is false after the last row and after an
// error, which Err gives.
func (r *Reader) Next() bool {
	if r.err != nil || len(r.header.names) == 0 {
		return false
	}
	r.scratch, r.listless = r.scratch[:0], r.listless[:0]
	if r.nextFast() {
		r.rows++
		return true
	}
	return r.nextPlain()
}

// nextPlain is Next for every row there may be.
func (r *Reader) nextPlain() bool {
	row, quotes, err := r.lines.next()
	if err != nil {
		r.clearRow()
		if err != io.EOF {
			r.err = r.rowError(r.rows+1, "", err)
		}
		return false
	}
	r.rows++
	r.row, r.doubled = row, true
	fields, err := r.split(row, quotes)
	if err != nil {
		r.clearRow()
		column := ""
		if fields < len(r.header.names) {
			column = r.header.names[fields]
		}
		r.err = r.rowError(r.rows, column, err)
		return false
	}
	if r.fits = fields == len(r.header.names); !r.fits {
		r.ragged++
	}
	return true
}

// Err is the *RowError that ended the body, or nil. A failed read of the body
// is one too, with the read's error as its cause.
func (r *Reader) Err() error { return r.err }

// Field is the value of a slot: a multivalue field's values joined by LF, as
// sent. Valid until Next.
func (r *Reader) Field(slot int) []byte {
	return r.value(r.plan.slots[slot].data)
}

// Sent is the value of a slot as it was sent, without the quotes around it: if
// doubled, each quote in it is written twice, else it is as Field has it. Valid
// until Next.
func (r *Reader) Sent(slot int) (text []byte, doubled bool) {
	return r.unquoted(r.plan.slots[slot].data)
}

// AppendValues appends all values of a slot: those that __mv_ lists, else
// the one value, else none. The values are valid until Next.
func (r *Reader) AppendValues(dst [][]byte, slot int) [][]byte {
	if r.multi {
		column := r.plan.slots[slot].multi
		values, ok := r.appendMultiValues(dst, r.value(column))
		if len(values) > len(dst) {
			return values
		}
		if !ok && !slices.Contains(r.listless, column) {
			r.broken++
			r.listless = append(r.listless, column)
		}
	}
	if value := r.Field(slot); len(value) > 0 {
		return append(dst, value)
	}
	return dst
}

// Line is the whole row as sent, without its line end. Valid until Next.
func (r *Reader) Line() []byte { return r.row }

// Plain is the row without its __mv_ columns, as sent, if it has a field for
// each of Columns, in their order, and none with several values. Rows behind
// whose last selected column there is more are not told. Valid until Next.
func (r *Reader) Plain() (fields []byte, ok bool) {
	h := r.header
	if !r.fits || r.multi || h.odd || len(h.data) != h.plain {
		return nil, false
	}
	return r.row[:len(r.row)-h.tail], true
}

// Ragged counts the rows with fewer or more fields than their header, over
// all bodies so far. Missing fields read as empty, surplus ones are ignored.
// Fields behind the last selected column are not always counted.
func (r *Reader) Ragged() int { return r.ragged }

// BrokenMulti counts the __mv_ fields, over all bodies so far, whose text
// lists no values. AppendValues finds them and gives the plain field's value.
func (r *Reader) BrokenMulti() int { return r.broken }

func (r *Reader) clearRow() {
	r.row, r.known = nil, 0
}

func (r *Reader) rowError(row int, column string, err error) error {
	return &RowError{Row: row, Column: column, Offset: r.lines.offset(), Err: err}
}
