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
}

func newEventsRun(plan detect.Plan) *eventsRun {
	return &eventsRun{plan: plan, marker: detect.NewMarker(plan)}
}

// eventsColumns are appended to each row.
var eventsColumns = []splunkcsv.Column{
	{Name: "cs_origin", Multi: true}, {Name: "cs_origin_count"}, {Name: "cs_hot"}, {Name: "cs_gap"},
}

func (r *eventsRun) Execute(rows *splunkcsv.Reader, last bool, m *conversation.Messages) ([]byte, error) {
	fields := r.plan.Project.RequiredFields()
	columns := rows.Columns()
	rows.Select(append(slices.Clone(fields), columns...))
	echoed := make([]splunkcsv.Column, len(columns), len(columns)+len(eventsColumns))
	for i, name := range columns {
		echoed[i] = splunkcsv.Column{Name: name, Multi: true}
	}
	w := splunkcsv.NewWriter(append(echoed, eventsColumns...))
	var values [][]byte
	for rows.Next() {
		mark := r.marker.Row(rows)
		for i := range columns {
			values = rows.AppendValues(values[:0], len(fields)+i)
			w.Values(texts(values))
		}
		w.Values(mark.Origins)
		w.Value(optional(mark.Known, strconv.Itoa(mark.OriginCount)))
		w.Value(optional(mark.Known, strconv.FormatBool(mark.Hot)))
		w.Value(optional(mark.HasGap, mark.Gap.String()))
		w.EndRow()
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

func optional(has bool, text string) string {
	if !has {
		return ""
	}
	return text
}
