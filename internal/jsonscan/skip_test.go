package jsonscan

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Wherever a string starts within its word, and however long it is, its end is
// where a look at each byte finds it.
func TestQuoteAndPlain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := []byte(rapid.StringOf(rapid.RuneFrom([]rune("aaaaaaaaaaaaaa\\\"!#\u00e4\x00]["))).Draw(t, "text"))
		text = append(text, bytes.Repeat([]byte("x"), rapid.IntRange(0, 60).Draw(t, "length"))...)
		text = append(text, rapid.SampledFrom([]string{`"`, `\"`, `\\"`, `\\\"y"`, ``}).Draw(t, "end")...)
		text = append([]byte{'"'}, text...)
		i := rapid.IntRange(1, len(text)).Draw(t, "start")

		end := i
		for end < len(text) && text[end] != '"' {
			if text[end] == '\\' {
				end++
			}
			end++
		}
		if end >= len(text) {
			end = -1
		}
		require.Equal(t, end, Quote(text, i, Once), "%q from %d", text, i)
		twice := append([]byte(`""`), doubled(text[i:])...)
		wantTwice := -1
		if end >= 0 {
			wantTwice = 2 + len(doubled(text[i:end]))
		}
		require.Equal(t, wantTwice, Quote(twice, 2, Twice), "%q", twice)
		if end >= 0 && bytes.IndexByte(text[i:end], '\\') >= 0 {
			end = -1
		}
		require.Equal(t, end, Plain(text, i), "%q from %d", text, i)
	})
}

// doubled is a text in which each quote is written twice.
func doubled(text []byte) []byte { return bytes.ReplaceAll(text, []byte(`"`), []byte(`""`)) }

// What a string says does not depend on how wide quotes are.
func TestUnescapedOfDoubledQuotes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.SampledFrom([]string{`a`, `\"`, `\\`, `\n`, `\u0022`, `\u00`, `\q`, "\n", `ä`})
		text := []byte(strings.Join(rapid.SliceOf(piece).Draw(t, "pieces"), "") + rapid.SampledFrom([]string{"", `\`}).Draw(t, "end"))
		want, ok := AppendUnescaped(nil, text, Once)
		got, gotOK := AppendUnescaped(nil, doubled(text), Twice)
		require.Equal(t, ok, gotOK)
		if ok {
			require.Equal(t, want, got)
		}
	})
}

// An object or array ends where the scan of it ends.
func TestNested(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		value, err := json.Marshal([]any{anyJSON(t, 4)})
		require.NoError(t, err)
		if rapid.Bool().Draw(t, "indented") {
			var b bytes.Buffer
			require.NoError(t, json.Indent(&b, value, "", " "))
			value = b.Bytes()
		}
		more := append(value, rapid.SampledFrom([]string{"", "]", ",\"", "}x"}).Draw(t, "rest")...)
		require.Equal(t, len(value), Nested(more, 1, Once))
		require.Equal(t, len(doubled(value)), Nested(doubled(more), 1, Twice))
		cut := value[:rapid.IntRange(1, len(value)-1).Draw(t, "cut")]
		require.Equal(t, -1, Nested(cut, 1, Once), "%s", cut)
		require.Equal(t, -1, Nested(doubled(cut), 1, Twice), "%s", cut)
	})
	require.Equal(t, -1, Nested([]byte(`{"a":(1)}`), 1, Once))
	deep := strings.Repeat("[", 1<<20) + strings.Repeat("}", 1<<20)
	require.Equal(t, len(deep), Nested([]byte(deep), 1, Once))
}
