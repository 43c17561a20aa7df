package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"concurrentsessions/internal/engine"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/offline"
	"concurrentsessions/internal/report"
	"concurrentsessions/internal/sighting"
)

// writeFinding shows the sightings, windows and conditions behind a finding.
func writeFinding(w io.Writer, r *offline.Result, f *offline.Finding) error {
	plan := planOf(r, f)
	fmt.Fprintf(w, "finding %s\n", f.ID)
	for i, column := range f.KeyColumns {
		fmt.Fprintf(w, "  %-12s %s\n", column, report.Visible(f.Key[i]))
	}
	fmt.Fprintf(w, "  %-12s %s\n", "condition", plan.When)
	fmt.Fprintf(w, "  %-12s %s\n", "window", windowText(plan))
	fmt.Fprintf(w, "  %-12s %s, when the condition began to hold\n", "trigger", clock(f.Trigger))
	if f.End == epoch.Forever {
		fmt.Fprintf(w, "  %-12s to the end of the logs\n", "hot")
	} else {
		fmt.Fprintf(w, "  %-12s until %s, one window after the last sighting that kept it so\n", "hot", clock(f.End))
	}
	fmt.Fprintf(w, "  %-12s %d\n", "score", f.Value)
	for _, reason := range f.Reasons {
		fmt.Fprintf(w, "  %-12s %s\n", "", reason)
	}
	t := newTable(w)
	t.AppendHeader(table.Row{"time (UTC)", "origin", "source", "client", "action", "origins present", "event"})
	for i := range f.Sightings {
		s := &f.Sightings[i]
		note := ""
		if s.At == f.Trigger {
			note = "  <- trigger"
		}
		t.AppendRow(table.Row{
			clock(s.At), report.Visible(s.Origin()), report.Visible(s.Src()), client(s), lines(s.Shows[sighting.Action]),
			fmt.Sprintf("%d%s", originsPresent(plan, f.Sightings, s.At), note), report.Visible(fmt.Sprintf("%s:%d", s.File, s.Line)),
		})
	}
	t.Render()
	if f.More > 0 {
		fmt.Fprintf(w, "%s further from the trigger left out; --sightings shows more\n", plural(uint64(f.More), "sighting"))
	}
	return nil
}

func planOf(r *offline.Result, f *offline.Finding) *engine.Plan {
	for i := range r.Profiles {
		if r.Profiles[i].Profile == f.Profile {
			return &r.Profiles[i].Plan.Engine
		}
	}
	return &engine.Plan{}
}

func windowText(p *engine.Plan) string {
	switch p.Mode {
	case engine.Endless:
		return "the whole search"
	case engine.Tumbling:
		return p.Window.String() + " s, by the clock"
	}
	return p.Window.String() + " s, sliding"
}

// originsPresent is the number of distinct origins present at a moment, of the
// sightings that are shown.
func originsPresent(p *engine.Plan, list []offline.Sighting, at epoch.Micros) int {
	present := map[string]bool{}
	for i := range list {
		s := &list[i]
		var here bool
		switch p.Mode {
		case engine.Endless:
			here = s.At <= at
		case engine.Tumbling:
			here = s.At <= at && s.At.Slice(p.Window) == at.Slice(p.Window)
		default:
			here = s.At <= at && at <= s.At+p.Window
		}
		if here && s.Origin() != "" {
			present[s.Origin()] = true
		}
	}
	return len(present)
}

// client is what the sighting's client says of itself, in short.
func client(s *offline.Sighting) string {
	known := append(append([]string(nil), s.Shows[sighting.Browser]...), s.Shows[sighting.OS]...)
	return report.Visible(strings.Join(known, ", "))
}
