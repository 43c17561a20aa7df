package logfile

import (
	"bytes"
	"slices"
	"strings"

	"concurrentsessions/internal/jsonscan"
)

// table is a CSV with a header row, and its current row.
type table struct {
	comma   byte
	columns []string
	// The columns of Splunk and of the Unified Audit Log, -1 without them.
	raw, time, indexed, audit int
	entra                     *entraTable // nil unless it is the portal's

	fields [][]byte
	text   []byte // fields with doubled quotes
	event  []byte // that is made of a row
}

// maxColumns and maxName bound what is taken for a header.
const (
	maxColumns = 10_000
	maxName    = 200
)

// newTable reads the header row, and reports false if the text does not look
// like CSV: two columns or more, all with names, and a first row as long.
func newTable(head []byte, file string) (*table, bool) {
	header, rest := cutRow(head, ',')
	if bytes.HasPrefix(header, typeInformation) {
		header, rest = cutRow(rest, ',')
	}
	t := &table{}
	for _, comma := range []byte{',', ';', '\t'} {
		other := table{comma: comma}
		other.split(header)
		if len(other.fields) > len(t.fields) {
			t = &other
		}
	}
	if len(t.fields) < 2 || len(t.fields) > maxColumns {
		return nil, false
	}
	for _, field := range t.fields {
		name := strings.TrimSpace(string(field))
		if len(name) > maxName || strings.ContainsFunc(name, isControl) {
			return nil, false
		}
		t.columns = append(t.columns, name)
	}
	if first, _ := cutRow(rest, t.comma); len(first) > 0 && len(rest) < windowSize/2 {
		t.split(first)
		if len(t.fields) != len(t.columns) {
			return nil, false
		}
	}
	t.raw, t.time, t.indexed = t.column("_raw"), t.column("_time"), t.column("_indextime")
	t.audit = t.column("AuditData")
	t.entra = newEntraTable(t, file)
	return t, true
}

func isControl(r rune) bool { return r < ' ' || r == 0x7f }

func (t *table) column(name string) int { return slices.Index(t.columns, name) }

// cutRow gives the first row without its line end, and what follows.
func cutRow(b []byte, comma byte) (row, rest []byte) {
	r := rowEnd{comma: comma, start: true}
	n, _ := r.feed(b)
	return bytes.TrimRight(b[:n], "\r\n"), b[n:]
}

// field is the row's value of a column, nil if there is none.
func (t *table) field(column int) []byte {
	if column < 0 || column >= len(t.fields) {
		return nil
	}
	return t.fields[column]
}

// row hands on the event of the current row.
func (f *file) row(t *table, line int) error {
	if len(t.fields) > len(t.columns) {
		return f.fail(line, errFields)
	}
	e := Event{File: f.name, Line: line}
	switch raw, audit := t.field(t.raw), t.field(t.audit); {
	case isObject(raw):
		e.JSON = raw
	case isObject(audit):
		e.JSON = audit
	case t.entra != nil:
		t.event = t.entra.appendEvent(t.event[:0], t)
		e.JSON = t.event
	default:
		t.event = t.appendObject(t.event[:0])
		e.JSON = t.event
	}
	if t.raw >= 0 {
		e.Time, e.Indexed = t.field(t.time), t.field(t.indexed)
	}
	return f.emit(e)
}

func isObject(text []byte) bool {
	text = bytes.TrimLeft(text, " \t\r\n")
	return len(text) > 0 && text[0] == '{'
}

// appendObject writes the row as an object, with a member for each column that
// has a value. Splunk's columns for multivalue fields say the same once more.
func (t *table) appendObject(dst []byte) []byte {
	dst = append(dst, '{')
	for i, name := range t.columns {
		if value := t.field(i); len(value) > 0 && name != "" && !strings.HasPrefix(name, "__mv_") {
			dst = appendMember(dst, name, value)
		}
	}
	return append(dst, '}')
}

// appendMember adds a member with a text to the object that dst ends in.
func appendMember(dst []byte, name string, value []byte) []byte {
	dst = appendName(dst, name)
	return jsonscan.AppendString(dst, value)
}

func appendName(dst []byte, name string) []byte {
	if c := dst[len(dst)-1]; c != '{' && c != '[' {
		dst = append(dst, ',')
	}
	return append(jsonscan.AppendString(dst, []byte(name)), ':')
}
