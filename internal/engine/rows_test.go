package engine

import (
	"fmt"
	"slices"
	"strings"

	"concurrentsessions/internal/condition"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/sighting"
)

// one is a single event of alice from an origin.
func one(origin string, at epoch.Micros) oracleRow {
	var row oracleRow
	row.Key = []string{"alice"}
	if origin != "" {
		row.Shows[sighting.Origin] = []string{origin}
	}
	row.First, row.Last, row.Count = at, at, 1
	return row
}

// of gives the row another key.
func (r oracleRow) of(key ...string) oracleRow {
	r.Key = key
	return r
}

// to makes the row stand for count events until last.
func (r oracleRow) to(last epoch.Micros, count uint64) oracleRow {
	r.Last, r.Count = last, count
	return r
}

// showing adds the values of another attribute.
func (r oracleRow) showing(attribute sighting.Attribute, values ...string) oracleRow {
	r.Shows[attribute] = values
	return r
}

// indexed says when the row was indexed.
func (r oracleRow) indexed(at epoch.Micros) oracleRow {
	r.Indexed, r.HasIndexed = at, true
	return r
}

// when parses a condition that is known to be good.
func when(text string) condition.Condition {
	c, err := condition.Parse(text)
	if err != nil {
		panic(err)
	}
	return c
}

// tell writes an episode on one line: who, the hot time, the members, and the
// evidence where it is not zero.
func tell(e Episode) string {
	end := micros(e.End)
	if e.End == epoch.Forever {
		end = "ever"
	}
	line := fmt.Sprintf("%s hot %s..%s seen %s..%s count %d origins %s",
		tellKey(e.Key), micros(e.Trigger), end, micros(e.First), micros(e.Last),
		e.Count, strings.Join(e.Shows[sighting.Origin], ","))
	if e.Switches != 0 {
		line += fmt.Sprintf(" switches %d", e.Switches)
	}
	if e.HasGap {
		line += " gap " + micros(e.ClosestGap)
	}
	if e.Interleaved {
		line += " interleaved"
	}
	if e.Ongoing {
		line += " ongoing"
	}
	return line
}

func tellKey(key []string) string { return strings.Join(key, "+") }

func tellAll(episodes []Episode) []string {
	lines := []string{}
	for _, e := range episodes {
		lines = append(lines, tell(e))
	}
	return lines
}

// seenIn keeps the rows of a search over [earliest, latest), single events all.
func seenIn(rows []oracleRow, earliest, latest epoch.Micros) []oracleRow {
	return slices.DeleteFunc(slices.Clone(rows), func(row oracleRow) bool {
		return row.First < earliest || row.First >= latest
	})
}

func micros(m epoch.Micros) string { return fmt.Sprint(int64(m)) }
