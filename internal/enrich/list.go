package enrich

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strings"
	"time"

	"concurrentsessions/internal/epoch"
)

// entry is a line of a list.
type entry struct {
	value string       // a network or an identity
	until epoch.Micros // the moment from which on the line no longer counts
}

// eachEntry calls yield with each line of a list. A line is CSV,
//
//	value [, note [, expires]]
//
// and the columns are those of the app's lookup of the same purpose. A header
// may name them in any order, as an export of the lookup does.
func eachEntry(name, value, note string, yield func(entry) error) error {
	columns := layout{value: 0, expires: 2, width: 3}
	isFirst := true
	return eachLine(name, func(text string) error {
		fields, err := split(text)
		if err != nil {
			return err
		}
		if isFirst {
			isFirst = false
			if slices.ContainsFunc(fields, func(f string) bool { return strings.EqualFold(f, value) }) {
				return columns.read(fields, value, note)
			}
		}
		if len(fields) > columns.width {
			return fmt.Errorf("%d fields where %d are the most; put text that holds a comma in quotation marks", len(fields), columns.width)
		}
		until, err := parseExpires(field(fields, columns.expires))
		if err != nil {
			return err
		}
		return yield(entry{field(fields, columns.value), until})
	})
}

// layout says where the columns stand; -1 is nowhere.
type layout struct{ value, expires, width int }

// read takes the columns from a header. Names that begin with _ are Splunk's
// own.
func (l *layout) read(header []string, value, note string) error {
	*l = layout{-1, -1, len(header)}
	for i, name := range header {
		switch name = strings.ToLower(name); {
		case name == value:
			l.value = i
		case name == "expires":
			l.expires = i
		case name == note, strings.HasPrefix(name, "_"):
		default:
			return fmt.Errorf("the header has the column %q; want %s, %s and expires", name, value, note)
		}
	}
	return nil
}

// split reads a line of CSV, blanks around fields left out.
func split(line string) ([]string, error) {
	r := csv.NewReader(strings.NewReader(line))
	r.LazyQuotes = true
	fields, err := r.Read()
	for i := range fields {
		fields[i] = strings.TrimSpace(fields[i])
	}
	return fields, err
}

// field is the field at the place, or "".
func field(fields []string, at int) string {
	if at < 0 || at >= len(fields) {
		return ""
	}
	return fields[at]
}

// parseExpires reads the last day on which a line counts and gives the end of
// that day in UTC. Nothing, and the word never, are no end.
func parseExpires(text string) (epoch.Micros, error) {
	if text == "" || strings.EqualFold(text, "never") {
		return epoch.Forever, nil
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return 0, fmt.Errorf("%q in the column expires is no day; want the last day that counts, such as 2026-12-31, or never", text)
	}
	return epoch.Micros(day.AddDate(0, 0, 1).Unix()) * epoch.Second, nil
}
