package escu

import (
	"path"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestMatchWildcard(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pattern, value string
		want           bool
	}{
		{"AWS Internal", "aws INTERNAL", true},
		{"AWS Internal", "AWS Internal ", false},
		{"*", "", true},
		{"", "", true},
		{"", "a", false},
		{"a*", "Abc", true},
		{"*SignInLogs", "NonInteractiveUserSignInLogs", true},
		{"*SignInLogs", "SignInLogs2", false},
		{"a*b*c", "aXbXbc", true},
		{"a*b*c", "aXbXbd", false},
		{"*ab", "aab", true},
		{"a**", "a", true},
		{"ß", "ẞ", false}, // letters beyond ASCII as they stand
	} {
		require.Equal(t, c.want, matchWildcard(c.pattern, c.value), "%q ~ %q", c.pattern, c.value)
	}
}

// path.Match knows the same * as long as nothing holds a slash.
func TestMatchWildcardLikeAGlob(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		pattern := rapid.StringMatching(`[abA*]{0,6}`).Draw(t, "pattern")
		value := rapid.StringMatching(`[abB]{0,8}`).Draw(t, "value")
		want, err := path.Match(strings.ToLower(pattern), strings.ToLower(value))
		if err != nil || matchWildcard(pattern, value) != want {
			t.Fatalf("%q ~ %q: want %v, %v", pattern, value, want, err)
		}
	})
}
