package evaluate

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
)

// Table writes the sections as tables for people.
func (r *Result) Table(out io.Writer) error {
	for _, s := range r.Sections() {
		t := table.NewWriter()
		t.SetTitle(s.Title)
		t.SetStyle(table.StyleLight)
		t.AppendHeader(cells(s.Columns))
		for i, row := range s.Rows {
			if i > 0 && s.Columns[0] == "source" && row[0] != s.Rows[i-1][0] {
				t.AppendSeparator()
			}
			t.AppendRow(cells(row))
		}
		if _, err := fmt.Fprintf(out, "%s\n\n", t.Render()); err != nil {
			return err
		}
	}
	return nil
}

func cells(texts []string) table.Row {
	row := make(table.Row, len(texts))
	for i, text := range texts {
		row[i] = text
	}
	return row
}

// CSV writes the sections in the long form: one line for each cell.
func (r *Result) CSV(out io.Writer) error {
	w := csv.NewWriter(out)
	_ = w.Write([]string{"table", "source", "row", "column", "value"}) // told by Error
	for _, s := range r.Sections() {
		names := s.names()
		for _, row := range s.Rows {
			source, name := "all", row[0]
			if s.Columns[0] == "source" {
				source, name = row[0], strings.Join(row[1:names], " ")
			}
			for i := names; i < len(row); i++ {
				_ = w.Write([]string{s.Name, source, name, s.Columns[i], row[i]})
			}
		}
	}
	w.Flush()
	return w.Error()
}

// names is how many columns name a row.
func (s *Section) names() int {
	if s.Columns[0] != "source" || s.Name == "recall" {
		return 1
	}
	return 2
}
