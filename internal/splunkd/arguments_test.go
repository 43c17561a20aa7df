package splunkd

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestSplitArguments(t *testing.T) {
	for _, test := range []struct {
		typed     string
		style     ArgumentStyle
		args, raw []string
	}{
		// As in the talk and in recorded requests.
		{
			`a=one b = "two" "c"="three"`, AsTyped,
			[]string{"a=one", "b", "=", "two", "c=three"},
			[]string{"a=one", "b", "=", `"two"`, `"c"="three"`},
		},
		{
			`r="A \"b\" C" 's'="q\\r"`, AsTyped,
			[]string{`r=A "b" C`, `'s'=q\r`},
			[]string{`r="A \"b\" C"`, `'s'="q\\r"`},
		},
		{
			`fieldname=word_count pattern="\w+" text`, AsTyped,
			[]string{"fieldname=word_count", `pattern=\w+`, "text"},
			[]string{"fieldname=word_count", `pattern="\w+"`, "text"},
		},
		{
			`count=1000 text="Hello World!"`, AsTyped,
			[]string{"count=1000", "text=Hello World!"},
			[]string{"count=1000", `text="Hello World!"`},
		},

		{``, AsTyped, nil, nil},
		{" \t\n", AsTyped, nil, nil},
		{`x=""`, AsTyped, []string{"x="}, []string{`x=""`}},
		{`'a b'=1 it='"'`, AsTyped, []string{"'a b'=1", `it='"'`}, []string{"'a b'=1", `it='"'`}},
		{`a\b "\\\"\\"`, AsTyped, []string{`a\b`, `\"\`}, []string{`a\b`, `"\\\"\\"`}},

		{`by=user,src when="a,b" x`, AsTyped, []string{"by=user,src", "when=a,b", "x"}, []string{"by=user,src", `when="a,b"`, "x"}},
		{`by=user,src when="a,b", x`, CommasStripped, []string{"by=user", "src", "when=a,b", "x"}, []string{"by=user", "src", `when="a,b"`, "x"}},

		{
			`by="user=id,src" when = x =y z= "=" flag`, BlanksAroundEquals,
			[]string{"by", "=", "user=id,src", "when", "=", "x", "=", "y", "z", "=", "=", "flag"},
			[]string{"by", "=", `"user=id,src"`, "when", "=", "x", "=", "y", "z", "=", `"="`, "flag"},
		},
	} {
		args, raw, err := SplitArguments(test.typed, test.style)
		require.NoError(t, err, test.typed)
		require.Equal(t, test.args, args, test.typed)
		require.Equal(t, test.raw, raw, test.typed)
	}
}

func TestSplitArgumentsOpenQuote(t *testing.T) {
	for _, typed := range []string{`a="b`, `a='b`, `a="b\"`, `"`} {
		_, _, err := SplitArguments(typed, AsTyped)
		require.ErrorContains(t, err, "is not closed", typed)
	}
}

// Any value can be typed in double quotes, and arrives whole.
func TestSplitArgumentsLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOf(rapid.String()).Draw(t, "values")
		var typed, want []string
		for _, v := range values {
			quoted := strings.ReplaceAll(strings.ReplaceAll(v, `\`, `\\`), `"`, `\"`)
			typed = append(typed, `x="`+quoted+`"`)
			want = append(want, "x="+v)
		}
		for _, style := range []ArgumentStyle{AsTyped, CommasStripped} {
			args, raw, err := SplitArguments(strings.Join(typed, " "), style)
			require.NoError(t, err)
			require.Equal(t, want, args)
			require.Equal(t, typed, raw)
		}
		args, _, err := SplitArguments(strings.Join(typed, " "), BlanksAroundEquals)
		require.NoError(t, err)
		if len(values) == 0 {
			return
		}
		require.Equal(t, strings.Join(want, ""), strings.Join(args, ""))
	})
}
