package logfile

import (
	"bytes"
	"errors"
)

var (
	errOpenQuote = errors.New("a quoted field has no closing quote")
	errFields    = errors.New("the row has more fields than the header")
)

// csv reads the rows below a header row. Fields are quoted as in RFC 4180; a
// quote within a field that does not begin with one is part of the field.
func (f *file) csv(w *window, t *table) error {
	header := true
	for {
		n, ended, err := f.nextRow(w, t.comma)
		line := w.line()
		switch {
		case err != nil:
			if err := f.fail(line, err); err != nil {
				return err
			}
			w.passLine() // where a quote stays open, the next line may be whole
			continue
		case ended && (n == 0 || w.failed() != nil):
			return f.ended(w)
		}
		row := bytes.TrimRight(w.unread()[:n], "\r\n")
		switch {
		case len(row) == 0, bytes.HasPrefix(row, typeInformation):
		case header:
			header = false
		default:
			t.split(row)
			if err := f.row(t, line); err != nil {
				return err
			}
		}
		w.pass(n)
	}
}

// typeInformation begins the line that PowerShell writes before the header.
var typeInformation = []byte("#TYPE ")

// nextRow finds the length of the row at hand with its line end.
func (f *file) nextRow(w *window, comma byte) (n int, ended bool, err error) {
	r := rowEnd{comma: comma, start: true}
	for {
		taken, done := r.feed(w.unread()[n:])
		n += taken
		switch {
		case done:
			return n, false, nil
		case n > f.opt.MaxRecord:
			return 0, false, errTooLong(f.opt.MaxRecord)
		case !w.more():
			if r.quoted && !r.closing && w.failed() == nil {
				return 0, false, errOpenQuote
			}
			return n, true, nil
		}
	}
}

// rowEnd follows one row over pieces of text.
type rowEnd struct {
	comma   byte
	start   bool // of a field
	quoted  bool // within quotes
	closing bool // the last byte was a quote within quotes: the end, or half of two
}

func (r *rowEnd) feed(b []byte) (n int, done bool) {
	for i, c := range b {
		if r.quoted {
			switch {
			case c == '"':
				r.closing = !r.closing
				continue
			case !r.closing:
				continue
			}
			r.quoted, r.closing = false, false
		}
		switch {
		case c == '\n':
			return i + 1, true
		case c == '"' && r.start:
			r.quoted = true
		}
		r.start = c == r.comma
	}
	return len(b), false
}

// split cuts the row into its fields. They are parts of the row or, where
// quotes are doubled, of a buffer.
func (t *table) split(row []byte) {
	t.fields, t.text = t.fields[:0], t.text[:0]
	for {
		var field []byte
		if len(row) > 0 && row[0] == '"' {
			field, row = t.quoted(row[1:])
		} else {
			end := bytes.IndexByte(row, t.comma)
			if end < 0 {
				end = len(row)
			}
			field, row = row[:end], row[end:]
		}
		t.fields = append(t.fields, field)
		if len(row) == 0 {
			return
		}
		row = row[1:] // the comma
	}
}

// quoted reads a field behind its opening quote, and gives what follows it,
// from the comma on.
func (t *table) quoted(b []byte) (field, rest []byte) {
	end := bytes.IndexByte(b, '"')
	if end >= 0 && (end+1 == len(b) || b[end+1] == t.comma) {
		return b[:end], b[end+1:]
	}
	from := len(t.text)
	for {
		end := bytes.IndexByte(b, '"')
		if end < 0 {
			t.text = append(t.text, b...)
			return t.text[from:], nil
		}
		t.text = append(t.text, b[:end]...)
		b = b[end+1:]
		if len(b) == 0 || b[0] != '"' {
			break
		}
		t.text = append(t.text, '"')
		b = b[1:]
	}
	// What stands between the closing quote and the comma belongs to the field.
	comma := bytes.IndexByte(b, t.comma)
	if comma < 0 {
		comma = len(b)
	}
	t.text = append(t.text, b[:comma]...)
	return t.text[from:len(t.text):len(t.text)], b[comma:]
}
