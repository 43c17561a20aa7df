package security

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/report"
	"concurrentsessions/internal/splunkcsv"
)

// hostile are values that do harm where they are taken for more than text.
var hostile = map[string]string{
	"escape sequences":    "\x1b[31mred\x1b]0;title\x07\x1b[2J",
	"C1 controls":         "\u009b31m\u0085\u0090",
	"line ends":           "one\r\ntwo\nthree\u2028four",
	"backspaces":          "harmless\b\b\b\b\b\b\b\bharmful\x7f",
	"bidi":                "user\u202emoc.elpmaxe@\u2066x\u2069",
	"nothing to see":      "a\u200bb\u00adc\ufeffd\U000e0041\u3164",
	"NUL":                 "a\x00b",
	"HTML":                `<script>alert(1)</script><img src=x onerror=alert(1)>"'&amp;`,
	"a URL":               "javascript:alert(1)//https://example.com/",
	"a formula":           `=cmd|' /C calc'!A0`,
	"other formulas":      `+1+cmd|' /C calc'!A0`,
	"a lookup":            `@SUM(1+1)*cmd|' /C calc'!A0`,
	"a formula behind":    "x;=HYPERLINK(\"https://example.com/\"); @x",
	"a signed formula":    "-2+3+cmd|' /C calc'!A0",
	"quotes":              `a","b"` + "\n" + `"c`,
	"Markdown":            "[x](https://example.com/) | ` | # x",
	"a template":          "{{.}} ${HOME} $(id) %s %n `id`",
	"Splunk's multivalue": "$a$;$b$$c$",
	"very long":           strings.Repeat("long ", 40_000),
	"a path":              "../../../../etc/passwd",
}

// events are one user in two places for each hostile value, which is in the
// name, the client and the application, and once in bytes that are no UTF-8.
func events() (log string) {
	var b strings.Builder
	number := 0
	add := func(value string) {
		for i := range 3 {
			fmt.Fprintf(&b, "{\"time\":%d,\"user\":%s,\"src\":\"%s.%d\",\"user_agent\":%[2]s,\"app\":%[2]s,\"city\":%[2]s}\n",
				1_700_000_000+1000*number+60*i, value, []string{"192.0.2", "198.51.100"}[i%2], number+1)
		}
		number++
	}
	for _, name := range names() {
		text, _ := json.Marshal(hostile[name])
		add(string(text))
	}
	add("\"not UTF-8: \xff\xfe\xc0\xaf\x80\"")
	return b.String()
}

func names() (list []string) {
	for name := range hostile {
		list = append(list, name)
	}
	slices.Sort(list)
	return list
}

// requireInert wants nothing in a text that a terminal would obey, or that
// would show what is not there.
func requireInert(t *testing.T, text, where string) {
	t.Helper()
	require.NotEmpty(t, text, where)
	require.True(t, utf8.ValidString(text), where)
	for at, r := range text {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029') {
			require.Fail(t, "not inert", "%s: %U in %q", where, r, text[max(0, at-40):min(len(text), at+40)])
		}
	}
}

// detect runs the shipped program on the hostile log, whose file is named
// hostilely too.
func detect(t *testing.T, command string, args ...string) ended {
	t.Helper()
	file := filepath.Join(t.TempDir(), "log\x1b[31m\u202e.ndjson")
	require.NoError(t, os.WriteFile(file, []byte(events()+"{\"broken\x1b[31m\n"), 0o644))
	args = append([]string{command, "--by", "user", "--src", "src", "--time", "time"}, args...)
	out := start(t, "", nil, shipped, append(args, file)...)
	require.Zero(t, out.code, out.stderr)
	if command == "detect" {
		requireInert(t, out.stderr, "stderr")
		require.Contains(t, out.stderr, "problem: ")
	}
	return out
}

func TestHostileTable(t *testing.T) {
	t.Parallel()
	out := detect(t, "detect")
	requireInert(t, out.stdout, "table")
	require.Contains(t, out.stdout, "‹U+001B›")

	// A file's name in an error, as a shell puts it in for an asterisk.
	out = start(t, "", nil, shipped, "profiles", "okta", "log\x1b[31m\u202e.ndjson")
	require.Equal(t, 2, out.code)
	requireInert(t, out.stderr, "an error")
}

func TestHostileExplanation(t *testing.T) {
	t.Parallel()
	for _, id := range ids(t) {
		requireInert(t, detect(t, "explain", id).stdout, "explain")
	}
	for _, name := range []string{"escape sequences", "bidi", "NUL", "a formula"} {
		if strings.Contains(hostile[name], "\x00") {
			continue // no system takes it as an argument
		}
		requireInert(t, detect(t, "explain", "--user", hostile[name]).stdout, "explain --user")
	}
}

// ids are those of all findings, of which there is one for each value.
func ids(t *testing.T) (list []string) {
	t.Helper()
	for line := range strings.Lines(detect(t, "detect", "--format", "ndjson").stdout) {
		var finding struct {
			ID string `json:"finding_id"`
		}
		require.NoError(t, json.Unmarshal([]byte(line), &finding))
		list = append(list, finding.ID)
	}
	require.Len(t, list, len(hostile)+1)
	return list
}

// JSON gives back each value as it was, and shows none of it to a terminal.
func TestHostileJSON(t *testing.T) {
	t.Parallel()
	lines := detect(t, "detect", "--format", "ndjson").stdout
	requireInert(t, lines, "ndjson")
	var users []string
	for line := range strings.Lines(lines) {
		var finding struct{ User string }
		require.NoError(t, json.Unmarshal([]byte(line), &finding))
		users = append(users, finding.User)
	}
	requireAll(t, users, func(value string) string { return value })

	array := detect(t, "detect", "--format", "json").stdout
	requireInert(t, array, "json")
	var list []map[string]any
	require.NoError(t, json.Unmarshal([]byte(array), &list))
	require.Len(t, list, len(hostile)+1)
	for _, finding := range list {
		require.IsType(t, "", finding["user"])
	}
}

// requireAll wants each hostile value, as a format shows it.
func requireAll(t *testing.T, got []string, shown func(string) string) {
	t.Helper()
	for _, name := range names() {
		require.Contains(t, got, shown(hostile[name]), name)
	}
}

// No cell of the CSV is a formula, in spreadsheets that part cells by commas
// and in those that part them by semicolons.
func TestHostileCSV(t *testing.T) {
	t.Parallel()
	text := detect(t, "detect", "--format", "csv").stdout
	requireInert(t, text, "csv")
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, len(hostile)+2)
	number := regexp.MustCompile(`^-?[0-9.]*$`)
	reasons := slices.Index(rows[0], "reasons")
	require.Positive(t, reasons)
	var guarded int
	for _, row := range rows {
		for column, cell := range row {
			for _, part := range strings.Split(cell, ";") {
				part = strings.TrimLeft(part, " ")
				if column != reasons && part != "" && strings.ContainsRune("=+-@|%\t\r", rune(part[0])) {
					require.Regexp(t, number, part, "a formula: %q", cell)
				}
				if strings.HasPrefix(part, "'") {
					guarded++
				}
			}
		}
	}
	require.Greater(t, guarded, 10)
}

// The page holds each value as text. What a browser makes of it is tested in
// internal/report: TestInBrowser.
func TestHostileHTML(t *testing.T) {
	t.Parallel()
	page := detect(t, "detect", "--format", "html").stdout
	requireInert(t, strings.ReplaceAll(page, "\t", " "), "html")
	require.NotContains(t, page, "<script>alert")
	require.NotContains(t, page, "<img")
	require.Contains(t, page, "Content-Security-Policy")
}

// The comparison of the sample logs with a user's name replaced.
func TestHostileComparison(t *testing.T) {
	t.Parallel()
	sample, err := os.ReadFile("../../testdata/samples/okta.ndjson")
	require.NoError(t, err)
	for _, name := range []string{"escape sequences", "bidi", "HTML"} {
		text, err := json.Marshal(hostile[name])
		require.NoError(t, err)
		file := filepath.Join(t.TempDir(), "okta.ndjson")
		address := regexp.MustCompile(`"alternateId":"[^"]*"`)
		replaced := address.ReplaceAllLiteral(sample, []byte(`"alternateId":`+string(text)))
		require.NoError(t, os.WriteFile(file, replaced, 0o644))
		for _, format := range []string{"table", "html"} {
			out := start(t, "", nil, shipped, "compare", "--format", format, file)
			require.Zero(t, out.code, out.stderr)
			requireInert(t, strings.ReplaceAll(out.stdout, "\t", " "), format)
			if format == "html" {
				require.NotContains(t, out.stdout, "<script>alert")
				require.NotContains(t, out.stdout, "<img")
			}
		}
	}
}

// Splunk's rows are exact: they are for Splunk, whose pages make them safe, and
// each value comes back as it was, bytes that are no UTF-8 included.
func TestHostileRows(t *testing.T) {
	t.Parallel()
	body := detect(t, "detect", "--format", "splunk").stdout
	var users, apps []string
	r := splunkcsv.NewReader()
	r.Select([]string{"user", "app"})
	require.NoError(t, r.Reset(strings.NewReader(body)))
	for r.Next() {
		users = append(users, string(r.Field(0)))
		for _, value := range r.AppendValues(nil, 1) {
			apps = append(apps, string(value))
		}
	}
	require.NoError(t, r.Err())
	requireAll(t, users, func(value string) string { return value })
	requireAll(t, apps, func(value string) string { return value })
}

// The workbench shows the same rows to people, and the trace of their way.
func TestHostileWorkbench(t *testing.T) {
	t.Parallel()
	rows := filepath.Join(t.TempDir(), "rows.json")
	require.NoError(t, os.WriteFile(rows, []byte(strings.ReplaceAll(events(), `"time"`, `"_time"`)), 0o644))
	for _, format := range []string{"table", "json"} {
		out := start(t, "", nil, workbench, "splunkd", "--binary", shipped, "--rows", rows, "--bodies", "--format", format, "by=user")
		require.Zero(t, out.code, out.stderr)
		requireInert(t, out.stdout, format)
		requireInert(t, out.stderr, "the trace")
		require.Contains(t, out.stderr, "‹U+001B›")
	}
}

// Errors name options and their values, which whoever made a link chose.
func TestHostileOptions(t *testing.T) {
	t.Parallel()
	for _, name := range names() {
		value := hostile[name]
		for _, args := range [][]string{{value}, {"by=" + value}, {"by=user", "window=" + value}, {"by=user", value + "=1"}, {"by=user", "when=" + value}} {
			out := start(t, getinfo(t, args, nil)+execute("_time\n", true), nil, shipped)
			require.Zero(t, out.code)
			require.Empty(t, out.stderr)
			for _, r := range replies(t, out.stdout) {
				var said struct {
					Error     string
					Inspector struct{ Messages [][2]string }
				}
				require.NoError(t, json.Unmarshal([]byte(r.metadata), &said))
				for _, m := range said.Inspector.Messages {
					requireInert(t, m[1], name)
				}
				if said.Error != "" {
					requireInert(t, said.Error, name)
					require.LessOrEqual(t, len(said.Error), 2_100)
					require.NotContains(t, said.Error, "\n")
				}
			}
		}
		if !strings.Contains(value, "\x00") && len(value) < 100_000 { // as a system takes it
			out := start(t, "", nil, shipped, "detect", "--window", value, "-")
			requireInert(t, out.stderr, name)
		}
	}
}

// What the outputs call inert is what the report calls visible.
func TestInertIsVisible(t *testing.T) {
	t.Parallel()
	for _, name := range names() {
		requireInert(t, report.Visible(hostile[name]), name)
	}
}
