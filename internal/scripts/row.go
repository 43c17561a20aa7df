package scripts

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"concurrentsessions/internal/profile"
	"concurrentsessions/internal/splunkd"
)

// row is one row of a script.
type row struct {
	// time and last are equal, unless the row stands for many events.
	time, last moment
	indexed    moment
	// timeless and unindexed rows do not show their time and index time.
	timeless, unindexed bool
	// fields are the others: roles by their names, or any column by its own.
	fields fields
}

type fields map[string][]string

// readFields reads name=value, with quotes around what has blanks. A name that
// comes again adds a value.
func readFields(text string) (fields, error) {
	args, _, err := splunkd.SplitArguments(text, splunkd.AsTyped)
	if err != nil {
		return nil, err
	}
	list := fields{}
	for _, arg := range args {
		name, value, ok := strings.Cut(arg, "=")
		if !ok {
			return nil, fmt.Errorf("%q is no name=value", arg)
		}
		list[name] = append(list[name], value)
	}
	return list, nil
}

// readRow reads a row with the fields that it shares with its block. before is
// the time of the row above it.
func readRow(line string, shared fields, before moment) (r row, err error) {
	when, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	if err := r.readTimes(when, before); err != nil {
		return r, err
	}
	rest = strings.TrimSpace(rest)
	count := "1"
	if word, more, _ := strings.Cut(rest, " "); strings.HasPrefix(word, "x") && !strings.Contains(word, "=") {
		count, rest = word[1:], more
	}
	if _, err := strconv.Atoi(count); err != nil {
		return r, fmt.Errorf("x%s is no number of events; want x12", count)
	}
	own, err := readFields(rest)
	if err != nil {
		return r, err
	}
	r.fields = maps.Clone(shared)
	maps.Copy(r.fields, own)
	r.fields["count"] = []string{count}
	return r, r.readIndexed()
}

// readTimes reads 09:00, 09:00..09:04, or - for none.
func (r *row) readTimes(text string, before moment) (err error) {
	if text == "-" {
		r.timeless, r.time, r.last = true, before, before
		return nil
	}
	first, last, isSpan := strings.Cut(text, "..")
	if r.time, err = readMoment(first, before); err != nil {
		return err
	}
	r.last = r.time
	if isSpan {
		r.last, err = readMoment(last, r.time)
	}
	return err
}

// readIndexed reads the field indexed: a time, or - for none. Rows are indexed
// as they happen, unless they say otherwise.
func (r *row) readIndexed() (err error) {
	r.indexed = r.last
	text, given := r.fields["indexed"]
	delete(r.fields, "indexed")
	switch {
	case !given:
	case text[0] == "-":
		r.unindexed = true
	default:
		r.indexed, err = readMoment(text[0], r.last)
	}
	return err
}

// columns gives the row as splunkd would have it: a role under every name that
// the profile knows it by.
func (r *row) columns(p *profile.Profile) map[string][]string {
	columns := map[string][]string{
		"first": {r.time.String()},
		"last":  {r.last.String()},
	}
	if !r.timeless {
		columns["_time"] = []string{r.time.String()}
	}
	if !r.unindexed {
		columns["_indextime"] = []string{r.indexed.String()}
	}
	for _, name := range slices.Sorted(maps.Keys(r.fields)) {
		if role, ok := roleOf(p, name); ok {
			for _, column := range p.Roles[role].Names(true) {
				columns[column] = r.fields[name]
			}
		}
	}
	for name, values := range r.fields { // a column's own name goes first
		if _, isRole := roleOf(p, name); !isRole {
			columns[name] = values
		}
	}
	return columns
}

func roleOf(p *profile.Profile, name string) (profile.Role, bool) {
	if name == "session" {
		name = profile.Session.String()
	}
	return p.RoleByName(name)
}
