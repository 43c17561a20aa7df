package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// Report is what was measured where.
type Report struct {
	Machine Machine `json:"machine"`
	Rounds  int     `json:"rounds"`
	Short   bool    `json:"short,omitempty"`
	Lines   []Line  `json:"lines"`
}

var columns = []string{"work", "measured", "beside it", "ratio or figure", "target", ""}

// print writes the table for people.
func (r *Report) print(w io.Writer) {
	if r.Short {
		r.printRight(w)
		return
	}
	t := table.NewWriter()
	t.SetOutputMirror(w)
	t.SetStyle(table.StyleLight)
	t.Style().Format.Header = text.FormatDefault
	t.AppendHeader(row(columns))
	for i := range r.Lines {
		t.AppendRow(row(r.Lines[i].cells()))
	}
	t.SetColumnConfigs([]table.ColumnConfig{
		{Number: 1, WidthMax: 48, WidthMaxEnforcer: text.WrapSoft}, {Number: 2, WidthMax: 38, WidthMaxEnforcer: text.WrapSoft}, {Number: 3, WidthMax: 38, WidthMaxEnforcer: text.WrapSoft}, {Number: 4, WidthMax: 26}, {Number: 5, WidthMax: 36},
	})
	t.Render()
	met, targets := r.met()
	fmt.Fprintf(w, "%d of %d targets met; %s; best of %d\n", met, targets, r.Machine, r.Rounds)
}

// met counts the targets that were met, and those that were measured.
func (r *Report) met() (met, targets int) {
	for i := range r.Lines {
		l := &r.Lines[i]
		if l.Missing != "" || l.Target == (Target{}) {
			continue
		}
		targets++
		if l.Target.met(l.Figure) {
			met++
		}
	}
	return met, targets
}

// printRight writes what the short form is for.
func (r *Report) printRight(w io.Writer) {
	for i := range r.Lines {
		result := "right"
		if l := &r.Lines[i]; l.Missing != "" {
			result = "not measured, " + l.Missing
		}
		fmt.Fprintf(w, "%s: %s\n", r.Lines[i].Work, result)
	}
}

func row(cells []string) (r table.Row) {
	for _, c := range cells {
		r = append(r, c)
	}
	return r
}

func (r *Report) writeJSON(name string) error {
	out, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(name, append(out, '\n'), 0o644)
}

// The marks between which the table stands in a page.
const (
	begin = "<!-- measured: begin -->\n"
	end   = "<!-- measured: end -->\n"
)

// writePage writes the table into a page, in place of the one before.
func (r *Report) writePage(name string) error {
	page, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	before, rest, found := bytes.Cut(page, []byte(begin))
	_, after, foundEnd := bytes.Cut(rest, []byte(end))
	if !found || !foundEnd {
		return fmt.Errorf("%s: there are no marks %s and %s for the table", name, strings.TrimSpace(begin), strings.TrimSpace(end))
	}
	var b bytes.Buffer
	b.Write(before)
	b.WriteString(begin)
	r.markdown(&b)
	b.WriteString(end)
	b.Write(after)
	return os.WriteFile(name, b.Bytes(), 0o644)
}

func (r *Report) markdown(w io.Writer) {
	met, targets := r.met()
	fmt.Fprintf(w, "Measured on %s; the best of %d rounds. %d of %d targets are met.\n\n", r.Machine, r.Rounds, met, targets)
	writeRow(w, columns)
	fmt.Fprintln(w, strings.Repeat("|---", len(columns))+"|")
	for i := range r.Lines {
		writeRow(w, r.Lines[i].cells())
	}
	fmt.Fprint(w, "\n| to repeat | run, after `make build` |\n|---|---|\n")
	for i := range r.Lines {
		fmt.Fprintf(w, "| %s | `%s` |\n", r.Lines[i].Work, r.Lines[i].Command)
	}
}

func writeRow(w io.Writer, cells []string) {
	fmt.Fprintf(w, "| %s |\n", strings.Join(cells, " | "))
}
