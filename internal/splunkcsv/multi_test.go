package splunkcsv

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// valuesOf reads one field f with its __mv_ text, both unquoted as given.
func valuesOf(t require.TestingT, plain, multi string) (values []string, broken int) {
	body := appendField([]byte("__mv_f,f\n"), multi, minimal)
	body = appendField(append(body, ','), plain, minimal)
	r := NewReader()
	r.Select([]string{"f"})
	require.NoError(t, r.Reset(bytes.NewReader(body)))
	require.True(t, r.Next())
	for range 2 { // asking again changes nothing
		values = []string{}
		for _, v := range r.AppendValues(nil, 0) {
			values = append(values, string(v))
		}
	}
	require.Equal(t, plain, string(r.Field(0)))
	return values, r.BrokenMulti()
}

func TestMultiValues(t *testing.T) {
	f := func(plain, multi string, want ...string) {
		t.Helper()
		values, broken := valuesOf(t, plain, multi)
		require.Equal(t, append([]string{}, want...), values)
		require.Zero(t, broken)
	}
	f("", "")
	f("a", "", "a")
	f("a\nb", "", "a\nb") // without a list it is one value
	f("a\nb$c", "$a$;$b$$c$", "a", "b$c")
	f("a", "$a$", "a")
	f("", "$$", "")
	f("\n", "$$;$$", "", "")
	f("$\n;\n$;$", "$$$$;$;$;$$$;$$$", "$", ";", "$;$")
	f("a\nb\nc\"", "$a\nb$;$c\"$", "a\nb", "c\"")
	f("a,b", "$a$;$b$", "a", "b")
	f("a", "$a$;", "a") // the grammar allows it
	f("\xff\n\x00", "$\xff$;$\x00$", "\xff", "\x00")
}

// A text that lists no values leaves the plain field, and is counted.
func TestBrokenMultiValues(t *testing.T) {
	f := func(multi string) {
		t.Helper()
		values, broken := valuesOf(t, "a\nb", multi)
		require.Equal(t, []string{"a\nb"}, values)
		require.Equal(t, 1, broken)
	}
	f("a;b")
	f("$")
	f("$a")
	f("$a$$")
	f("$a$b$")
	f("$a$;b")
	f("$a$;$b")
	f("$a$,$b$")
	f(";")
	f(" $a$")
	f("$$$")
}

// multiPattern is how Splunk's SDK for Python finds the values.
var multiPattern = regexp.MustCompile(`^(?:\$((?:\$\$|[^$])*)\$(?:;|$))`)

// twinMulti decodes with the pattern, all or nothing.
func twinMulti(text string) (values []string, ok bool) {
	for text != "" {
		m := multiPattern.FindStringSubmatch(text)
		if m == nil {
			return nil, false
		}
		values = append(values, strings.ReplaceAll(m[1], "$$", "$"))
		text = text[len(m[0]):]
	}
	return values, true
}

func TestMultiAgainstThePattern(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.SampledFrom([]rune("$$$;a\n\"")), 1, 12, -1).Draw(t, "text")
		values, broken := valuesOf(t, "plain", text)
		want, ok := twinMulti(text)
		if !ok {
			require.Equal(t, []string{"plain"}, values)
			require.Equal(t, 1, broken)
			return
		}
		require.Equal(t, want, values)
		require.Zero(t, broken)
	})
}
