package appconf

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

var word = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.]*$`)

// FuzzParse: what is written as a .conf file reads back as it was, a value
// also where its blanks are continued on the next line.
func FuzzParse(f *testing.F) {
	for _, value := range []string{
		"`a` x=\"y\" # no comment", `"quoted"`, "'one'", "a ; b", "%(other)s", "", "`", `"""`, "```", "a = b : c", "[x]", "$a$ \\ b", `"a" "b"`,
	} {
		f.Add("stanza", "key", value, "other")
	}
	f.Add("macros/a%281%29", "k.v", "read : [ * ]", "x")
	f.Fuzz(func(t *testing.T, name, key, value, other string) {
		for _, text := range []string{name, value, other} {
			if !utf8.ValidString(text) || strings.TrimSpace(text) != text || strings.ContainsAny(text, "\r\n\x00\ue000\ue001\ue002\ufeff") || strings.HasSuffix(text, `\`) {
				return
			}
		}
		if strings.ContainsAny(name, "[]") || name == "" || !word.MatchString(key) || key == "z" {
			return
		}
		text := "# a comment\n[" + name + "]\n" + key + " = " + value + "\nz=" + other + "\n\n[]\n" + key + " = x\n"
		file, err := Parse([]byte(text))
		require.NoError(t, err, "%q", text)
		require.Len(t, file.Stanzas, 2)
		s := file.Stanza(name)
		require.NotNil(t, s)
		require.Equal(t, []string{key, "z"}, s.Keys)
		require.Equal(t, value, s.Get(key))
		require.Equal(t, other, s.Get("z"))
		require.Equal(t, "x", file.Stanza("").Get(key))
	})
}

// FuzzPipeline: the commands of a search are the search again, and a search
// without macros expands to itself, as a macro of it does.
func FuzzPipeline(f *testing.F) {
	for _, spl := range []string{`| tstats count | eval a="|" | append [search b | head 1]`, `a "b \" | c" ( | ) ]`, `"`, `\|`, "`m` | `m`"} {
		f.Add(spl)
	}
	m := Macros{&File{Stanzas: []Stanza{{Name: "m", values: map[string]string{"definition": "x | y"}}}}}
	f.Fuzz(func(t *testing.T, spl string) {
		require.Equal(t, spl, strings.Join(split(spl, '|'), "|"))
		for _, command := range Pipeline(spl) {
			require.Equal(t, strings.TrimSpace(command), command)
		}
		expanded, err := m.Expand(spl)
		calls := Calls(spl)
		if len(calls) == 0 {
			require.NoError(t, err)
			require.Equal(t, spl, expanded)
			return
		}
		if err == nil {
			for _, call := range calls {
				require.Equal(t, "m", call)
			}
			require.Empty(t, Calls(expanded))
		}
	})
}
