package dashboards

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gopkg.in/ini.v1"
)

const root = "../.."

// TestViewsAreUpToDate holds the files that ship against their sources.
func TestViewsAreUpToDate(t *testing.T) {
	for _, name := range Names() {
		d, err := Read(name)
		require.NoError(t, err)
		want, err := d.View()
		require.NoError(t, err)
		got, err := os.ReadFile(filepath.Join(root, "default", "data", "ui", "views", name+".xml"))
		require.NoError(t, err)
		require.Equal(t, string(want), string(got), "run go generate ./internal/dashboards")
	}
}

func conf(t *testing.T, name string) *ini.File {
	t.Helper()
	file, err := ini.LoadSources(ini.LoadOptions{IgnoreInlineComment: true, PreserveSurroundedQuote: true}, filepath.Join(root, "default", name))
	require.NoError(t, err)
	return file
}

var (
	macro  = regexp.MustCompile("`([^`(]+)(?:\\([^`]*\\))?`")
	lookup = regexp.MustCompile(`\| (?:inputlookup|lookup) (\w+)`)
)

// TestEveryNameIsShipped finds every macro and lookup of the searches in the
// app's own files, with each source in the place of the token.
func TestEveryNameIsShipped(t *testing.T) {
	macros, transforms := conf(t, "macros.conf"), conf(t, "transforms.conf")
	var names int
	for _, name := range Names() {
		d, err := Read(name)
		require.NoError(t, err)
		for id, source := range d.DataSources {
			for _, profile := range Profiles() {
				query := strings.ReplaceAll(source.Options.Query, "$source$", profile)
				for _, m := range macro.FindAllStringSubmatch(query, -1) {
					require.True(t, macros.HasSection(m[1]), "%s %s: macro %s", name, id, m[1])
					names++
				}
				for _, m := range lookup.FindAllStringSubmatch(query, -1) {
					require.True(t, transforms.HasSection(m[1]), "%s %s: lookup %s", name, id, m[1])
					names++
				}
			}
		}
	}
	require.Greater(t, names, 50)
}

// TestBaseIsTheDetections holds the search for a source's events against that
// of its detection: the same macros in the same order.
func TestBaseIsTheDetections(t *testing.T) {
	saved, err := os.ReadFile(filepath.Join(root, "default", "savedsearches.conf"))
	require.NoError(t, err)
	macros, err := os.ReadFile(filepath.Join(root, "default", "macros.conf"))
	require.NoError(t, err)
	for _, profile := range Profiles() {
		both := "`cs_" + profile + "_source` `cs_" + profile + "_base`"
		require.Contains(t, string(macros), "[cs_"+profile+"]\ndefinition = "+both+"\n")
		rows := strings.TrimPrefix(base(profile, ""), "search `cs_"+profile+"`")
		require.Contains(t, string(saved), "\nsearch = "+both+rows+" | concurrentsessions profile="+profile+" ")
	}
}

// TestQueriesAreBalanced finds a parenthesis, bracket, quotation mark or
// backtick without its partner.
func TestQueriesAreBalanced(t *testing.T) {
	for _, name := range Names() {
		d, err := Read(name)
		require.NoError(t, err)
		for id, source := range d.DataSources {
			require.Empty(t, unbalanced(source.Options.Query), "%s %s: %s", name, id, source.Options.Query)
		}
	}
	require.NotEmpty(t, unbalanced(`| eval a=if(b,"c"`))
	require.NotEmpty(t, unbalanced(`| append [search a | eval b=(c])`))
	require.NotEmpty(t, unbalanced("search `a"))
}

func unbalanced(query string) string {
	var open []rune
	closing := map[rune]rune{'(': ')', '[': ']'}
	var quote rune
	for _, c := range query {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '`':
			quote = c
		case closing[c] != 0:
			open = append(open, closing[c])
		case c == ')' || c == ']':
			if len(open) == 0 || open[len(open)-1] != c {
				return string(c)
			}
			open = open[:len(open)-1]
		}
	}
	if quote != 0 {
		return string(quote)
	}
	return string(open)
}

func TestUnknownPhrase(t *testing.T) {
	_, err := fill([]byte(`{"a": "${no_such}"}`), phrases())
	require.ErrorContains(t, err, "${no_such}")
}

// TestCDATAStaysWhole: the end of a CDATA section inside a search does not end it.
func TestCDATAStaysWhole(t *testing.T) {
	d := Dashboard{Title: "a & b", Definition: []byte(`{"query": "eval a=b[c[1]]>2"}`)}
	view, err := d.View()
	require.NoError(t, err)
	require.Equal(t, 2, strings.Count(string(view), "]]>"), "that of the definition and that of meta")
	require.Contains(t, string(view), "a &amp; b")
}
