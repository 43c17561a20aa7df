package escu

import (
	"fmt"
	"strings"

	"concurrentsessions/internal/splunkcsv"
)

// stats makes one result row of each group of rows that agree in the BY
// fields. A row without one of these is in no group; a row with several values
// of one is in the group of each.
type stats struct {
	aggregates []aggregate
	by         []string
}

// aggregate is one column of stats.
type aggregate struct {
	function function
	field    string
	alias    string
}

type function uint8

const (
	countRows function = iota
	countDistinct
	listDistinct
	smallest
	largest
	// ofEarliest is, for the only field that the searches ask it for, _time
	// itself, the smallest: the earliest event's time.
	ofEarliest
)

var functionNames = [...]string{"count", "dc", "values", "min", "max", "earliest"}

func count() aggregate                { return aggregate{function: countRows} }
func dc(field string) aggregate       { return aggregate{function: countDistinct, field: field} }
func values(field string) aggregate   { return aggregate{function: listDistinct, field: field} }
func minimum(field string) aggregate  { return aggregate{function: smallest, field: field} }
func maximum(field string) aggregate  { return aggregate{function: largest, field: field} }
func earliest(field string) aggregate { return aggregate{function: ofEarliest, field: field} }

func (a aggregate) as(alias string) aggregate {
	a.alias = alias
	return a
}

// column is the name of the aggregate's column: its alias, else its text.
func (a aggregate) column() string {
	if a.alias != "" {
		return a.alias
	}
	return a.text()
}

func (a aggregate) text() string {
	if a.function == countRows {
		return functionNames[countRows]
	}
	return functionNames[a.function] + "(" + a.field + ")"
}

func (a aggregate) String() string {
	if a.alias == "" {
		return a.text()
	}
	return a.text() + " as " + a.alias
}

func (s stats) columns() []splunkcsv.Column {
	columns := make([]splunkcsv.Column, 0, len(s.by)+len(s.aggregates))
	for _, name := range s.by {
		columns = append(columns, splunkcsv.Column{Name: name})
	}
	for _, a := range s.aggregates {
		columns = append(columns, splunkcsv.Column{Name: a.column(), Multi: a.function == listDistinct})
	}
	return columns
}

func (s stats) String() string {
	texts := make([]string, len(s.aggregates))
	for i, a := range s.aggregates {
		texts[i] = a.String()
	}
	return fmt.Sprintf("stats %s by %s", strings.Join(texts, " "), strings.Join(s.by, " "))
}
