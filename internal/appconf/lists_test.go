package appconf

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Addresses are compared with the trusted networks without what logs put around
// them. The replacements are read out of the macro; their patterns mean the same
// to Go.
func TestTrustedAddressIsBare(t *testing.T) {
	definition := app(t).MacroFile.Stanza("cs_drop_trusted_networks").Get("definition")
	patterns := regexp.MustCompile(`, "([^"]+)", "\\1"\)`).FindAllStringSubmatch(definition, -1)
	require.Len(t, patterns, 3, "one for each replace, the innermost first")
	for logged, want := range map[string]string{
		"192.0.2.1":               "192.0.2.1",
		"192.0.2.1:50123":         "192.0.2.1",
		"2001:db8::1":             "2001:db8::1",
		"[2001:db8::1]:443":       "2001:db8::1",
		"[2001:db8::1]":           "2001:db8::1",
		"::ffff:192.0.2.1":        "192.0.2.1",
		"[::FFFF:192.0.2.1]:50":   "192.0.2.1",
		"::ffff:1":                "::ffff:1",
		"AWS Internal":            "AWS Internal",
		"health.amazonaws.com":    "health.amazonaws.com",
		"2001:db8:0:0:0:0:0:ffff": "2001:db8:0:0:0:0:0:ffff",
	} {
		got := logged
		for _, pattern := range patterns {
			got = regexp.MustCompile(pattern[1]).ReplaceAllString(got, "${1}")
		}
		require.Equal(t, want, got, logged)
	}
}

// Trust without an end is a text that sorts behind every day.
func TestNeverIsAfterEveryDay(t *testing.T) {
	a := app(t)
	for _, name := range []string{"cs_drop_trusted_networks", "cs_drop_ignored_identities"} {
		definition := a.MacroFile.Stanza(name).Get("definition")
		require.Contains(t, definition, `coalesce(mvindex(mvsort(cs_`)
		require.Contains(t, definition, `, -1), "never") < strftime(_time, "%Y-%m-%d")`)
	}
	require.Positive(t, strings.Compare("never", "9999-12-31"))
}

// The lists are asked before the command counts, in every detection.
func TestListsComeBeforeTheCommand(t *testing.T) {
	each(t, func(t *testing.T, _ *App, d Detection) {
		before, _, _ := strings.Cut(d.Get("search"), "| concurrentsessions ")
		require.Contains(t, before, "| `cs_drop_trusted_networks` | `cs_drop_ignored_identities` ")
	})
}
