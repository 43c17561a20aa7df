package condition_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"concurrentsessions/internal/condition"
	"concurrentsessions/internal/sighting"
)

func TestHolds(t *testing.T) {
	t.Parallel()
	counts := func(origin, os, browser int) *condition.Counts {
		var c condition.Counts
		c[sighting.Origin], c[sighting.OS], c[sighting.Browser] = origin, os, browser
		return &c
	}
	for _, c := range []struct {
		when   string
		counts *condition.Counts
		want   bool
	}{
		{"dc(origin)>1", counts(1, 9, 9), false},
		{"dc(origin)>1", counts(2, 0, 0), true},
		{"dc(origin) >= 2", counts(2, 0, 0), true},
		{"DC( Origin )>=3", counts(2, 0, 0), false},
		{"dc(origin)>1 AND (dc(os)>1 OR dc(browser)>1)", counts(2, 1, 1), false},
		{"dc(origin)>1 AND (dc(os)>1 OR dc(browser)>1)", counts(2, 1, 2), true},
		{"dc(origin)>1 AND (dc(os)>1 OR dc(browser)>1)", counts(1, 2, 2), false},
		// AND binds tighter.
		{"dc(os)>1 or dc(origin)>1 and dc(browser)>1", counts(1, 2, 1), true},
		{"(dc(os)>1 or dc(origin)>1) and dc(browser)>1", counts(1, 2, 1), false},
		{"dc(origin)>=0 AND dc(os)>0", counts(0, 1, 0), true},
	} {
		when, err := condition.Parse(c.when)
		require.NoError(t, err, c.when)
		require.Equal(t, c.want, when.Holds(c.counts), "%s on %v", c.when, c.counts)
	}
	require.False(t, condition.Condition{}.Holds(counts(9, 9, 9)), "the zero value never holds")
}

func TestRefused(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                          `at character 1: want dc(...) or a parenthesis, not ""`,
		"origin>1":                  `at character 1: want dc(...) or a parenthesis, not "origin"`,
		"dc(origin)":                `at character 11: want > or >=, not ""`,
		"dc(origin)>":               `at character 12: want a whole number`,
		"dc(origin)>1.5":            `not "1.5"`,
		"dc(origin)>99999999999":    `from 0 to 1000000000`,
		"dc(origin)>-1":             `not "-"`,
		"dc(user)>1":                `cannot count "user"; want one of src, origin,`,
		"dc(orign)>1":               `cannot count "orign"`,
		"dc origin>1":               `want "(", not "origin"`,
		"dc(origin>1":               `want ")", not ">"`,
		"(dc(origin)>1":             `want ")", not ""`,
		"dc(origin)>1)":             `unexpected ")"; want AND, OR or the end`,
		"dc(origin)>1 dc(os)>1":     `unexpected "dc"`,
		"dc(origin)>1 AND":          `want dc(...)`,
		"dc(origin)>1 XOR dc(os)>1": `unexpected "XOR"`,
		"dc(origin)<3":              condition.ErrNotMonotone.Error(),
		"dc(origin)=2":              condition.ErrNotMonotone.Error(),
		"dc(origin)!=2":             condition.ErrNotMonotone.Error(),
		"NOT dc(origin)>1":          condition.ErrNotMonotone.Error(),
		"dc(origin)>=0":             condition.ErrAlways.Error(),
		"dc(os)>1 OR dc(origin)>=0": condition.ErrAlways.Error(),
		strings.Repeat("(", 1000):   "more than 100 parentheses",
	} {
		_, err := condition.Parse(text)
		require.ErrorContains(t, err, want, text)
		var syntax *condition.SyntaxError
		require.ErrorAs(t, err, &syntax)
		require.Equal(t, text, syntax.Condition)
	}
	_, err := condition.Parse("dc(origin)<3")
	require.ErrorIs(t, err, condition.ErrNotMonotone)
}

// tree is a random condition with a slow evaluation of its own.
type tree struct {
	text  string
	holds func(*condition.Counts) bool
}

func anyTree(t *rapid.T, depth int) tree {
	if depth == 0 || rapid.Bool().Draw(t, "leaf") {
		a := sighting.Attribute(rapid.IntRange(0, int(sighting.NumCountable)-1).Draw(t, "attribute"))
		n := rapid.IntRange(0, 3).Draw(t, "n")
		if rapid.Bool().Draw(t, "or equal") {
			return tree{fmt.Sprintf("dc(%s)>=%d", a, n+1), func(c *condition.Counts) bool { return c[a] > n }}
		}
		return tree{fmt.Sprintf("dc( %s ) > %d", a, n), func(c *condition.Counts) bool { return c[a] > n }}
	}
	left, right := anyTree(t, depth-1), anyTree(t, depth-1)
	if rapid.Bool().Draw(t, "and") {
		return tree{"(" + left.text + ") and (" + right.text + ")", func(c *condition.Counts) bool { return left.holds(c) && right.holds(c) }}
	}
	return tree{"(" + left.text + ") or (" + right.text + ")", func(c *condition.Counts) bool { return left.holds(c) || right.holds(c) }}
}

func anyCounts(t *rapid.T, label string) *condition.Counts {
	var c condition.Counts
	for a := range c {
		c[a] = rapid.IntRange(0, 5).Draw(t, label)
	}
	return &c
}

func TestRandomConditions(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := anyTree(t, 4)
		when, err := condition.Parse(want.text)
		require.NoError(t, err)
		counts := anyCounts(t, "count")
		require.Equal(t, want.holds(counts), when.Holds(counts), want.text)

		more := *counts
		for a := range more {
			more[a] += rapid.IntRange(0, 2).Draw(t, "more")
		}
		require.False(t, when.Holds(counts) && !when.Holds(&more), "more cannot undo %s", when)

		again, err := condition.Parse(when.String())
		require.NoError(t, err)
		require.Equal(t, when, again, "String parses back")
	})
}

func TestAttributes(t *testing.T) {
	t.Parallel()
	when, err := condition.Parse("dc(browser)>1 or dc(origin)>1 and dc(browser)>2")
	require.NoError(t, err)
	require.Equal(t, []sighting.Attribute{sighting.Origin, sighting.Browser}, when.Attributes())
}
