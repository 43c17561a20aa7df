package cli

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"

	"concurrentsessions/internal/command"
	"concurrentsessions/internal/compare"
	"concurrentsessions/internal/engine"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/escu"
	"concurrentsessions/internal/offline"
	"concurrentsessions/internal/report"
	"concurrentsessions/internal/sighting"
)

type compareCommand struct {
	logFlags
	Paths  []string `arg:"" name:"path" help:"${paths}"`
	Format string   `enum:"table,html" default:"table" help:"table, or html for one page (${default})."`
	Output string   `short:"o" help:"Write to this file instead of stdout." placeholder:"FILE"`
}

// Run shows ours beside the published.
func (c *compareCommand) Run(ctx context.Context, p program, s Streams) error {
	both := newComparison()
	result, o, err := c.search(ctx, s, c.Paths, 0, both.event)
	if err != nil {
		return err
	}
	both.pair(result, o)
	err = writeTo(c.Output, s.Out, func(w io.Writer) error {
		if c.Format == "html" {
			return report.WriteComparison(w, both.page(result, p.version))
		}
		return both.table(w)
	})
	if err != nil {
		return err
	}
	tellReading(s.Err, result, c.Problems)
	return nil
}

// comparison collects the events of each published search.
type comparison struct {
	sources map[string]*comparedSource // by profile
	order   []*comparedSource
}

type comparedSource struct {
	search *escu.Search
	reader *escu.RawReader
	events []compare.Event
	pairs  []compare.Pair
	// ours are the findings behind the pairs, in the same order as the
	// comparison's input.
	ours     []compare.Ours
	findings []*offline.Finding
}

func newComparison() *comparison {
	c := &comparison{sources: map[string]*comparedSource{}}
	for _, search := range escu.All() {
		s := &comparedSource{search: search, reader: search.NewRawReader()}
		c.sources[search.Profile] = s
		c.order = append(c.order, s)
	}
	return c
}

// event keeps what both searches see of an event that the base search wants.
func (c *comparison) event(p *offline.Projected) {
	if p.Profile == nil || c.sources[p.Profile.Name] == nil || isFiltered(p) {
		return
	}
	s := c.sources[p.Profile.Name]
	// The published search has Splunk's time, which is the event's own where
	// it has been read.
	at := p.Seen.First
	if !s.reader.Event(p.Event.JSON, bytes.Clone(at.Append(nil))) {
		return
	}
	e := compare.Event{At: at, Sightings: p.Sightings}
	for field := range s.search.Fields {
		e.Published = append(e.Published, s.reader.Values(field))
	}
	s.events = append(s.events, e)
}

// pair holds the findings against the published rows.
func (c *comparison) pair(r *offline.Result, o *command.Options) {
	for i := range r.Findings {
		f := &r.Findings[i]
		if s := c.sources[f.Finding.Profile]; s != nil {
			s.ours = append(s.ours, compare.Ours{Key: f.Key, First: f.First, Last: f.Last, Trigger: f.Trigger, FindingID: f.ID})
			s.findings = append(s.findings, f)
		}
	}
	for i := range r.Profiles {
		p := &r.Profiles[i]
		s := c.sources[profileName(p)]
		if s == nil {
			continue
		}
		window := p.Plan.Engine.Window
		if p.Plan.Engine.Mode == engine.Endless {
			window = epoch.Forever
		}
		s.pairs = compare.Compare(compare.Input{Search: s.search, Window: window, Rule: o.Origin, Ours: s.ours, Events: s.events})
	}
}

// table writes a summary, and each difference.
func (c *comparison) table(w io.Writer) error {
	any := false
	for _, s := range c.order {
		if len(s.events) == 0 {
			continue
		}
		any = true
		counts := s.counts()
		fmt.Fprintf(w, "%s: %d found by both, %d only by us, %d only by the published search %q\n",
			s.search.Profile, counts[compare.Both], counts[compare.OnlyOurs], counts[compare.OnlyTheirs], s.search.Title)
		if counts[compare.OnlyOurs]+counts[compare.OnlyTheirs] == 0 {
			continue
		}
		t := newTable(w)
		t.AppendHeader(table.Row{"time (UTC)", "whose", "found by", "why"})
		for _, pair := range s.pairs {
			if pair.Verdict != compare.Both {
				t.AppendRow(table.Row{clock(pair.At), lines(s.whose(pair)), foundBy[pair.Verdict], report.Visible(pair.Reason)})
			}
		}
		t.Render()
	}
	if !any {
		_, err := fmt.Fprintln(w, "no events that a published search looks at")
		return err
	}
	return nil
}

var foundBy = map[compare.Verdict]string{
	compare.Both: "both", compare.OnlyOurs: "concurrentsessions", compare.OnlyTheirs: "published search",
}

func (s *comparedSource) counts() (counts [3]int) {
	for _, pair := range s.pairs {
		counts[pair.Verdict]++
	}
	return counts
}

// whose gives the key of our finding, or who the published row is about.
func (s *comparedSource) whose(pair compare.Pair) []string {
	if pair.Ours != nil {
		return pair.Ours.Key
	}
	var who []string
	for _, part := range s.holder(pair.Theirs) {
		who = append(who, part.Value)
	}
	return who
}

// holder gives the columns of a published row that say whose session it is.
func (s *comparedSource) holder(row *compare.Row) (parts []report.KeyPart) {
	for _, column := range []string{"user", "user_arn", "SessionId", "debugContext.debugData.dtHash"} {
		if values := row.Get(column); len(values) > 0 {
			parts = append(parts, report.KeyPart{Column: column, Value: strings.Join(values, ", ")})
		}
	}
	return parts
}

// page is the comparison as a page.
func (c *comparison) page(r *offline.Result, version string) *report.Comparison {
	page := &report.Comparison{
		Title: "Concurrent sessions beside the published searches", Version: version,
		Generated: fmt.Sprintf("%s, from %s events of %s", time.Now().UTC().Format("2006-01-02 15:04 UTC"), count(r.Events), plural(uint64(r.Files), "file")),
	}
	for _, s := range c.order {
		for _, pair := range s.pairs {
			page.Rows = append(page.Rows, s.row(pair))
		}
	}
	slices.SortStableFunc(page.Rows, func(a, b report.ComparisonRow) int { return cmp.Compare(a.At, b.At) })
	return page
}

var verdicts = map[compare.Verdict]report.Verdict{
	compare.Both: report.Both, compare.OnlyOurs: report.OnlyOurs, compare.OnlyTheirs: report.OnlyTheirs,
}

func (s *comparedSource) row(pair compare.Pair) report.ComparisonRow {
	row := report.ComparisonRow{
		Verdict: verdicts[pair.Verdict], Profile: s.search.Profile, At: pair.At, Code: string(pair.Code), Reason: pair.Reason,
	}
	if pair.Ours == nil {
		row.Who = s.holder(pair.Theirs)
		return row
	}
	i := slices.IndexFunc(s.findings, func(f *offline.Finding) bool { return f.ID == pair.Ours.FindingID })
	f := s.findings[i]
	for part, column := range f.KeyColumns {
		row.Who = append(row.Who, report.KeyPart{Column: column, Value: f.Key[part]})
	}
	row.Origins, row.FindingID, row.Score = f.Shows[sighting.Origin], f.ID, f.Value
	return row
}
