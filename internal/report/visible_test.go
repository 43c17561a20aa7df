package report

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestVisible(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, text, want string }{
		{"plain", "Ada <ada@example.com>", "Ada <ada@example.com>"},
		{"letters", "Zoë 王 مريم 😀", "Zoë 王 مريم 😀"},
		{"turned", "a\u202egnp.exe", "a‹U+202E›gnp.exe"},
		{"isolates", "\u2066x\u2069", "‹U+2066›x‹U+2069›"},
		{"controls", "a\x00\x1b[31m\r\n\tb\x7f\u0085", "a‹U+0000›‹U+001B›[31m‹U+000D›‹U+000A›‹U+0009›b‹U+007F›‹U+0085›"},
		{"no width", "ad\u200bmin\ufeff\u00ad", "ad‹U+200B›min‹U+FEFF›‹U+00AD›"},
		{"fillers", "\u3164\uffa0\u115f\u2800", "‹U+3164›‹U+FFA0›‹U+115F›‹U+2800›"},
		{"blanks", "a\u00a0b\u2003c", "a‹U+00A0›b‹U+2003›c"},
		{"lines", "\u2028\u2029", "‹U+2028›‹U+2029›"},
		{"tags", "a\U000e0041\ufe0f", "a‹U+E0041›‹U+FE0F›"},
		{"no UTF-8", "a\xff\xc3(", "a‹ff›‹c3›("},
		{"replaced", "a\ufffd", "a‹U+FFFD›"},
		{"private", "\ue000", "‹U+E000›"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.want, Visible(tc.text))
		})
	}
}

func TestVisibleLaws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := string(rapid.SliceOfN(rapid.Byte(), 0, 40).Draw(t, "bytes")) + rapid.String().Draw(t, "text")
		got := Visible(text)
		require.True(t, utf8.ValidString(got))
		require.False(t, strings.ContainsFunc(got, hidden), "%q", got)
		require.Equal(t, got, Visible(got), "what is visible stays as it is")
		if utf8.ValidString(text) && !strings.ContainsFunc(text, hidden) {
			require.Equal(t, text, got)
		}
	})
}

func TestLongTextIsCutAndSaysSo(t *testing.T) {
	t.Parallel()
	require.Equal(t, strings.Repeat("a", maxField), field(strings.Repeat("a", maxField)))
	require.Equal(t, strings.Repeat("a", maxField)+" ‹1 more bytes›", field(strings.Repeat("a", maxField+1)))
	// A character is not cut in two.
	require.Equal(t, "a"+strings.Repeat("é", maxField/2-1)+" ‹4 more bytes›", field("a"+strings.Repeat("é", maxField/2+1)))
	// Bytes that are no UTF-8 are not looked through for a beginning.
	require.True(t, strings.HasSuffix(field(strings.Repeat("\x80", maxField+10)), " ‹14 more bytes›"))
	// An event keeps its lines.
	require.Equal(t, "{\n\t\"a\": 1\n}‹U+000D›", raw("{\n\t\"a\": 1\n}\r"))
}
