package command

import (
	"concurrentsessions/internal/conversation"
	"concurrentsessions/internal/detect"
	"concurrentsessions/internal/finding"
	"concurrentsessions/internal/splunkcsv"
)

// findingsRun collects rows and answers the last request with the findings.
type findingsRun struct{ feed }

func newFindingsRun(plan detect.Plan) *findingsRun { return &findingsRun{newFeed(plan)} }

func (r *findingsRun) Execute(rows *splunkcsv.Reader, last bool, m *conversation.Messages) ([]byte, error) {
	if err := r.read(rows, last); err != nil || !last {
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
