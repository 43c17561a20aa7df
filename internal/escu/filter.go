package escu

import (
	"fmt"
	"slices"
	"strings"
)

// filter is the search command: a row passes if all terms hold.
type filter []term

// term compares one field. Values are compared in any case, * matches any
// text. Of a multivalue field one value that fits is enough; a field without
// value fits nothing, not even !=.
type term struct {
	field    string
	operator operator
	patterns []string
}

type operator uint8

const (
	equal operator = iota
	unequal
	oneOf
)

func is(field, pattern string) term    { return term{field, equal, []string{pattern}} }
func isNot(field, pattern string) term { return term{field, unequal, []string{pattern}} }
func in(field string, patterns ...string) term {
	return term{field, oneOf, patterns}
}

func (t term) holds(values []string) bool {
	return slices.ContainsFunc(values, func(v string) bool {
		matches := slices.ContainsFunc(t.patterns, func(p string) bool { return matchWildcard(p, v) })
		return matches == (t.operator != unequal)
	})
}

// String is the term as SPL.
func (t term) String() string {
	switch t.operator {
	case unequal:
		return fmt.Sprintf("%s!=%s", t.field, quoted(t.patterns[0]))
	case oneOf:
		return fmt.Sprintf("%s IN (%s)", t.field, strings.Join(t.patterns, ", "))
	}
	return fmt.Sprintf("%s=%s", t.field, quoted(t.patterns[0]))
}

func (f filter) String() string {
	terms := make([]string, len(f))
	for i, t := range f {
		terms[i] = t.String()
	}
	return strings.Join(terms, " AND ")
}

// quoted puts a value with blanks in quotes, as SPL needs it.
func quoted(value string) string {
	if strings.Contains(value, " ") {
		return `"` + value + `"`
	}
	return value
}
