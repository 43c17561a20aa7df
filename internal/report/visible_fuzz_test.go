package report

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// FuzzVisible: what is visible stays as it is, nothing hidden is left, and a
// text is the sum of its parts.
func FuzzVisible(f *testing.F) {
	for _, seed := range []string{"a\u202egnp.exe", "a\x00\x1b[31m\r\n", "Zoë 王 😀", "a\xff\xc3(", "\U000e0041\ufe0f\u2800\u3164", "\ufffd\ue000"} {
		f.Add(seed, uint8(2))
	}
	f.Fuzz(func(t *testing.T, text string, at uint8) {
		got := Visible(text)
		require.True(t, utf8.ValidString(got))
		require.False(t, strings.ContainsFunc(got, hidden), "%q", got)
		require.Equal(t, got, Visible(got))
		if utf8.ValidString(text) && !strings.ContainsFunc(text, hidden) {
			require.Equal(t, text, got)
		}
		if cut := min(int(at), len(text)); utf8.ValidString(text[:cut]) {
			require.Equal(t, got, Visible(text[:cut])+Visible(text[cut:]))
		}
		require.LessOrEqual(t, len(field(text)), 12*maxField)
		require.Equal(t, strings.ReplaceAll(strings.ReplaceAll(raw(text), "\n", "‹U+000A›"), "\t", "‹U+0009›"), shown(text, maxRaw, ""))
	})
}
