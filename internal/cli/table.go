package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/offline"
	"concurrentsessions/internal/report"
	"concurrentsessions/internal/sighting"
)

// writeTable writes the columns that an analyst looks at first.
func writeTable(w io.Writer, r *offline.Result, _ string) error {
	if len(r.Findings) == 0 {
		_, err := fmt.Fprintln(w, "no findings")
		return err
	}
	t := newTable(w)
	t.AppendHeader(table.Row{"trigger (UTC)", "profile", "whose", "origins", "gap", "A..B..A", "events", "score", "finding id"})
	for i := range r.Findings {
		f := &r.Findings[i]
		t.AppendRow(table.Row{
			clock(f.Trigger), f.Finding.Profile, lines(f.Key), lines(f.Shows[sighting.Origin]),
			gap(f), yes(f.Interleaved), f.Count, f.Value, f.ID[:12],
		})
	}
	t.Render()
	return nil
}

func newTable(w io.Writer) table.Writer {
	t := table.NewWriter()
	t.SetOutputMirror(w)
	t.SetStyle(table.StyleLight)
	t.Style().Format.Header = text.FormatDefault
	if columns := width(w); columns > 0 {
		t.SetAllowedRowLength(columns)
	}
	t.SetColumnConfigs([]table.ColumnConfig{
		{Name: "whose", WidthMax: 50, WidthMaxEnforcer: text.WrapHard},
		{Name: "why", WidthMax: 60, WidthMaxEnforcer: text.WrapSoft},
	})
	return t
}

// lines writes values one below the other, with nothing in them that a
// terminal would obey.
func lines(values []string) string {
	shown := make([]string, len(values))
	for i, v := range values {
		shown[i] = report.Visible(v)
	}
	return strings.Join(shown, "\n")
}

func clock(m epoch.Micros) string {
	return time.UnixMicro(int64(m)).UTC().Format("2006-01-02 15:04:05")
}

func gap(f *offline.Finding) string {
	if !f.HasGap {
		return ""
	}
	return f.ClosestGap.String() + " s"
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
