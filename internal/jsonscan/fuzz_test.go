package jsonscan

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzEnd holds the first value's end against encoding/json, and against the
// same text in pieces.
func FuzzEnd(f *testing.F) {
	for _, seed := range []string{`{"a":"}","b":[{"c":"]\"\\"}]} x`, ` 12.5e3,`, `"\`, `"ä\u00e4"x`, `]`, `{"a":1}{"b":2}`, `nul`, `1"a"`} {
		f.Add([]byte(seed), uint8(1))
	}
	f.Fuzz(func(t *testing.T, text []byte, piece uint8) {
		at := Space(text, 0)
		end := End(text, at)
		require.Equal(t, end, endByPieces(text, at, max(1, int(piece))))

		d := json.NewDecoder(bytes.NewReader(text))
		var value json.RawMessage
		if d.Decode(&value) != nil {
			return
		}
		want := int(d.InputOffset())
		isScalar := !strings.ContainsRune(`"{[`, rune(text[at]))
		if isScalar && want < len(text) && !afterScalar[text[want]] {
			return // 12a is the decoder's 12, and here no JSON at all
		}
		require.Equal(t, want, end, "%q", text)
	})
}

func endByPieces(text []byte, at, piece int) int {
	var s Scan
	i, done := at, false
	for !done && i < len(text) {
		var n int
		n, done = s.Feed(text[i:min(len(text), i+piece)])
		i += n
	}
	if !done && !s.inScalar || i == at {
		return -1
	}
	return i
}

// FuzzMembers holds the members of an object, as written, against the tokens
// of encoding/json.
func FuzzMembers(f *testing.F) {
	for _, seed := range []string{`{}`, ` { "a" : 1 , "a\"" : {"b":[]} } x`, `{"a":1`, `{"a":1 "b":2}`, `{"":null}`, `{"a":1,}`, `1e999`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var keys, values []string
		m := MembersOf(text)
		for m.Next() {
			keys, values = append(keys, `"`+string(m.Key)+`"`), append(values, string(m.Value))
		}
		if !json.Valid(text) {
			return
		}
		d := json.NewDecoder(bytes.NewReader(text))
		d.UseNumber()
		first, err := d.Token()
		require.NoError(t, err)
		require.Equal(t, first == json.Delim('{'), m.Whole())
		n := 0
		for ; m.Whole() && d.More(); n++ {
			require.Less(t, n, len(keys))
			key, err := d.Token()
			require.NoError(t, err)
			var read string
			require.NoError(t, json.Unmarshal([]byte(keys[n]), &read))
			require.Equal(t, key, read)
			var value json.RawMessage
			require.NoError(t, d.Decode(&value))
			require.Equal(t, string(value), values[n])
		}
		require.Len(t, keys, n)
	})
}

// FuzzText holds reading a string against encoding/json, but for bytes that
// are no UTF-8: they stay as they are.
func FuzzText(f *testing.F) {
	for _, seed := range []string{`"a\u00e4"`, `"\ud83d\ude00"`, `"\ud83d\u0041"`, `"\q"`, `"\u12"`, "\"\xff\"", `"a\/\b"`, `"`, `"\"`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, quoted []byte) {
		got, ok := AppendText([]byte("x"), quoted)
		require.Equal(t, byte('x'), got[0])
		var want string
		if bytes.HasPrefix(quoted, []byte(`"`)) && bytes.HasSuffix(quoted, []byte(`"`)) && json.Unmarshal(quoted, &want) == nil {
			require.True(t, ok)
			require.Equal(t, want, mended(got[1:]))
		}
		// Any bytes are also a text to write.
		written := AppendString(nil, quoted)
		require.NoError(t, json.Unmarshal(written, &want))
		require.Equal(t, mended(quoted), want)
		back, ok := AppendText(nil, written)
		require.True(t, ok)
		require.Equal(t, want, string(back))
	})
}

// mended has U+FFFD for each byte that is no UTF-8.
func mended(text []byte) string { return string([]rune(string(text))) }
