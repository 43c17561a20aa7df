package sighting

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// A value is missing exactly if it is one of the placeholders once blanks and
// case are gone.
func TestIsMissingIsWhatThePlainReadingSays(t *testing.T) {
	t.Parallel()
	names := []string{"192.0.2.1", "x", "u", "n", "(", "00", "\u00a0", "\u0085none"}
	for name := range placeholders {
		names = append(names, name)
		require.True(t, name == "" || beginsPlaceholder[name[0]] && beginsPlaceholder[strings.ToUpper(name)[0]], name)
	}
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.SampledFrom(names).Draw(t, "name")
		if rapid.Bool().Draw(t, "upper") {
			value = strings.ToUpper(value)
		}
		blanks := rapid.SampledFrom([]string{"", "", " ", "\t\n", "\u00a0", "\u2003", "\x00", "\x7f", "é", "a"})
		value = blanks.Draw(t, "before") + value + blanks.Draw(t, "behind")
		require.Equal(t, placeholders[strings.ToLower(strings.TrimSpace(value))], IsMissing([]byte(value)), "%q", value)
	})
}
