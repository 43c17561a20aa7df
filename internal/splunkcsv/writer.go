package splunkcsv

import (
	"io"
	"slices"
)

// Column is a column of a Writer.
type Column struct {
	Name  string
	Multi bool // has a __mv_ column too
}

// Writer writes a body: a header row and rows, each ending with LF. All
// columns come first, then the __mv_ columns of the Multi ones, in the same
// order. Without columns there is no header row and the body stays empty.
type Writer struct {
	columns []Column
	quoting quoting
	header  []byte
	body    []byte
	row     int    // where in body the current row starts
	next    int    // the next value's column
	multis  []byte // the current row's __mv_ fields so far, a comma before each
	scratch []byte // joined values or a __mv_ text, before quoting
	rows    int
}

// NewWriter returns a Writer that quotes only where it must, and has written
// the header row.
func NewWriter(columns []Column) *Writer { return newWriter(columns, minimal) }

// NewStrictWriter returns a Writer that writes as splunkd does: fields are
// quoted unless they are ASCII letters and digits, and each column has its
// __mv_ column.
func NewStrictWriter(names []string) *Writer {
	columns := make([]Column, len(names))
	for i, name := range names {
		columns[i] = Column{Name: name, Multi: true}
	}
	return newWriter(columns, strict)
}

func newWriter(columns []Column, q quoting) *Writer {
	var data, multi []string
	for _, c := range columns {
		data = append(data, c.Name)
		if c.Multi {
			multi = append(multi, multiPrefix+c.Name)
		}
	}
	names := append(data, multi...)
	header := Writer{columns: make([]Column, len(names)), quoting: q}
	for _, name := range names {
		header.Value(name)
	}
	header.EndRow()
	w := &Writer{columns: slices.Clone(columns), quoting: q, header: header.body}
	w.Reset()
	return w
}

// Reset begins a new body, with its header row. The buffer is used again.
func (w *Writer) Reset() {
	w.body = append(w.body[:0], w.header...)
	w.rows = 0
	w.beginRow()
}

// Value writes the next column's value.
func (w *Writer) Value(v string) { writeValue(w, v) }

// Bytes writes the next column's value.
func (w *Writer) Bytes(v []byte) { writeValue(w, v) }

// Plain writes the next n columns, which are CSV already and have no lists of
// values.
func (w *Writer) Plain(fields []byte, n int) {
	if w.next > 0 {
		w.body = append(w.body, ',')
	}
	w.body = append(w.body, fields...)
	for ; n > 0; n-- {
		if w.columns[w.next].Multi {
			w.multis = append(w.multis, ',')
		}
		w.next++
	}
}

// Values writes the next column's values: none as an empty field, several
// joined by LF and, if the column is Multi, listed in its __mv_ column.
func (w *Writer) Values(vs []string) { writeValues(w, vs) }

// BytesValues is [Writer.Values].
func (w *Writer) BytesValues(vs [][]byte) { writeValues(w, vs) }

func writeValues[T string | []byte](w *Writer, vs []T) {
	if len(vs) == 1 {
		writeValue(w, vs[0])
		return
	}
	listed := len(vs) > 1 && w.next < len(w.columns) && w.columns[w.next].Multi
	w.scratch = w.scratch[:0]
	for i, v := range vs {
		if i > 0 {
			w.scratch = append(w.scratch, '\n')
		}
		w.scratch = append(w.scratch, v...)
	}
	w.Bytes(w.scratch)
	if listed {
		w.scratch = appendMulti(w.scratch[:0], vs)
		w.multis = appendField(w.multis, w.scratch, w.quoting)
	}
}

// EndRow ends the row. Columns without a value are empty; values beyond the
// last column were ignored.
func (w *Writer) EndRow() {
	for w.next < len(w.columns) {
		w.Value("")
	}
	w.body = append(w.body, w.multis...)
	if len(w.columns) > 0 {
		if len(w.body) == w.row {
			w.body = append(w.body, `""`...) // a blank line is no row to most readers
		}
		w.body = append(w.body, '\n')
	}
	w.rows++
	w.beginRow()
}

// Rows is the number of rows, without the header row.
func (w *Writer) Rows() int { return w.rows }

// Len is the body's length in bytes.
func (w *Writer) Len() int { return len(w.body) }

// Body is the header row and the rows. Valid until the next row or Reset.
func (w *Writer) Body() []byte { return w.body[:w.row:w.row] }

// Flush writes the body so far to out and goes on behind it.
func (w *Writer) Flush(out io.Writer) error {
	_, err := out.Write(w.Body())
	w.body = w.body[:0]
	w.beginRow()
	return err
}

// Exchange gives the body so far with all of its buffer, which is the caller's
// then, and goes on behind it in another one, whatever that holds.
func (w *Writer) Exchange(buffer []byte) []byte {
	body := w.body[:w.row]
	w.body = buffer[:0]
	w.beginRow()
	return body
}

func (w *Writer) beginRow() {
	w.row = len(w.body)
	w.next = 0
	w.multis = w.multis[:0]
}

func writeValue[T string | []byte](w *Writer, v T) {
	if w.next == len(w.columns) {
		return
	}
	if w.next > 0 {
		w.body = append(w.body, ',')
	}
	w.body = appendField(w.body, v, w.quoting)
	if w.columns[w.next].Multi {
		w.multis = append(w.multis, ',')
	}
	w.next++
}
