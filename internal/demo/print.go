package demo

import (
	"fmt"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"concurrentsessions/internal/basesearch"
	"concurrentsessions/internal/compare"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/escu"
	"concurrentsessions/internal/profile"
	"concurrentsessions/internal/samples"
	"concurrentsessions/internal/splunkd"
)

func (d *Demo) printHeader(source samples.Source, p *profile.Profile, log *basesearch.Result) {
	fmt.Fprintf(d.Out, "%s\n", text.Bold.Sprint(p.Title))
	fmt.Fprintf(d.Out, "  %s: %d events, %d of them for this search\n", source.File, log.Total, len(log.Events))
	fmt.Fprintf(d.Out, "  ... | concurrentsessions profile=%s        (window %s, %s)\n", p.Name, span(p.Window), p.When)
}

// printFindings shows the columns that an analyst looks at first.
func (d *Demo) printFindings(p *profile.Profile, found splunkd.Table) {
	if len(found.Rows) == 0 {
		fmt.Fprintf(d.Out, "  No findings.\n")
		return
	}
	t := d.table()
	t.AppendHeader(table.Row{"trigger (UTC)", keyTitle(p), "origins", "gap", "A..B..A", "count", "score"})
	for i := range found.Rows {
		var key []string
		for _, part := range p.Key {
			key = append(key, found.Value(i, part.Column))
		}
		t.AppendRow(table.Row{
			clock(moment(found.Value(i, "_time"))), strings.Join(key, "\n"), found.Value(i, "origin"),
			found.Value(i, "closest_gap") + " s", yes(found.Value(i, "interleaved")), found.Value(i, "count"), found.Value(i, "score"),
		})
	}
	t.Render()
}

// printComparison shows each difference with its reason.
func (d *Demo) printComparison(search *escu.Search, pairs []compare.Pair, published int) error {
	var both, ours, theirs int
	t := d.table()
	t.AppendHeader(table.Row{"time (UTC)", "who", "found by", "why the other did not"})
	for _, pair := range pairs {
		switch pair.Verdict {
		case compare.Both:
			both++
			continue
		case compare.OnlyOurs:
			ours++
			t.AppendRow(table.Row{clock(pair.At), strings.Join(pair.Ours.Key, "\n"), "concurrentsessions", pair.Reason})
		case compare.OnlyTheirs:
			theirs++
			t.AppendRow(table.Row{clock(pair.At), rowHolder(pair.Theirs), "published search", pair.Reason})
		}
	}
	if both+theirs < published {
		return fmt.Errorf("the published search has %d rows through the protocol, but %d in the comparison", published, both+theirs)
	}
	fmt.Fprintf(d.Out, "  Beside the published search %q: %d found by both, %d only by us, %d only by it\n", search.Title, both, ours, theirs)
	if ours+theirs > 0 {
		t.Render()
	}
	fmt.Fprintln(d.Out)
	return nil
}

// table is an empty table in the demo's style.
func (d *Demo) table() table.Writer {
	t := table.NewWriter()
	t.SetOutputMirror(d.Out)
	t.SetStyle(table.StyleLight)
	t.Style().Format.Header = text.FormatDefault
	if d.Width > 0 {
		t.SetAllowedRowLength(d.Width)
	}
	t.SetColumnConfigs([]table.ColumnConfig{
		{Number: 2, WidthMax: 48, WidthMaxEnforcer: text.WrapHard},
		{Number: 4, WidthMax: 60, WidthMaxEnforcer: text.WrapSoft},
	})
	return t
}

func keyTitle(p *profile.Profile) string {
	names := make([]string, len(p.Key))
	for i, part := range p.Key {
		names[i] = part.Column
	}
	return strings.Join(names, ", ")
}

// rowHolder is whose session a row of the published search is about.
func rowHolder(row *compare.Row) string {
	for _, column := range []string{"user", "user_arn"} {
		if values := row.Get(column); len(values) > 0 {
			return strings.Join(values, "\n")
		}
	}
	return ""
}

func clock(m epoch.Micros) string {
	return time.UnixMicro(int64(m)).UTC().Format("15:04:05")
}

// span is a span as people write it: 5m, 1h.
func span(m epoch.Micros) string {
	text := time.Duration(m * 1000).String()
	return strings.TrimSuffix(strings.TrimSuffix(text, "0s"), "0m")
}

func yes(boolean string) string {
	if boolean == "true" {
		return "yes"
	}
	return "no"
}
