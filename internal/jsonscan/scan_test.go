package jsonscan

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestEnd(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ value, rest string }{
		{`{}`, ` {}`},
		{`[]`, `]`},
		{`"a"`, `"`},
		{`"\""`, ``},
		{`"\\"`, `"`},
		{`12.5e3`, `,`},
		{`null`, `}`},
		{`true`, ``},
		{`{"a":"}","b":[{"c":"]\"\\"}]}`, `}`},
		{`"ä\u00e4"`, `x`},
		{strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000), `]`},
	} {
		require.Equal(t, len(c.value), End([]byte(c.value+c.rest), 0), "%.40s", c.value)
		require.Equal(t, len(c.value)+1, End([]byte(" "+c.value+c.rest), 1), "%.40s", c.value)
	}
	for _, broken := range []string{``, `{`, `"a`, `"a\"`, `[1,2`, `{"a":"}`, `]`, `,`, `{"a":"\`} {
		require.Equal(t, -1, End([]byte(broken), 0), broken)
	}
}

// any JSON value, as text.
func anyJSON(t *rapid.T, depth int) any {
	kinds := 6
	if depth == 0 {
		kinds = 4
	}
	switch rapid.IntRange(0, kinds-1).Draw(t, "kind") {
	case 0:
		return nil
	case 1:
		return rapid.Bool().Draw(t, "bool")
	case 2:
		return rapid.Int32().Draw(t, "number")
	case 3:
		return rapid.StringOf(rapid.RuneFrom([]rune("a\"\\{}[],:\u00e4\U0001F600\n\x01 "))).Draw(t, "text")
	case 4:
		list := []any{}
		for range rapid.IntRange(0, 3).Draw(t, "elements") {
			list = append(list, anyJSON(t, depth-1))
		}
		return list
	}
	object := map[string]any{}
	for range rapid.IntRange(0, 3).Draw(t, "members") {
		object[rapid.StringOf(rapid.RuneFrom([]rune("ab\"\\"))).Draw(t, "key")] = anyJSON(t, depth-1)
	}
	return object
}

// However a value is cut into pieces, it ends where it ends.
func TestPieces(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		value, err := json.Marshal(anyJSON(t, 4))
		require.NoError(t, err)
		text := append(value, rapid.SampledFrom([]string{",", "]", "}", " ", "\n"}).Draw(t, "rest")...)
		var s Scan
		total := 0
		for {
			n := rapid.IntRange(1, 5).Draw(t, "piece")
			taken, done := s.Feed(text[total:min(len(text), total+n)])
			total += taken
			if done {
				break
			}
			require.Less(t, total, len(text))
		}
		require.Equal(t, len(value), total)
	})
}

// The members are those that encoding/json finds, and strings read back.
func TestMembers(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		object := map[string]any{}
		for range rapid.IntRange(0, 4).Draw(t, "members") {
			object[rapid.StringOf(rapid.RuneFrom([]rune("abc"))).Draw(t, "key")] = anyJSON(t, 2)
		}
		text, err := json.MarshalIndent(object, "", rapid.SampledFrom([]string{"", " ", "\t"}).Draw(t, "indent"))
		require.NoError(t, err)
		got := map[string]any{}
		m := MembersOf(text)
		for m.Next() {
			var value any
			require.NoError(t, json.Unmarshal(m.Value, &value))
			got[string(m.Key)] = value
			if want, isText := value.(string); isText {
				read, ok := AppendText(nil, m.Value)
				require.True(t, ok)
				require.Equal(t, want, string(read))
			}
		}
		require.True(t, m.Whole())
		var want map[string]any
		require.NoError(t, json.Unmarshal(text, &want))
		require.Equal(t, want, got)
	})
}

func TestMembersOfBrokenText(t *testing.T) {
	t.Parallel()
	for text, keys := range map[string]string{
		``: "", `[1]`: "", `{`: "", `{"a":1`: "a", `{"a":1,`: "a", `{"a":1,"b":{"c":2}`: "ab", `{"a"}`: "", `{"a":}`: "", `{"a":1;"b":2}`: "a",
		`{a:1}`: "", `{"a":"\`: "", `{"a":1 "b":2}`: "a",
	} {
		found := ""
		m := MembersOf([]byte(text))
		for m.Next() {
			found += string(m.Key)
		}
		require.Equal(t, keys, found, text)
		require.False(t, m.Whole(), text)
	}
}

// What is written reads back, here and by encoding/json.
func TestStrings(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		quoted := AppendString(nil, []byte(text))
		var want string
		require.NoError(t, json.Unmarshal(quoted, &want))
		require.Equal(t, want, text)
		got, ok := AppendText(nil, quoted)
		require.True(t, ok)
		require.Equal(t, text, string(got))
	})
	require.Equal(t, "\"a\uFFFDb\"", string(AppendString(nil, []byte("a\xffb"))))
	for quoted, want := range map[string]string{
		`"\u00e4"`: "ä", `"\ud83d\ude00"`: "😀", `"\ud83d"`: "\uFFFD", `"\ud83dx"`: "\uFFFDx", `"\q"`: `\q`, `"\u12"`: `\u12`, `"a\/b"`: "a/b",
	} {
		got, ok := AppendText(nil, []byte(quoted))
		require.True(t, ok)
		require.Equal(t, want, string(got), quoted)
	}
	_, ok := AppendText(nil, []byte(`12`))
	require.False(t, ok)
}
