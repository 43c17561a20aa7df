package appconf

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParse(t *testing.T) {
	f, err := Parse([]byte("# a comment\n\n[one]\nsearch = `a` x=\"y\" # no comment\nlong = first \\\n  second\nempty =\n[two]\nk = \"quoted\"\n"))
	require.NoError(t, err)
	require.Len(t, f.Stanzas, 2)
	one := f.Stanza("one")
	require.Equal(t, []string{"search", "long", "empty"}, one.Keys)
	require.Equal(t, "`a` x=\"y\" # no comment", one.Get("search"))
	require.Equal(t, "first second", one.Get("long"))
	require.Empty(t, one.Get("empty"))
	require.Equal(t, `"quoted"`, f.Stanza("two").Get("k"))
	require.Nil(t, f.Stanza("three"))
}

func TestParseMeta(t *testing.T) {
	f, err := Parse([]byte("[]\naccess = read : [ * ]\n\n[macros/a%281%29]\nexport = none\n"))
	require.NoError(t, err)
	require.Equal(t, "read : [ * ]", f.Stanza("").Get("access"))
	require.Equal(t, "none", f.Stanza("macros/a%281%29").Get("export"))
}

func TestParseRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"[a]\nk = v \\ \nw":      "blanks after the backslash",
		"[a]\n[b]\n[a]\n":        "stanza [a] is there twice",
		"[a]\nk = 1\nk = 2\n":    "key k is there twice in [a]",
		"k = 1\n[a]\n":           "key k stands before the first stanza",
		"[a]\nno delimiter\n":    "neither a stanza nor key = value",
		"[a]\nk = goes on \\":    "ends with a backslash",
		"[a]\nk = goes on \\\n ": "", // a blank line ends it
	} {
		_, err := Parse([]byte(text))
		if want == "" {
			require.NoError(t, err, text)
		} else {
			require.ErrorContains(t, err, want, text)
		}
	}
	_, err := ReadFile(t.TempDir() + "/none.conf")
	require.Error(t, err)
}

func macros(t *testing.T, text string) Macros {
	t.Helper()
	f, err := Parse([]byte(text))
	require.NoError(t, err)
	return NewMacros(f)
}

func TestExpand(t *testing.T) {
	m := macros(t, "[a]\ndefinition = A\n[b]\ndefinition = `a` and `a`\n[f(1)]\nargs = x\ndefinition = x is $x$, $x$\n[f(2)]\nargs = x, y\ndefinition = $x$ over $y$\n")
	for spl, want := range map[string]string{
		"no macro":               "no macro",
		"`b` | x":                "A and A | x",
		"`f(1)`":                 "x is 1, 1",
		"`f(1, \"a,b\")`":        `1 over "a,b"`,
		"\"in `a` quotes\" `a`":  "\"in `a` quotes\" A",
		`x="a \" b" ` + "`a`":    `x="a \" b" A`,
		"`f(coalesce(a, b), c)`": "coalesce(a, b) over c",
	} {
		got, err := m.Expand(spl)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	require.Equal(t, []string{"a", "f(2)"}, Calls("`a` \"`b`\" `f(1, 2)`"))
}

func TestExpandRefuses(t *testing.T) {
	m := macros(t, "[a]\ndefinition = `a`\n[b(1)]\nargs = x, y\ndefinition = $x$\n")
	for spl, want := range map[string]string{
		"`a`":     "deeper than 100",
		"`c`":     "macro c is not defined",
		"`a(1)`":  "macro a(1) is not defined",
		"x `open": "not closed",
		"`b(1)`":  "args names 2 arguments",
	} {
		_, err := m.Expand(spl)
		require.ErrorContains(t, err, want, spl)
	}
}

func TestPipeline(t *testing.T) {
	require.Equal(t, []string{"", "tstats count", `eval a="|"`, "append [search b | head 1]"},
		Pipeline(`| tstats count | eval a="|" | append [search b | head 1]`))
}

func TestTokens(t *testing.T) {
	require.Equal(t, []string{"user", "info_min_time"}, Tokens("$user$ cost $5 at $info_min_time$"))
	require.Equal(t, "[user] of [app]", Fill("$user$ of $app$", func(name string) string { return "[" + name + "]" }))
}

func TestScheduleRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"cron_schedule = */5 * * * *":     "is no minute",
		"cron_schedule = 1 2 * * *":       "every hour",
		"cron_schedule = 1,61 * * * *":    "is no minute",
		"cron_schedule = 1 * * * *\nx = ": "want minutes back",
	} {
		f, err := Parse([]byte("[a]\n" + text + "\n"))
		require.NoError(t, err)
		_, err = Detection{Stanza: f.Stanza("a")}.Schedule()
		require.ErrorContains(t, err, want, text)
	}
	require.Zero(t, Schedule{Minutes: []int{1, 20}}.Period())
	require.Equal(t, 15, int(Schedule{Minutes: []int{7, 22, 37, 52}}.Period().Minutes()))
}
