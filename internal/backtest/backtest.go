// Package backtest runs the detector over what a search on a live Splunk finds,
// and the published search beside it. The server needs nothing of ours.
package backtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"concurrentsessions/internal/command"
	"concurrentsessions/internal/compare"
	"concurrentsessions/internal/conversation"
	"concurrentsessions/internal/detect"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/escu"
	"concurrentsessions/internal/finding"
	"concurrentsessions/internal/rest"
	"concurrentsessions/internal/splunkcsv"
	"concurrentsessions/internal/tabular"
)

// Plan says what to run.
type Plan struct {
	// Search is the search before the pipe, App where it runs.
	Search, App string
	// Earliest and Latest are times as a search has them, such as -7d@d.
	Earliest, Latest string
	Options          *command.Options
	// Compared is how many rows the comparison may keep in memory; beyond it,
	// there is none. 0 is no comparison.
	Compared int
	// Idle is how long the server may be silent.
	Idle time.Duration
	// Progress is told how many rows have come; nil is nobody.
	Progress func(rows int)
}

// Result is what came of it.
type Result struct {
	Earliest, Latest epoch.Micros
	// Findings is CSV as the search command answers, Count how many they are.
	Findings []byte
	Count    int
	Tally    detect.Tally
	// Messages are what the search command would say, and what Splunk said.
	Messages []conversation.Message
	// Published is the published search and Pairs the comparison with it.
	// WhyNot says why there is none.
	Published *escu.Search
	Pairs     []compare.Pair
	WhyNot    string
}

// run is a plan at work.
type run struct {
	Plan
	detect   detect.Plan
	detector *detect.Detector
	slots    rest.Slots
	rival    *rival // nil without comparison
	rows     int
}

// Run runs the search and looks at its rows. The client has to be logged in.
func Run(ctx context.Context, client *rest.Client, p Plan) (*Result, error) {
	var result Result
	var err error
	if result.Earliest, err = client.Time(ctx, p.Earliest); err != nil {
		return nil, fmt.Errorf("earliest %w", err)
	}
	if result.Latest, err = client.Time(ctx, p.Latest); err != nil {
		return nil, fmt.Errorf("latest %w", err)
	}
	if result.Earliest >= result.Latest {
		return nil, fmt.Errorf("earliest %s is not before latest %s", p.Earliest, p.Latest)
	}
	r := run{Plan: p}
	if r.detect, err = p.Options.Live(result.Earliest, result.Latest); err != nil {
		return nil, err
	}
	r.detector = detect.New(r.detect)
	r.slots.Names = r.detect.Project.RequiredFields()
	r.rival, result.WhyNot = newRival(p, r.detect)
	search := rest.Search{
		SPL: p.Search, App: p.App, Earliest: result.Earliest, Latest: result.Latest,
		Fields: r.fields(), Idle: p.Idle,
	}
	summary, err := client.Export(ctx, search, r.row)
	if err != nil {
		return nil, hinted(err)
	}
	return &result, r.finish(&result, &summary)
}

// fields are those that the detector and the published search need.
func (r *run) fields() []string {
	fields := slices.Clone(r.slots.Names)
	if r.rival != nil {
		for _, name := range r.rival.fields() {
			if !slices.Contains(fields, name) {
				fields = append(fields, name)
			}
		}
	}
	return fields
}

func (r *run) row(row rest.Row) error {
	// Splunk writes _time out for people; in the search it is a number.
	if at, ok := epoch.Parse([]byte(strings.Join(row["_time"], ""))); ok {
		row["_time"] = tabular.Values{at.String()}
	}
	r.slots.Row = row
	r.detector.Row(&r.slots)
	if r.rival != nil && !r.rival.row(row, &r.slots) {
		r.rival = nil // and its memory with it
	}
	r.rows++
	if r.Progress != nil {
		r.Progress(r.rows)
	}
	return nil
}

// finish asks the detector and makes the comparison.
func (r *run) finish(result *Result, summary *rest.Summary) error {
	if result.WhyNot == "" && r.rival == nil {
		result.WhyNot = fmt.Sprintf("there are more than %d rows to keep for it; raise the limit, or search less time", r.Compared)
	}
	layout := finding.NewLayout(r.detect.Project.KeyColumns(), r.detect.Project.Attributes())
	csv := splunkcsv.NewWriter(layout.Columns())
	var ours []compare.Ours
	err := r.detector.Findings(func(f *finding.Finding) error {
		layout.Write(csv, f)
		if r.rival != nil {
			ours = append(ours, compare.Ours{Key: slices.Clone(f.Key), First: f.First, Last: f.Last, Trigger: f.Trigger, FindingID: f.ID})
		}
		result.Count++
		return nil
	})
	if err != nil {
		return err
	}
	result.Findings, result.Tally = csv.Body(), r.detector.Tally()
	var m conversation.Messages
	command.Tell(&m, r.detector, r.detect)
	for _, said := range summary.Messages {
		m.Add(conversation.Level(said.Type), "splunk says: %s", said.Text)
	}
	if summary.Rows > 0 && !summary.IsMarked {
		m.Add(conversation.Warn, "splunk did not mark the last row; if the search was cut short on the way, findings are missing")
	}
	result.Messages = m.Take(true)
	if r.rival != nil {
		result.Published, result.Pairs = r.rival.search, r.rival.compare(ours)
	}
	return nil
}

// hinted adds what to do about a search that broke off.
func hinted(err error) error {
	if errors.Is(err, rest.ErrCut) || errors.Is(err, rest.ErrIdle) {
		return fmt.Errorf("%w; nothing is reported from a part of the rows: run it again, or search less time at once", err)
	}
	return err
}
