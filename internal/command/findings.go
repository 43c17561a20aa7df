package command

import (
	"cmp"
	"io"

	"concurrentsessions/internal/conversation"
	"concurrentsessions/internal/detect"
	"concurrentsessions/internal/finding"
	"concurrentsessions/internal/splunkcsv"
)

// findingsRun collects rows and answers the last request with the findings.
type findingsRun struct {
	plan      detect.Plan
	detector  *detect.Detector
	io.Closer // of what was put aside
}

func newFindingsRun(plan detect.Plan) *findingsRun {
	return &findingsRun{plan: plan, detector: detect.New(plan), Closer: asideOf(plan)}
}

func (r *findingsRun) Execute(rows *splunkcsv.Reader, last bool, m *conversation.Messages) ([]byte, error) {
	if err := takeRows(rows, r.plan, r.detector); err != nil || !last {
		return nil, err
	}
	layout := finding.NewLayout(r.plan.Project.KeyColumns(), r.plan.Project.Attributes())
	w := splunkcsv.NewWriter(layout.Columns())
	err := r.detector.Findings(func(f *finding.Finding) error {
		layout.Write(w, f)
		return nil
	})
	tell(m, r.detector.Tally(), r.detector.Roles(), r.plan)
	return w.Body(), err
}

// takeRows gives the detector all rows of a request.
func takeRows(rows *splunkcsv.Reader, plan detect.Plan, d *detect.Detector) error {
	rows.Select(plan.Project.RequiredFields())
	for rows.Next() {
		d.Row(rows)
	}
	return cmp.Or(d.Err(), rows.Err())
}
