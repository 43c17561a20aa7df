package main

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
)

// An answer is the result of a search as Splunk's REST interface gives it with
// output_mode=json_cols: by column, every value a string or a list of strings.
type answer struct {
	Fields  []field `json:"fields"`
	Columns [][]any `json:"columns"`
}

type field struct {
	Name string `json:"name"`
}

func (a answer) names() (list []string) {
	for _, f := range a.Fields {
		list = append(list, f.Name)
	}
	return list
}

// MarshalJSON writes no columns as an empty list, since null is an error there.
func (a answer) MarshalJSON() ([]byte, error) {
	type plain answer
	if a.Columns == nil {
		a.Columns = [][]any{}
	}
	return json.Marshal(plain(a))
}

// table shows columns of the rows, as "| table" does.
func table(list rows, columns ...string) answer {
	var a answer
	for _, name := range columns {
		column := make([]any, len(list))
		for i, row := range list {
			switch values := row[name]; len(values) {
			case 0:
			case 1:
				column[i] = values[0]
			default:
				column[i] = values
			}
		}
		a.Fields = append(a.Fields, field{name})
		a.Columns = append(a.Columns, column)
	}
	return a
}

// single is a table of one value.
func single(name, value string) answer {
	return table(rows{{name: {value}}}, name)
}

func (r rows) where(keep func(map[string][]string) bool) (kept rows) {
	for _, row := range r {
		if keep(row) {
			kept = append(kept, row)
		}
	}
	return kept
}

func (r rows) having(name, value string) rows {
	return r.where(func(row map[string][]string) bool { return one(row, name) == value })
}

// sorted orders by the columns; a leading "-" is descending, numbers go by value.
func (r rows) sorted(columns ...string) rows {
	list := slices.Clone(r)
	slices.SortStableFunc(list, func(a, b map[string][]string) int {
		for _, column := range columns {
			name, descending := strings.CutPrefix(column, "-")
			order := compare(one(a, name), one(b, name))
			if descending {
				order = -order
			}
			if order != 0 {
				return order
			}
		}
		return 0
	})
	return list
}

func compare(a, b string) int {
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	if errX == nil && errY == nil {
		switch {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	}
	return strings.Compare(a, b)
}

func (r rows) head(n int) rows { return r[:min(n, len(r))] }

// group is the rows that share the value of a column.
type group struct {
	by   string
	rows rows
}

// groups splits as stats BY does: a row with several values is in several
// groups, and the groups come out sorted.
func (r rows) groups(by string) (list []group) {
	at := map[string]int{}
	for _, row := range r {
		for _, value := range row[by] {
			i, ok := at[value]
			if !ok {
				i = len(list)
				at[value] = i
				list = append(list, group{by: value})
			}
			list[i].rows = append(list[i].rows, row)
		}
	}
	slices.SortFunc(list, func(a, b group) int { return strings.Compare(a.by, b.by) })
	return list
}

// values are the distinct values of a column, sorted.
func (r rows) values(name string) (list []string) {
	for _, row := range r {
		list = append(list, row[name]...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func (r rows) max(name string) string { return one(r.sorted("-"+name).first(), name) }

func (r rows) min(name string) string { return one(r.sorted(name).first(), name) }

func (r rows) first() map[string][]string {
	if len(r) == 0 {
		return nil
	}
	return r[0]
}

// one is the first value of a field.
func one(row map[string][]string, name string) string {
	if values := row[name]; len(values) > 0 {
		return values[0]
	}
	return ""
}

func number(row map[string][]string, name string) float64 {
	f, _ := strconv.ParseFloat(one(row, name), 64) // not a number is 0, as sum() takes it
	return f
}

// chart counts the rows over the values of a column, by those of another.
func chart(list rows, over, by string) answer {
	series := list.values(by)
	var out rows
	for _, g := range list.groups(over) {
		row := map[string][]string{over: {g.by}}
		for _, s := range series {
			row[s] = []string{strconv.Itoa(len(g.rows.having(by, s)))}
		}
		out = append(out, row)
	}
	return table(out, append([]string{over}, series...)...)
}

// timechart counts the rows in spans of time, by the values of a column.
func timechart(list rows, span time.Duration, by string) answer {
	if len(list) == 0 {
		return answer{}
	}
	series := list.values(by)
	from := moment(list.min("_time")).Truncate(span)
	to := moment(list.max("_time"))
	var out rows
	for t := from; !t.After(to); t = t.Add(span) {
		row := map[string][]string{"_time": {iso(t)}}
		within := list.where(func(r map[string][]string) bool { return moment(one(r, "_time")).Truncate(span).Equal(t) })
		for _, s := range series {
			row[s] = []string{strconv.Itoa(len(within.having(by, s)))}
		}
		out = append(out, row)
	}
	return table(out, append([]string{"_time"}, series...)...)
}

// moment reads epoch seconds.
func moment(text string) time.Time {
	seconds, _ := strconv.ParseFloat(text, 64) // the command wrote it
	return time.UnixMicro(int64(seconds * 1e6)).UTC()
}

func iso(t time.Time) string { return t.Format("2006-01-02T15:04:05.000-07:00") }

// clock is strftime with %Y-%m-%d %H:%M:%S.
func clock(text string) string { return moment(text).Format(time.DateTime) }

// seconds is a number of seconds, rounded and with its unit.
func seconds(text string) string {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return ""
	}
	return strconv.FormatFloat(f, 'f', 0, 64) + " s"
}
