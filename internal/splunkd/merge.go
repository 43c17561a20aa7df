package splunkd

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strconv"
	"strings"

	"concurrentsessions/internal/splunkcsv"
)

// merger makes the search's result of the replies. Where _chunked_idx was sent,
// a reply's columns are laid over the withheld fields of the row it names; a
// row that is not named is dropped, one without an index is new. Elsewhere the
// replies are the result.
type merger struct {
	input   *Table
	columns *columns
	result  tableBuilder
	rows    *splunkcsv.Reader
	values  [][]byte // the current cell
}

func newMerger(input *Table, c *columns) *merger {
	m := &merger{input: input, columns: c, rows: splunkcsv.NewReader()}
	if c.indexed {
		for _, i := range c.withheld {
			m.result.column(input.Columns[i])
		}
	}
	return m
}

// merge adds the rows of a reply. It reads any CSV, but not one that leaves a
// doubt about what is meant.
func (m *merger) merge(r *request, body []byte) (rows int, err error) {
	if len(body) == 0 {
		return 0, nil
	}
	if body[len(body)-1] != '\n' {
		return 0, because(ErrBody, "it does not end with a line end")
	}
	if err := checkHeader(body); err != nil {
		return 0, err
	}
	ragged, broken := m.rows.Ragged(), m.rows.BrokenMulti()
	if err := m.rows.Reset(bytes.NewReader(body)); err != nil {
		return 0, because(ErrBody, "%v", err)
	}
	names := slices.Clone(m.rows.Columns())
	m.rows.Select(names)
	for _, name := range names {
		if name != indexColumn || !m.columns.indexed {
			m.result.column(name)
		}
	}
	for ; m.rows.Next(); rows++ {
		if err := m.row(r, names); err != nil {
			return rows, err
		}
	}
	switch {
	case m.rows.Err() != nil:
		err = because(ErrBody, "%v", m.rows.Err())
	case m.rows.Ragged() > ragged:
		err = because(ErrBody, "%d rows have more or fewer fields than the header", m.rows.Ragged()-ragged)
	case m.rows.BrokenMulti() > broken:
		err = because(ErrBody, "%d __mv_ fields list no values", m.rows.BrokenMulti()-broken)
	}
	return rows, err
}

func (m *merger) row(r *request, names []string) error {
	m.result.row()
	if at := slices.Index(names, indexColumn); at >= 0 && m.columns.indexed {
		if index := string(m.rows.Field(at)); index != "" {
			n, err := strconv.Atoi(index)
			if n -= r.firstIndex; err != nil || n < 0 || n >= len(r.rows) {
				return because(ErrIndex, "%q", index)
			}
			for _, i := range m.columns.withheld {
				m.result.set(m.input.Columns[i], m.input.Rows[r.rows[n]][i])
			}
		}
	}
	for i, name := range names {
		if name == indexColumn && m.columns.indexed {
			continue
		}
		var values []string
		m.values = m.rows.AppendValues(m.values[:0], i)
		for _, v := range m.values {
			values = append(values, string(v))
		}
		m.result.set(name, values)
	}
	return nil
}

// checkHeader refuses columns of the same name, and __mv_ columns without the
// column they belong to.
func checkHeader(body []byte) error {
	names, err := csv.NewReader(bytes.NewReader(body)).Read()
	if err != nil {
		return because(ErrBody, "header row: %v", err)
	}
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			return because(ErrBody, "two columns %q", name)
		}
		if of, isMulti := strings.CutPrefix(name, "__mv_"); isMulti && !slices.Contains(names, of) {
			return because(ErrBody, "column %q without a column %q", name, of)
		}
	}
	return nil
}
