package appconf

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/splunkd"
)

// play runs the plain commands that stand around ours over a table. The lists of
// networks and identities are empty, as on a fresh install, so lookup adds no
// field and where keeps every row.
func play(t *splunkd.Table, command string) error {
	name, rest, _ := strings.Cut(command, " ")
	switch name {
	case "fields":
		playFields(t, rest)
	case "eval":
		for _, assignment := range split(rest, ',') {
			field, expression, _ := strings.Cut(assignment, "=")
			playEval(t, strings.TrimSpace(field), strings.TrimSpace(expression))
		}
	case "rename":
		for i, column := range t.Columns {
			t.Columns[i] = strings.TrimPrefix(column, "Authentication.")
		}
	case "fillnull":
		for _, field := range strings.Fields(rest)[1:] {
			setColumn(t, field, func(row int) []string { return orElse(t.Values(row, field), "-") })
		}
	case "bin":
		setColumn(t, "slice", func(row int) []string {
			at, _ := epoch.Parse([]byte(t.Value(row, "_time")))
			return []string{minute(at)}
		})
	case "stats":
		_, by, _ := strings.Cut(rest, " BY ")
		*t = playStats(t, strings.Fields(by))
	case "lookup", "where":
	case "search":
		if rest != "*" {
			return fmt.Errorf("search %s: only * is played", rest)
		}
	default:
		return fmt.Errorf("%s is not played", name)
	}
	return nil
}

func playFields(t *splunkd.Table, list string) {
	dropped, isDrop := strings.CutPrefix(list, "- ")
	var names []string
	for name := range strings.SplitSeq(dropped, ",") {
		names = append(names, strings.Trim(strings.TrimSpace(name), `"`))
	}
	kept := splunkd.Table{Rows: make([][][]string, len(t.Rows))}
	for c, column := range t.Columns {
		isNamed := slices.Contains(names, column)
		if isDrop == isNamed && column != "_raw" || isDrop && isNamed {
			continue
		}
		kept.Columns = append(kept.Columns, column)
		for i, row := range t.Rows {
			kept.Rows[i] = append(kept.Rows[i], row[c])
		}
	}
	*t = kept
}

var function = regexp.MustCompile(`^(\w+)\((.*)\)$`)

// playEval knows coalesce, nullif, numbers and fields; of what it does not know
// it makes null.
func playEval(t *splunkd.Table, field, expression string) {
	setColumn(t, field, func(row int) []string { return value(t, row, expression) })
}

func value(t *splunkd.Table, row int, expression string) []string {
	if call := function.FindStringSubmatch(expression); call != nil {
		arguments := split(call[2], ',')
		switch call[1] {
		case "coalesce":
			for _, a := range arguments {
				if values := value(t, row, strings.TrimSpace(a)); len(values) > 0 {
					return values
				}
			}
		case "nullif":
			if values := value(t, row, arguments[0]); len(values) != 1 || values[0] != strings.Trim(arguments[1], ` "`) {
				return values
			}
		}
		return nil
	}
	if _, err := strconv.Atoi(expression); err == nil {
		return []string{expression}
	}
	return slices.DeleteFunc(slices.Clone(t.Values(row, strings.Trim(expression, "'"))), func(v string) bool { return v == "" })
}

// playStats is stats count min(_time) AS first max(_time) AS last BY by.
func playStats(t *splunkd.Table, by []string) splunkd.Table {
	out := splunkd.Table{Columns: append(slices.Clone(by), "count", "first", "last")}
	place := map[string]int{}
	for row := range t.Rows {
		var key [][]string
		for _, field := range by {
			key = append(key, []string{t.Value(row, field)})
		}
		at := t.Value(row, "_time")
		i, seen := place[fmt.Sprint(key)]
		if !seen {
			place[fmt.Sprint(key)] = len(out.Rows)
			out.Rows = append(out.Rows, append(key, []string{"1"}, []string{at}, []string{at}))
			continue
		}
		count, first, last := &out.Rows[i][len(by)], &out.Rows[i][len(by)+1], &out.Rows[i][len(by)+2]
		n, _ := strconv.Atoi((*count)[0])
		*count = []string{strconv.Itoa(n + 1)}
		if parsed(at) < parsed((*first)[0]) {
			*first = []string{at}
		}
		if parsed(at) > parsed((*last)[0]) {
			*last = []string{at}
		}
	}
	return out
}

func parsed(text string) epoch.Micros {
	at, _ := epoch.Parse([]byte(text))
	return at
}

func orElse(values []string, otherwise string) []string {
	if strings.Join(values, "") == "" {
		return []string{otherwise}
	}
	return values
}

func setColumn(t *splunkd.Table, name string, values func(row int) []string) {
	cells := make([][]string, len(t.Rows))
	for i := range t.Rows {
		cells[i] = values(i)
	}
	c := t.Column(name)
	for i := range t.Rows {
		if c < 0 {
			t.Rows[i] = append(t.Rows[i], cells[i])
		} else {
			t.Rows[i][c] = cells[i]
		}
	}
	if c < 0 {
		t.Columns = append(t.Columns, name)
	}
}

// minute numbers the minute of a time.
func minute(at epoch.Micros) string { return strconv.FormatInt(at.Slice(60*epoch.Second), 10) }
