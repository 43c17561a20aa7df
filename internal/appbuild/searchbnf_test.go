package main

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/command"
)

// TestSearchHelp compares the help of Splunk's search bar with the options
// that the command takes.
func TestSearchHelp(t *testing.T) {
	_, spl := packed(t, targets[0])
	help := unpack(t, spl).conf(t, "default/searchbnf.conf")

	var unknown *command.OptionError
	_, err := command.ParseOptions([]string{"zzz=1"})
	require.ErrorAs(t, err, &unknown)
	_, names, found := strings.Cut(unknown.Want, "the options are ")
	require.True(t, found, unknown.Want)

	options := help["concurrentsessions-options"]
	var told []string
	for _, match := range regexp.MustCompile(`\((\w+)=`).FindAllStringSubmatch(options["syntax"], -1) {
		told = append(told, match[1])
		require.Regexp(t, `\b`+match[1]+`\b[^:]*: `, options["description"])
	}
	require.ElementsMatch(t, strings.Split(names, ", "), told)

	stanza := help["concurrentsessions-command"]
	require.Equal(t, "public", stanza["usage"])
	for _, n := range []string{"1", "2", "3"} {
		require.NotEmpty(t, stanza["comment"+n])
		_, call, found := strings.Cut(stanza["example"+n], "| concurrentsessions ")
		require.True(t, found)
		_, err := command.ParseOptions(words(call))
		require.NoError(t, err, call)
	}
}

// words splits a call at blanks outside of quotation marks, which it drops.
func words(call string) []string {
	quoted := false
	return strings.FieldsFunc(strings.Map(func(r rune) rune {
		switch {
		case r == '"':
			quoted = !quoted
			return -1
		case r == ' ' && !quoted:
			return '\n'
		}
		return r
	}, call), func(r rune) bool { return r == '\n' })
}
