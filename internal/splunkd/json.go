package splunkd

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/tidwall/gjson"

	"concurrentsessions/internal/epoch"
)

// JSON extracts fields from raw JSON events as Splunk does by itself
// (KV_MODE=json):
//
//	{"a":{"b":1}}              a.b
//	{"a":["x","y"]}            a{}      with two values
//	{"a":[{"b":1},{"b":2}]}    a{}.b    with two values
//
// Booleans and numbers are as written; null, {} and [] give nothing.
type JSON struct {
	// Time names the extracted fields that may hold the event's time: the first
	// that can be read as a time becomes _time, in seconds with at most three
	// decimals. Numbers too large for seconds are milli- or microseconds.
	Time []string
	// Cutoff, if not 0, leaves out the values that end beyond so many bytes of
	// an event. Splunk's own is 5000 (limits.conf, extraction_cutoff).
	Cutoff int
}

// FromJSON is [JSON] without a cutoff.
func FromJSON(events [][]byte, timeFields ...string) (Table, error) {
	return JSON{Time: timeFields}.Table(events)
}

// Table makes a row of each event, with _raw and _time first and the other
// columns sorted. An event that is no JSON object or array is an error.
func (j JSON) Table(events [][]byte) (Table, error) {
	b := tableBuilder{}
	b.column("_raw")
	b.column("_time")
	for i, event := range events {
		event = bytes.TrimSpace(event)
		if !gjson.ValidBytes(event) || event[0] != '{' && event[0] != '[' {
			return Table{}, fmt.Errorf("event %d of %d is no JSON object: %q", i+1, len(events), abridged(event))
		}
		b.row()
		b.add("_raw", string(event))
		j.walk(&b, "", gjson.ParseBytes(event), 0)
		if t, ok := j.time(&b); ok {
			b.set("_time", []string{t})
		}
	}
	return sorted(b.done()), nil
}

// walk adds the values below v, whose name is the path so far and whose text
// starts that many bytes into the event.
func (j JSON) walk(b *tableBuilder, name string, v gjson.Result, offset int) {
	switch {
	case v.IsObject():
		v.ForEach(func(key, member gjson.Result) bool {
			path := key.String()
			if name != "" {
				path = name + "." + path
			}
			if path == "_raw" || path == "_time" {
				return true // Splunk's own
			}
			j.walk(b, path, member, offset+member.Index-v.Index)
			return true
		})
	case v.IsArray():
		v.ForEach(func(_, item gjson.Result) bool {
			j.walk(b, name+"{}", item, offset+item.Index-v.Index)
			return true
		})
	case v.Type == gjson.Null:
	case j.Cutoff > 0 && offset+len(v.Raw) > j.Cutoff:
	case v.Type == gjson.String:
		b.add(name, v.String())
	default:
		b.add(name, v.Raw)
	}
}

// time is the last row's _time.
func (j JSON) time(b *tableBuilder) (string, bool) {
	row := b.table.Rows[len(b.table.Rows)-1]
	for _, name := range j.Time {
		c, known := b.columns[name]
		if !known || c >= len(row) || len(row[c]) == 0 {
			continue
		}
		if m, ok := epoch.ParseScaled([]byte(row[c][0])); ok {
			const milli = epoch.Second / 1000
			return epoch.Micros(m.Slice(milli) * int64(milli)).String(), true
		}
	}
	return "", false
}

// sorted orders the columns by name.
func sorted(t Table) Table {
	order := make([]int, len(t.Columns))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return strings.Compare(t.Columns[a], t.Columns[b]) })
	out := Table{Rows: make([][][]string, len(t.Rows))}
	for _, c := range order {
		out.Columns = append(out.Columns, t.Columns[c])
		for i, row := range t.Rows {
			out.Rows[i] = append(out.Rows[i], row[c])
		}
	}
	return out
}
