package command

import (
	"errors"

	"concurrentsessions/internal/conversation"
	"concurrentsessions/internal/detect"
	"concurrentsessions/internal/engine"
	"concurrentsessions/internal/epoch"
)

// Live plans a run over the rows of a search between the two moments, for one
// who gets them from Splunk without being started by it. What answers with
// something else than findings is refused.
func (o *Options) Live(earliest, latest epoch.Micros) (detect.Plan, error) {
	switch {
	case o.Mode == ESCU:
		return detect.Plan{}, errors.New("option mode=\"escu\": the published search is run beside ours anyway")
	case o.Output != Findings:
		return detect.Plan{}, errors.New("option output: here it can only be findings")
	}
	return o.plan(timeRange{earliest: engine.At(earliest), latest: engine.At(latest)}, false)
}

// Tell says what was left out and why, as the search command does.
func Tell(m *conversation.Messages, d *detect.Detector, plan detect.Plan) {
	tell(m, d.Tally(), d.Roles(), plan)
	warnShortRunUp(plan.Engine, m)
}
