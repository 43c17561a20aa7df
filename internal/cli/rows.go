package cli

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"io"
	"slices"
	"strings"

	"concurrentsessions/internal/finding"
	"concurrentsessions/internal/offline"
	"concurrentsessions/internal/report"
	"concurrentsessions/internal/sighting"
	"concurrentsessions/internal/splunkcsv"
)

// layoutOf is the layout of one profile's findings.
func layoutOf(p *offline.ProfileResult) *finding.Layout {
	return finding.NewLayout(p.Plan.Project.KeyColumns(), p.Plan.Project.Attributes())
}

// record is a finding as names and values, in the order of its columns.
type record struct {
	names  []string
	values map[string][]string
	multi  map[string]bool
}

// eachRecord gives the findings in their order, each under the columns of its
// profile.
func eachRecord(r *offline.Result, yield func(record) error) error {
	for i := range r.Findings {
		f := &r.Findings[i]
		layout := layoutFor(r, f)
		rec := record{values: map[string][]string{}, multi: map[string]bool{}}
		for _, c := range layout.Columns() {
			rec.names = append(rec.names, c.Name)
			rec.multi[c.Name] = c.Multi
		}
		layout.Values(f.Finding, func(name string, values []string) { rec.values[name] = values })
		if err := yield(rec); err != nil {
			return err
		}
	}
	return nil
}

func layoutFor(r *offline.Result, f *offline.Finding) *finding.Layout {
	i := slices.IndexFunc(r.Profiles, func(p offline.ProfileResult) bool { return p.Profile == f.Profile })
	return layoutOf(&r.Profiles[i])
}

// writeNDJSON writes an object a line. What can have several values is an
// array, what has none is left out.
func writeNDJSON(w io.Writer, r *offline.Result, _ string) error {
	b := bufio.NewWriter(w)
	err := eachRecord(r, func(rec record) error {
		line, err := rec.json()
		if err != nil {
			return err
		}
		b.Write(line)
		return b.WriteByte('\n')
	})
	if err != nil {
		return err
	}
	return b.Flush()
}

// writeJSON writes one array.
func writeJSON(w io.Writer, r *offline.Result, _ string) error {
	b := bufio.NewWriter(w)
	separator := "["
	err := eachRecord(r, func(rec record) error {
		line, err := rec.json()
		if err != nil {
			return err
		}
		b.WriteString(separator + "\n")
		separator = ","
		_, err = b.Write(line)
		return err
	})
	if err != nil {
		return err
	}
	if separator == "[" {
		b.WriteString("[")
	}
	b.WriteString("\n]\n")
	return b.Flush()
}

func (rec *record) json() ([]byte, error) {
	b := []byte{'{'}
	for _, name := range rec.names {
		values := rec.values[name]
		if len(values) == 0 {
			continue
		}
		var value any = values[0]
		if rec.multi[name] {
			value = values
		}
		key, err := json.Marshal(name)
		if err != nil {
			return nil, err
		}
		text, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}
		if len(b) > 1 {
			b = append(b, ',')
		}
		b = append(append(append(b, key...), ':'), text...)
	}
	return append(report.EscapeJSON(b), '}'), nil
}

// writeCSV writes one table of all findings, for spreadsheets: several values
// are joined by "; ", what cannot be seen is written out, and nothing that a
// log says can be taken for a formula.
func writeCSV(w io.Writer, r *offline.Result, _ string) error {
	names := allColumns(r)
	out := csv.NewWriter(w)
	if err := out.Write(names); err != nil {
		return err
	}
	err := eachRecord(r, func(rec record) error {
		row := make([]string, len(names))
		for i, name := range names {
			shown := make([]string, len(rec.values[name]))
			for j, value := range rec.values[name] {
				shown[j] = report.Visible(value)
				if name != "reasons" { // our own words, some of which begin with a sign
					shown[j] = noFormula(shown[j])
				}
			}
			row[i] = strings.Join(shown, "; ")
		}
		return out.Write(row)
	})
	if err != nil {
		return err
	}
	out.Flush()
	return out.Error()
}

// noFormula keeps a spreadsheet from obeying what a log says: text that it
// would take for a formula gets an apostrophe before it. Some spreadsheets take
// a semicolon for the end of the cell, so what follows one counts as well.
func noFormula(text string) string {
	parts := strings.Split(text, ";")
	for i, part := range parts {
		blanks := len(part) - len(strings.TrimLeft(part, " "))
		if rest := part[blanks:]; rest != "" && strings.ContainsRune("=+-@|%", rune(rest[0])) && !isNumber(rest) {
			parts[i] = part[:blanks] + "'" + rest
		}
	}
	return strings.Join(parts, ";")
}

func isNumber(text string) bool {
	return strings.Trim(text, "-0123456789.") == "" && strings.Count(text, "-") <= 1
}

// allColumns are the columns of all profiles: those of the command's order
// first, as they come.
func allColumns(r *offline.Result) []string {
	var names []string
	for i := range r.Profiles {
		at := 0
		for _, c := range layoutOf(&r.Profiles[i]).Columns() {
			if have := slices.Index(names, c.Name); have >= 0 {
				at = have + 1
				continue
			}
			names = slices.Insert(names, at, c.Name)
			at++
		}
	}
	if names == nil {
		names = finding.NewLayout(nil, []sighting.Attribute{sighting.User}).Names()
	}
	return names
}

// writeSplunk writes exactly the rows of the search command, one body for each
// profile, since their columns differ.
func writeSplunk(w io.Writer, r *offline.Result, _ string) error {
	for i := range r.Profiles {
		p := &r.Profiles[i]
		layout := layoutOf(p)
		out := splunkcsv.NewWriter(layout.Columns())
		for j := range r.Findings {
			if r.Findings[j].Profile == p.Profile {
				layout.Write(out, r.Findings[j].Finding)
			}
		}
		if out.Rows() == 0 {
			continue
		}
		body := out.Body()
		if isTerminal(w) { // whoever looks at it is no program
			body = visibleLines(body)
		}
		if _, err := w.Write(body); err != nil {
			return err
		}
	}
	return nil
}

// visibleLines writes out what a terminal would obey.
func visibleLines(text []byte) []byte {
	lines := strings.Split(string(text), "\n")
	for i, line := range lines {
		lines[i] = report.Visible(line)
	}
	return []byte(strings.Join(lines, "\n"))
}
