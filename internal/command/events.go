package command

import (
	"slices"
	"strconv"

	"concurrentsessions/internal/conversation"
	"concurrentsessions/internal/detect"
	"concurrentsessions/internal/splunkcsv"
)

// eventsRun passes every row through with what is known around it so far. Each
// row is answered in its own chunk, so that splunkd merges it with the right
// withheld fields.
type eventsRun struct {
	plan   detect.Plan
	marker *detect.Marker
	text   [32]byte
}

func newEventsRun(plan detect.Plan) *eventsRun {
	return &eventsRun{plan: plan, marker: detect.NewMarker(plan)}
}

// eventsColumns are appended to each row.
var eventsColumns = []splunkcsv.Column{
	{Name: "cs_origin", Multi: true}, {Name: "cs_origin_count"}, {Name: "cs_hot"}, {Name: "cs_gap"},
}

func (r *eventsRun) Execute(rows *splunkcsv.Reader, last bool, m *conversation.Messages) ([]byte, error) {
	needed := r.plan.Project.RequiredFields()
	columns := rows.Columns()
	rows.Select(append(slices.Clone(needed), columns...))
	echoed := make([]splunkcsv.Column, len(columns), len(columns)+len(eventsColumns))
	for i, name := range columns {
		echoed[i] = splunkcsv.Column{Name: name, Multi: true}
	}
	w := splunkcsv.NewWriter(append(echoed, eventsColumns...))
	var values [][]byte
	for rows.Next() {
		mark := r.marker.Row(rows)
		if fields, ok := rows.Plain(); ok {
			w.Plain(fields, len(columns))
		} else {
			for i := range columns {
				values = rows.AppendValues(values[:0], len(needed)+i)
				w.Values(texts(values))
			}
		}
		r.write(w, &mark)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	if last {
		tell(m, r.marker.Tally(), r.marker.Roles(), r.plan)
	}
	if len(columns) == 0 {
		return nil, nil
	}
	return w.Body(), nil
}

func texts(values [][]byte) []string {
	list := make([]string, len(values))
	for i, v := range values {
		list[i] = string(v)
	}
	return list
}

// write writes what is known around a row.
func (r *eventsRun) write(w *splunkcsv.Writer, mark *detect.Mark) {
	w.Values(mark.Origins)
	if mark.Known {
		w.Bytes(strconv.AppendInt(r.text[:0], int64(mark.OriginCount), 10))
		w.Bytes(strconv.AppendBool(r.text[:0], mark.Hot))
	} else {
		w.Value("")
		w.Value("")
	}
	if mark.HasGap {
		w.Bytes(mark.Gap.Append(r.text[:0]))
	}
	w.EndRow()
}
