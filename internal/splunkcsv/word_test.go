package splunkcsv

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// quotedText is text in which quotes stand close together, and far apart.
var quotedText = rapid.Map(
	rapid.SliceOfN(rapid.OneOf(
		rapid.SampledFrom([]string{`"`, `""`, `"""`, ",", "\n", "a", "\xa2", "\x02", "!#"}),
		rapid.Map(rapid.IntRange(0, 70), func(n int) string { return strings.Repeat(`"`, n) }),
		rapid.Map(rapid.IntRange(0, 70), func(n int) string { return strings.Repeat("x", n) }),
	), 0, 40),
	func(parts []string) []byte { return []byte(strings.Join(parts, "")) },
)

func TestBitsOf(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := append(quotedText.Draw(t, "text"), make([]byte, 64)...)
		bits := bitsOf(b, '"')
		for i := range 64 {
			require.Equal(t, b[i] == '"', bits>>i&1 == 1, "%d of %q", i, b[:64])
		}
	})
}

// textEnd is where quoted text ends, one quote after the other: at one that is
// not doubled.
func textEnd(b []byte, i int) int {
	for ; i < len(b); i++ {
		if b[i] == '"' {
			if i+1 == len(b) || b[i+1] != '"' {
				return i
			}
			i++
		}
	}
	return len(b)
}

// Doubled quotes are passed, the end of the text never, and it is near then.
func TestPassDoubled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := quotedText.Draw(t, "text")
		end := textEnd(b, 0)
		at := passDoubled(b, 0)
		require.LessOrEqual(t, at, end)
		require.Equal(t, end, textEnd(b, at), "%d is within a doubled quote", at)
		if at+64 <= end {
			require.Equal(t, bytes.Repeat(quote, 64), b[at:at+64], "there is no way to tell")
		}
	})
}

func TestHalve(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := "before" + string(quotedText.Draw(t, "text"))
		text := strings.ReplaceAll(want[len("before"):], `"`, `""`)
		require.Equal(t, want, string(appendHalved([]byte("before"), []byte(text), '"')))
	})
}
