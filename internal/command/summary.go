package command

import (
	"strconv"
	"strings"

	"concurrentsessions/internal/conversation"
	"concurrentsessions/internal/detect"
	"concurrentsessions/internal/finding"
	"concurrentsessions/internal/splunkcsv"
)

// summaryRun counts like findingsRun and answers with the counters.
type summaryRun struct{ feed }

func newSummaryRun(plan detect.Plan) *summaryRun { return &summaryRun{newFeed(plan)} }

// summaryColumns: which counter, why and for which field or role, how many,
// and under which profile. fields names what was tried for a role that never
// had a value.
var summaryColumns = []splunkcsv.Column{
	{Name: "counter"}, {Name: "reason"}, {Name: "field"}, {Name: "value"}, {Name: "fields"}, {Name: "profile"},
}

func (r *summaryRun) Execute(rows *splunkcsv.Reader, last bool, m *conversation.Messages) ([]byte, error) {
	if err := r.read(rows, last); err != nil || !last {
		return nil, err
	}
	if err := r.detector.Findings(func(*finding.Finding) error { return nil }); err != nil {
		return nil, err
	}
	tally := r.detector.Tally()
	w := splunkcsv.NewWriter(summaryColumns)
	row := func(counter, reason, field string, value uint64, fields []string) {
		w.Value(counter)
		w.Value(reason)
		w.Value(field)
		w.Value(strconv.FormatUint(value, 10))
		w.Value(strings.Join(fields, ", "))
		w.Value(r.plan.Profile)
		w.EndRow()
	}
	row("rows", "", "", tally.Rows, nil)
	row("sightings", "", "", tally.Sightings, nil)
	row("keys", "", "", tally.Keys, nil)
	row("findings", "", "", tally.Findings, nil)
	for _, s := range tally.Skipped() {
		row("rows_skipped", s.Reason.String(), s.Field, s.Rows, nil)
	}
	if tally.Rows > 0 {
		for _, role := range r.detector.Roles() {
			if !role.Had {
				row("role_without_value", "", role.Name, 0, role.Fields)
			}
		}
	}
	tell(m, tally, r.detector.Roles(), r.plan)
	return w.Body(), nil
}
