package epoch

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// What the fast way reads, the slow one reads as the same moment; and it reads
// every time of its two shapes, and nothing with a byte changed that the slow
// one refuses.
func TestInstantsAreWhatTheSlowWayReads(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		digit := rapid.SampledFrom([]byte("0123456789"))
		text := []byte(rapid.SampledFrom([]string{
			"2026-01-02T03:04:05Z", "2026-01-02T03:04:05.678Z", "1969-12-31T23:59:60Z", "2024-02-29T00:00:00.000Z",
		}).Draw(t, "text"))
		for range rapid.IntRange(0, 4).Draw(t, "changes") {
			i := rapid.IntRange(0, len(text)-1).Draw(t, "place")
			text[i] = rapid.OneOf(digit, rapid.Byte(), rapid.SampledFrom([]byte(":;-.T/Zt "))).Draw(t, "byte")
		}
		got, ok := parseInstant(text)
		want, wantOK := parseDateTime(text)
		if ok {
			require.True(t, wantOK, "%q", text)
			require.Equal(t, want, got, "%q", text)
		} else if wantOK {
			require.False(t, text[10] == 'T' && text[len(text)-1] == 'Z' && (len(text) == 20 || text[19] == '.'), "%q", text)
		}
	})
}
