package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// conf is a .conf or .meta file: stanza, key, value. Lines of a value that go
// on after a backslash are joined by line feeds.
type conf map[string]map[string]string

// parseConf reads a file as AppInspect does, which is stricter than Splunk: a
// stanza or a key may not be there twice, and nothing follows a backslash.
func parseConf(text string) (conf, error) {
	file := conf{}
	var stanza map[string]string
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if bare := strings.TrimRight(line, " \t"); bare != line && strings.HasSuffix(bare, `\`) {
			return nil, fmt.Errorf("line %d: blanks after a backslash", i+1)
		}
	}
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		if trimmed := strings.TrimSpace(line); trimmed == "" || trimmed[0] == '#' {
			continue
		}
		if strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]") {
			name := line[1 : len(line)-1]
			if file[name] != nil {
				return nil, fmt.Errorf("line %d: stanza [%s] is there twice", i+1, name)
			}
			stanza = map[string]string{}
			file[name] = stanza
			continue
		}
		key, value, found := strings.Cut(line, "=")
		key, value = strings.TrimSpace(key), strings.TrimLeft(value, " ")
		if !found || stanza == nil {
			return nil, fmt.Errorf("line %d: neither a stanza nor a key of one: %q", i+1, line)
		}
		if _, twice := stanza[key]; twice {
			return nil, fmt.Errorf("line %d: key %s is there twice", i+1, key)
		}
		for strings.HasSuffix(value, `\`) && i+1 < len(lines) {
			i++
			value = strings.TrimSuffix(value, `\`) + "\n" + lines[i]
		}
		stanza[key] = value
	}
	return file, nil
}

func TestParseConf(t *testing.T) {
	got, err := parseConf("# note\n[]\naccess = read : [ * ]\n\n[a]\nsearch = `m` \\\n  | stats count \\\n  BY x\nempty =\n")
	require.NoError(t, err)
	require.Equal(t, conf{
		"":  {"access": "read : [ * ]"},
		"a": {"search": "`m` \n  | stats count \n  BY x", "empty": ""},
	}, got)
	for text, want := range map[string]string{
		"[a]\n[b]\n[a]\n":     "line 3: stanza [a] is there twice",
		"[a]\nx = 1\nx = 2\n": "line 3: key x is there twice",
		"[a]\nx = 1\\ \ny\n":  "line 2: blanks after a backslash",
		"[a]\nwords\n":        `line 2: neither a stanza nor a key of one: "words"`,
		"x = 1\n":             "line 1: neither a stanza",
	} {
		_, err := parseConf(text)
		require.ErrorContains(t, err, want)
	}
}
