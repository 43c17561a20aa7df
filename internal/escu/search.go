// Package escu runs the five published searches for concurrent sessions, as
// Splunk's ES Content Update shipped them, operator by operator: the same
// rows, columns and column order, their flaws included. It is what mode=escu
// answers, and what package compare holds our findings against.
//
// Each search is data in a file of its own that reads like its SPL, and
// [Search.String] prints the SPL back. The operators are in a file each. Two
// things differ from a search that Splunk runs:
//
//   - The source macro is not applied: whoever feeds the rows has chosen the
//     source type. All other terms of the filter are applied.
//   - security_content_ctime is not applied: times stay epoch seconds.
//
// Missing, in SPL's sense of null, is a field without a value; an empty value
// is none, since the protocol cannot tell the two apart. Nothing else is
// missing: "-", "0" and "unknown" are values like any other.
package escu

import (
	"fmt"
	"strings"

	"concurrentsessions/internal/splunkcsv"
)

// Search is one published search. Searches are plain data; [Search.Start]
// makes a run.
type Search struct {
	// Profile is the name of the profile that covers the same source.
	Profile string
	// Title is the published title, Version the version that is reproduced.
	Title   string
	Version int
	// Fields are the fields that the search reads; the first is _time.
	Fields []Field

	source   string        // the source macro
	filter   filter        // the terms after it
	rows     []rowOperator // what changes single rows
	stats    stats         // one result row for each group
	where    predicate     // which result rows stay
	renames  []rename      // of result columns
	lastWord string        // the filter macro for users; search * as shipped
}

// ByProfile finds the published search for a profile's source. Only five
// profiles have one.
func ByProfile(profile string) (*Search, bool) {
	for _, search := range All() {
		if search.Profile == profile {
			return search, true
		}
	}
	return nil, false
}

// All lists the published searches.
func All() []*Search {
	return []*Search{awsCloudTrail(), awsSecurityLake(), o365(), azureAD(), okta()}
}

// RequiredFields lists the names of Fields, in that order.
func (s *Search) RequiredFields() []string {
	names := make([]string, len(s.Fields))
	for i, f := range s.Fields {
		names[i] = f.Name
	}
	return names
}

// Columns lists the columns of the result in their published order: what
// stats groups by, then its aggregates.
func (s *Search) Columns() []splunkcsv.Column {
	columns := s.stats.columns()
	for i := range columns {
		for _, r := range s.renames {
			columns[i].Name = r.of(columns[i].Name)
		}
	}
	return columns
}

// GroupColumns is how many of the Columns, the first ones, say which group a
// result row is.
func (s *Search) GroupColumns() int { return len(s.stats.by) }

// GroupFields lists the names by which stats groups, as the rows have them.
func (s *Search) GroupFields() []string { return append([]string(nil), s.stats.by...) }

// Condition is the search's where clause.
func (s *Search) Condition() string { return s.where.String() }

// String is the search as SPL.
func (s *Search) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "`%s` %s", s.source, s.filter)
	for _, op := range s.rows {
		fmt.Fprintf(&b, "\n| %s", op)
	}
	fmt.Fprintf(&b, "\n| %s\n| where %s", s.stats, s.where)
	for _, r := range s.renames {
		fmt.Fprintf(&b, "\n| %s", r)
	}
	fmt.Fprintf(&b, "\n| `%s`", s.lastWord)
	return b.String()
}
