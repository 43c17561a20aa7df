package command

import (
	"concurrentsessions/internal/conversation"
	"concurrentsessions/internal/escu"
	"concurrentsessions/internal/project"
	"concurrentsessions/internal/splunkcsv"
)

// escuRun runs a published search and answers the last request with its rows.
type escuRun struct {
	search *escu.Search
	run    *escu.Run
	row    escuRow
}

func newESCURun(search *escu.Search, from project.From) *escuRun {
	r := &escuRun{search: search, run: search.Start(), row: &fieldRow{search: search}}
	if from == project.Raw {
		r.row = &rawRow{reader: search.NewRawReader()}
	}
	return r
}

// escuRow reads the fields of a published search off one row.
type escuRow interface {
	requiredFields() []string
	// read takes a row and says whether it can be read at all.
	read(rows *splunkcsv.Reader) bool
	// values gives the values of the search's field, valid until the next row.
	values(field int) []string
}

func (r *escuRun) Execute(rows *splunkcsv.Reader, last bool, m *conversation.Messages) ([]byte, error) {
	rows.Select(r.row.requiredFields())
	for rows.Next() {
		if r.row.read(rows) {
			r.run.Row(r.row.values)
		}
	}
	if err := rows.Err(); err != nil || !last {
		return nil, err
	}
	if raw, ok := r.row.(*rawRow); ok && raw.notJSON > 0 {
		m.Add(conversation.Info, "%s: _raw is no JSON object", rowsOf(raw.notJSON))
	}
	w := splunkcsv.NewWriter(r.search.Columns())
	for _, row := range r.run.Table() {
		for _, values := range row {
			w.Values(values)
		}
		w.EndRow()
	}
	return w.Body(), nil
}

// fieldRow reads extracted fields, by their published names.
type fieldRow struct {
	search *escu.Search
	rows   *splunkcsv.Reader
	buffer [][]byte
}

func (r *fieldRow) requiredFields() []string { return r.search.RequiredFields() }

func (r *fieldRow) read(rows *splunkcsv.Reader) bool {
	r.rows = rows
	return true
}

func (r *fieldRow) values(field int) []string {
	r.buffer = r.rows.AppendValues(r.buffer[:0], field)
	return texts(r.buffer)
}

func texts(values [][]byte) []string {
	list := make([]string, len(values))
	for i, v := range values {
		list[i] = string(v)
	}
	return list
}

// rawRow reads the raw event.
type rawRow struct {
	reader  *escu.RawReader
	notJSON uint64
}

var rawFields = []string{"_time", "_raw"}

func (r *rawRow) requiredFields() []string { return rawFields }

func (r *rawRow) read(rows *splunkcsv.Reader) bool {
	ok := r.reader.Event(rows.Field(1), rows.Field(0))
	if !ok {
		r.notJSON++
	}
	return ok
}

func (r *rawRow) values(field int) []string { return r.reader.Values(field) }
