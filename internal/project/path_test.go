package project

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParsePath(t *testing.T) {
	for text, want := range map[string][]step{
		"src":          {{key: "src"}},
		"a.b.c":        {{key: "a"}, {key: "b"}, {key: "c"}},
		"@timestamp":   {{key: "@timestamp"}},
		"tag::event x": {{key: "tag::event x"}},
		"a{}":          {{key: "a", each: true}},
		"a{}.b":        {{key: "a", each: true}, {key: "b"}},
		"a{Name=X}.V":  {{key: "a", each: true, member: "Name", equal: "X"}, {key: "V"}},
		"a{Name=}.V":   {{key: "a", each: true, member: "Name"}, {key: "V"}},
		"a{N=x.y=z}.V": {{key: "a", each: true, member: "N", equal: "x.y=z"}, {key: "V"}},
	} {
		steps, err := parsePath(text)
		require.NoError(t, err, text)
		require.Equal(t, want, steps, text)
	}
	for _, text := range []string{"", ".", "a.", ".a", "a..b", "a{", "a{}b", "a{X}", "a{=X}.b", "{}", "a}", "a{}}.b"} {
		_, err := parsePath(text)
		require.ErrorIs(t, err, errPath, text)
		require.ErrorContains(t, err, "field", text)
	}
}

func TestSelectorColumns(t *testing.T) {
	for _, c := range []struct{ path, names, values, equal string }{
		{"D{Name=S}.Value", "D{}.Name", "D{}.Value", "S"},
		{"a.D{type=5}.x.y", "a.D{}.type", "a.D{}.x.y", "5"},
		{"a{}.D{type=5}.x", "a{}.D{}.type", "a{}.D{}.x", "5"},
		{"a.b", "", "", ""},
		{"a{}.b", "", "", ""},
		{"a{N=1}", "", "", ""},
		{"a{N=1}.b{N=2}.c", "", "", ""},
	} {
		steps, err := parsePath(c.path)
		require.NoError(t, err)
		names, values, equal, ok := selectorColumns(steps)
		require.Equal(t, c.names != "", ok, c.path)
		require.Equal(t, []string{c.names, c.values, c.equal}, []string{names, values, equal}, c.path)
	}
}
