package scripts

import (
	"bytes"
	"slices"
	"strings"

	"concurrentsessions/internal/command"
	"concurrentsessions/internal/conversation"
	"concurrentsessions/internal/splunkcsv"
)

// printer writes replies as scripts have them.
type printer struct {
	keys  []string // the columns of the key
	print func(found) []string
	lines []string
	told  []string
	count int
}

// found is one row of a reply.
type found struct {
	columns []string
	values  map[string][]string
}

func (f found) one(name string) string { return strings.Join(f.values[name], ",") }

func newPrinter(o *command.Options) *printer {
	p := &printer{keys: o.By}
	if o.Profile != nil && o.By == nil {
		for _, part := range o.Profile.Key {
			p.keys = append(p.keys, part.Column)
		}
	}
	p.print = p.finding
	if o.Mode == command.ESCU {
		p.print = published
	}
	return p
}

// reply writes the rows of a run's reply that meet the conditions.
func (p *printer) reply(run Run, csv []byte, where []comparison) error {
	r := splunkcsv.NewReader()
	if err := r.Reset(bytes.NewReader(csv)); err != nil {
		return err
	}
	columns := slices.Clone(r.Columns())
	r.Select(columns)
	first := true
	for r.Next() {
		f := found{columns, map[string][]string{}}
		for i, name := range columns {
			for _, v := range r.AppendValues(nil, i) {
				f.values[name] = append(f.values[name], string(v))
			}
		}
		if slices.ContainsFunc(where, func(c comparison) bool { return !c.holds(f.values[c.column]) }) {
			continue
		}
		if first && run.IsScheduled {
			p.lines = append(p.lines, "run "+clock(run.Latest))
		}
		first = false
		p.count++
		p.lines = append(p.lines, p.print(f)...)
	}
	return r.Err()
}

// messages keeps what the user was told, each once over all runs.
func (p *printer) messages(list []conversation.Message) {
	for _, m := range list {
		line := strings.ToLower(string(m.Level)) + ": " + m.Text
		if !slices.Contains(p.told, line) {
			p.told = append(p.told, line)
		}
	}
}

func (p *printer) answer() Answer {
	return Answer{Findings: p.count, Lines: append(p.lines, p.told...)}
}

// published writes a row of a published search: every column with a value.
func published(f found) []string {
	const width = 90
	var lines []string
	for _, name := range f.columns {
		value := f.one(name)
		if value == "" {
			continue
		}
		if name == "_time" || name == "firstTime" || name == "lastTime" {
			value = clockOf(value)
		}
		part := name + "=" + value
		if last := len(lines) - 1; last >= 0 && len(lines[last])+len(part) < width {
			lines[last] += " " + part
		} else {
			lines = append(lines, part)
		}
	}
	return continued(lines)
}

// continued indents all lines but the first.
func continued(lines []string) []string {
	for i := 1; i < len(lines); i++ {
		lines[i] = indent + lines[i]
	}
	return lines
}

func number(n, one, several string) string {
	if n == "1" {
		return "1 " + one
	}
	return n + " " + several
}
