package tabular

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"concurrentsessions/internal/report"
	"concurrentsessions/internal/splunkd"
)

// Formats are the names of the formats that Write knows.
const Formats = "table,csv,json"

// Write prints the rows in one of the Formats. Several values of a field stand
// on several lines, in JSON in a list. A table leaves out columns without any
// value and, if width is not 0, cuts lines there.
func Write(w io.Writer, t *splunkd.Table, format string, width int) error {
	switch format {
	case "table":
		return writeTable(w, t, width)
	case "csv":
		return writeCSV(w, t, width > 0)
	case "json":
		return writeJSON(w, t)
	}
	return fmt.Errorf("format %q: want one of %s", format, Formats)
}

// writeCSV keeps every value as it is, unless somebody looks at it.
func writeCSV(w io.Writer, t *splunkd.Table, isTerminal bool) error {
	out := csv.NewWriter(w)
	if len(t.Columns) > 0 {
		out.Write(t.Columns) // Flush keeps the error
	}
	record := make([]string, len(t.Columns))
	for i := range t.Rows {
		for c, values := range t.Rows[i] {
			record[c] = strings.Join(values, "\n")
			if isTerminal {
				record[c] = visible(record[c])
			}
		}
		out.Write(record)
	}
	out.Flush()
	return out.Error()
}

func writeJSON(w io.Writer, t *splunkd.Table) error {
	var line bytes.Buffer
	encoder := json.NewEncoder(&line)
	encoder.SetEscapeHTML(false)
	for i := range t.Rows {
		line.Reset()
		line.WriteByte('{')
		for c, values := range t.Rows[i] {
			if len(values) == 0 {
				continue
			}
			if line.Len() > 1 {
				line.WriteByte(',')
			}
			for n, part := range []any{t.Columns[c], Values(values)} {
				if n == 1 {
					line.WriteByte(':')
				}
				if err := encoder.Encode(part); err != nil {
					return err
				}
				line.Truncate(line.Len() - 1) // Encode ends the line
			}
		}
		line.WriteString("}\n")
		if _, err := w.Write(report.EscapeJSON(line.Bytes())); err != nil {
			return err
		}
	}
	return nil
}

func writeTable(w io.Writer, t *splunkd.Table, width int) error {
	out := table.NewWriter()
	out.SetStyle(table.StyleLight)
	out.Style().Format.Header = text.FormatDefault
	if width > 0 {
		out.SetAllowedRowLength(width)
	}
	var shown []int
	var header table.Row
	for c, name := range t.Columns {
		if hasValue(t, c) {
			shown = append(shown, c)
			header = append(header, name)
		}
	}
	out.AppendHeader(header)
	for i := range t.Rows {
		row := make(table.Row, len(shown))
		for n, c := range shown {
			row[n] = printable(strings.Join(t.Rows[i][c], "\n"))
		}
		out.AppendRow(row)
	}
	if len(shown) > 0 {
		if _, err := fmt.Fprintln(w, out.Render()); err != nil {
			return err
		}
	}
	rows := "rows"
	if len(t.Rows) == 1 {
		rows = "row"
	}
	_, err := fmt.Fprintf(w, "%d %s\n", len(t.Rows), rows)
	return err
}

func hasValue(t *splunkd.Table, column int) bool {
	for i := range t.Rows {
		if strings.Join(t.Rows[i][column], "") != "" {
			return true
		}
	}
	return false
}

// printable keeps what a log holds from steering the terminal, and a cell from
// filling the screen.
func printable(s string) string {
	const most = 400
	if runes := []rune(s); len(runes) > most {
		return visible(string(runes[:most])) + "…"
	}
	return visible(s)
}

// visible keeps the line ends, which part values.
func visible(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = report.Visible(line)
	}
	return strings.Join(lines, "\n")
}
