package report_test

import (
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"html"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/report"
)

func written(t testing.TB, p any) string {
	t.Helper()
	var b bytes.Buffer
	switch p := p.(type) {
	case *report.Page:
		require.NoError(t, report.Write(&b, p))
	case *report.Comparison:
		require.NoError(t, report.WriteComparison(&b, p))
	}
	return b.String()
}

var (
	block  = regexp.MustCompile(`(?s)<(script|style)[^>]*>(.*?)</(?:script|style)>`)
	packed = regexp.MustCompile(`<script type="text/plain" id="f\d+">([^<]*)</script>`)
)

// unpacked gives the page with the packed blocks as the JSON that they hold.
func unpacked(t testing.TB, page string) string {
	t.Helper()
	return packed.ReplaceAllStringFunc(page, func(whole string) string {
		text := packed.FindStringSubmatch(whole)[1]
		inflated, err := io.ReadAll(flate.NewReader(base64.NewDecoder(base64.StdEncoding, strings.NewReader(text))))
		require.NoError(t, err)
		return strings.Replace(whole, text, "\n"+string(inflated)+"\n", 1)
	})
}

// The golden pages are without style and script, and with the packed blocks
// unpacked: what is left is what the input made. Review a change in a browser.
func TestGolden(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]any{"findings": small(), "comparison": compared(), "empty": &report.Page{Title: "Nothing found", Version: "0.1.0"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := regexp.MustCompile(`(?s)<(style|script)>.*?</`).ReplaceAllString(unpacked(t, written(t, p)), "<$1>…</")
			got = regexp.MustCompile(`sha256-[^&]*`).ReplaceAllString(got, "sha256-…")
			path := filepath.Join("testdata", name+".golden.html")
			if *update {
				require.NoError(t, os.MkdirAll("testdata", 0o755))
				require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
			}
			want, err := os.ReadFile(path)
			require.NoError(t, err)
			require.Empty(t, cmp.Diff(string(want), got), "go test ./internal/report -run Golden -update, then look at it")
		})
	}
}

// The policy names just the blocks that the page has.
func TestPolicy(t *testing.T) {
	t.Parallel()
	for name, p := range map[string]any{"findings": small(), "comparison": compared()} {
		page := written(t, p)
		policy := html.UnescapeString(regexp.MustCompile(`http-equiv="Content-Security-Policy" content="([^"]*)"`).FindStringSubmatch(page)[1])
		want := map[string]string{}
		for _, m := range block.FindAllStringSubmatch(page, -1) {
			if strings.HasPrefix(m[0], "<"+m[1]+">") {
				require.NotContains(t, want, m[1], "%s: one %s alone", name, m[1])
				sum := sha256.Sum256([]byte(m[2]))
				want[m[1]] = "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
			}
		}
		require.Equal(t, "default-src 'none'; style-src "+want["style"]+"; script-src "+want["script"]+
			"; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'", policy)
		require.NotRegexp(t, `(?i)<[^>]*\s(style|on[a-z]+|src|action)=`, block.ReplaceAllString(page, ""), "no style, handler or address in an element")
		require.NotRegexp(t, `(?i)<[^>]*\shref="[^#]`, page)
	}
}

// Our script makes elements and text; nothing in it makes markup or code of a
// text, or asks for anything.
func TestScriptsAreTame(t *testing.T) {
	t.Parallel()
	for _, p := range []any{small(), compared()} {
		for _, m := range block.FindAllStringSubmatch(written(t, p), -1) {
			if strings.HasPrefix(m[0], "<script>") {
				require.NotRegexp(t, `innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|DOMParser|setAttributeNS|\bfetch\(|XMLHttpRequest|WebSocket|import\(|srcdoc|https?://(?:[^w]|w[^w])`, m[2])
			}
		}
	}
}

// hostile is a text for each way out of a context.
var hostile = []string{
	`</script><script>window.pwned=1</script>`, `<!--<script>`, `]]><svg onload="window.pwned=1">`, `"><img src=x onerror=window.pwned=1>`,
	`' autofocus onfocus='window.pwned=1`, `</style><style>*{display:none}</style>`, `javascript:window.pwned=1`, `{{.Title}}`, "${window.pwned=1}",
	"\u2028window.pwned=1\u2029", "admin\u202egnp.exe", "a\x00b\x1b[2Jc\xff\xfe", `__proto__`, `constructor`, `&lt;b&gt;`, `\u003cscript\u003e`, strings.Repeat("W", 5000),
}

// fill puts a text into every string that there is in a value.
func fill(v reflect.Value, next func() string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(next())
	case reflect.Pointer:
		fill(v.Elem(), next)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), next)
		}
	case reflect.Slice:
		for i := range v.Len() {
			fill(v.Index(i), next)
		}
	}
}

// filled gives both pages with hostile text in every field, begun at the n-th.
func filled(n int) (*report.Page, *report.Comparison) {
	next := func() string { n++; return hostile[n%len(hostile)] }
	p, c := small(), compared()
	fill(reflect.ValueOf(p), next)
	fill(reflect.ValueOf(c), next)
	return p, c
}

// tags are the names of all elements that the page begins, data apart.
func tags(page string) []string {
	page = regexp.MustCompile(`(?s)<(script|style)[^>]*>.*?</(script|style)>`).ReplaceAllString(page, "<$1>")
	return regexp.MustCompile(`<!?[a-zA-Z]+`).FindAllString(page, -1)
}

// Hostile text makes no element, in whatever field it stands.
func TestHostileText(t *testing.T) {
	t.Parallel()
	same := func(text string) (*report.Page, *report.Comparison) {
		p, c := small(), compared()
		fill(reflect.ValueOf(p), func() string { return text })
		fill(reflect.ValueOf(c), func() string { return text })
		return p, c
	}
	plainPage, plainComparison := same("plain")
	for _, text := range hostile {
		p, c := same(text)
		require.Equal(t, tags(written(t, plainPage)), tags(written(t, p)), "%q", text)
		require.Equal(t, tags(written(t, plainComparison)), tags(written(t, c)), "%q", text)
		for _, page := range []string{written(t, p), written(t, c)} {
			require.NotContains(t, page, "\u202e")
			require.NotContains(t, page, "\x00")
			require.Equal(t, 1, strings.Count(page, "<!"), "only the document's type")
		}
	}
}

func FuzzWrite(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	plain := small()
	fill(reflect.ValueOf(plain), func() string { return "x" })
	want := tags(written(f, plain))
	f.Fuzz(func(t *testing.T, text string) {
		if text == "" {
			return // leaves out the element that would show it
		}
		p := small()
		fill(reflect.ValueOf(p), func() string { return text })
		require.Equal(t, want, tags(written(t, p)))
	})
}

func TestEqualInputGivesEqualBytes(t *testing.T) {
	t.Parallel()
	require.Equal(t, written(t, small()), written(t, small()))
	require.Equal(t, written(t, compared()), written(t, compared()))
}

type full struct{ left int }

var errFull = errors.New("disk full")

func (f *full) Write(b []byte) (int, error) {
	if f.left -= len(b); f.left < 0 {
		return 0, errFull
	}
	return len(b), nil
}

// An error of the writer comes out, wherever it happens.
func TestWriterFails(t *testing.T) {
	t.Parallel()
	p := many(200, 20)
	for _, left := range []int{0, 70_000, 140_000} {
		require.ErrorIs(t, report.Write(&full{left}, p), errFull)
	}
	require.ErrorIs(t, report.WriteComparison(&full{}, compared()), errFull)
}

func BenchmarkWrite(b *testing.B) {
	p := many(500, 20)
	var out bytes.Buffer
	require.NoError(b, report.Write(&out, p))
	b.SetBytes(int64(out.Len()))
	b.ReportAllocs()
	for b.Loop() {
		require.NoError(b, report.Write(io.Discard, p))
	}
}
