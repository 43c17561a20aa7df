package escu

import (
	"fmt"
	"strconv"
	"strings"
)

// predicate is the expression of a where clause over the named columns of one
// result row. A comparison with null is false.
type predicate interface {
	String() string
	holds(value func(column string) []string) bool
}

// above compares a number with a constant.
type above struct {
	column string
	than   int
}

func (p above) holds(value func(string) []string) bool {
	values := value(p.column)
	if len(values) != 1 {
		return false
	}
	n, err := strconv.Atoi(values[0])
	return err == nil && n > p.than
}

func (p above) String() string { return fmt.Sprintf("%s>%d", p.column, p.than) }

// countAbove compares mvcount, the number of a column's values. mvcount of
// null is null.
type countAbove struct {
	column string
	than   int
}

func (p countAbove) holds(value func(string) []string) bool {
	n := len(value(p.column))
	return n > 0 && n > p.than
}

func (p countAbove) String() string { return fmt.Sprintf("mvcount(%s)>%d", p.column, p.than) }

// and holds if all of its parts do, or if one of them does.
type (
	and []predicate
	or  []predicate
)

func (p and) holds(value func(string) []string) bool {
	for _, part := range p {
		if !part.holds(value) {
			return false
		}
	}
	return true
}

func (p or) holds(value func(string) []string) bool {
	for _, part := range p {
		if part.holds(value) {
			return true
		}
	}
	return false
}

func (p and) String() string { return join(p, " AND ") }
func (p or) String() string  { return "(" + join(p, " OR ") + ")" }

func join(parts []predicate, operator string) string {
	texts := make([]string, len(parts))
	for i, part := range parts {
		texts[i] = part.String()
	}
	return strings.Join(texts, operator)
}
