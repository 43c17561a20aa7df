package main

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/splunkd"
)

// twoHolders is A..B..A of one user within two minutes, newest first.
func twoHolders() splunkd.Table {
	return table([]string{"_time", "user", "src", "user_agent", "_indextime"},
		[]string{"1700000120", "avery", "192.0.2.1", "curl/8", "1700000130"},
		[]string{"1700000060.5", "avery", "198.51.100.1", "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0", "1700000070"},
		[]string{"1700000000", "avery", "192.0.2.1", "curl/8", "1700000010"},
	)
}

func TestFindingOfTwoHolders(t *testing.T) {
	t.Parallel()
	found := find(t, twoHolders(), "by=user")
	require.Len(t, found.Rows, 1)
	for column, want := range map[string]string{
		"_time": "1700000060.5", "user": "avery", "firstTime": "1700000000", "lastTime": "1700000120",
		"src_list": "192.0.2.1, 198.51.100.1", "src_count": "2", "switches": "2", "closest_gap": "59.5",
		"interleaved": "true", "count": "3", "profile": "", "ongoing": "false",
	} {
		require.Equal(t, want, found.Value(0, column), column)
	}
	require.Equal(t, []string{"192.0.2.1", "198.51.100.1"}, found.Values(0, "src"))
	require.Len(t, found.Value(0, "finding_id"), 32)
	require.Empty(t, find(t, twoHolders(), "by=user", "window=59").Rows)
	require.Len(t, find(t, twoHolders(), "by=user", "window=59.5").Rows, 1, "the window's end is in it")
	require.Empty(t, find(t, twoHolders(), "by=user", "ipv4_prefix=1").Rows)
}

func TestDeclarations(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args   []string
		kind   string
		fields []string // the first of them
	}{
		{[]string{"by=user"}, "reporting", []string{"_time", "user", "src", "user_agent"}},
		{[]string{"by=user", "report_by=indextime", "report_since=1"}, "reporting", []string{"_time", "_indextime", "user", "src"}},
		{[]string{"by=k", "first=f", "last=l", "count=c"}, "reporting", []string{"_time", "f", "l", "c", "k", "src"}},
		{[]string{"by=user", "output=summary"}, "reporting", []string{"_time", "user", "src"}},
		{[]string{"by=user", "output=events"}, "stateful", []string{"_time", "user", "src"}},
		{[]string{"profile=okta", "from=raw"}, "reporting", []string{"_time", "_raw"}},
		{[]string{"profile=okta", "mode=escu"}, "reporting", []string{"_time"}},
	} {
		result := search(t, splunkd.Search{Args: c.args})
		require.Empty(t, result.Error)
		require.Equal(t, c.kind, result.Type, "%q", c.args)
		require.Equal(t, c.fields, result.RequiredFields[:len(c.fields)], "%q", c.args)
	}
}

func TestBadOptionFailsTheSearch(t *testing.T) {
	t.Parallel()
	result := search(t, splunkd.Search{Args: []string{"by=user", "widnow=5m"}, Input: twoHolders()})
	require.Contains(t, result.Error, `option widnow="5m"`)
	require.Contains(t, result.Error, `did you mean "window"?`)
	require.Zero(t, result.Chunks)
}

func TestReportRange(t *testing.T) {
	t.Parallel()
	run := func(latest string, args ...string) *splunkd.Result {
		return search(t, splunkd.Search{Args: append([]string{"by=user"}, args...), Input: twoHolders(), Earliest: "1699990000", Latest: latest})
	}
	require.Len(t, run("1700000200", "report_since=2m20s").Output.Rows, 0, "a span has one unit")
	require.Len(t, run("1700000200", "report_since=140s").Output.Rows, 1)
	require.Len(t, run("1700000200", "report_since=139s").Output.Rows, 0)
	require.Len(t, run("1700000200", "report_since=1700000060.5", "report_until=1700000061").Output.Rows, 1, "since is in")
	require.Len(t, run("1700000200", "report_since=1700000000", "report_until=1700000060.5").Output.Rows, 0, "until is not")

	require.Contains(t, run("0", "report_since=1h").Error, "this search has none")
	require.Contains(t, run("1700000200", "report_since=100s", "report_until=200s").Error, "must lie before report_until")

	late := run("1700000200", "report_since=9900s")
	require.Equal(t, [][2]string{{"WARN", "the search starts 300 s too late for report_since=1699990300: begin two windows (600 s) before it, or episodes may be missed or reported twice"}}, late.Messages)
}

func TestReportByIndexTime(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		since, until string
		want         int
	}{
		{"1699999000", "1700000070", 0}, // the second row is not indexed yet
		{"1700000070", "1700000071", 1}, // it comes
		{"1700000071", "1700009000", 0}, // reported by the run before
	} {
		result := search(t, splunkd.Search{
			Args:  []string{"by=user", "report_by=indextime", "report_since=" + c.since, "report_until=" + c.until},
			Input: twoHolders(), Earliest: "1699990000", Latest: "1700009000",
		})
		require.Empty(t, result.Error)
		require.Len(t, result.Output.Rows, c.want, "%+v", c)
	}
}

func TestRoleWithoutValues(t *testing.T) {
	t.Parallel()
	rows := table([]string{"_time", "user"}, []string{"1700000000", "avery"}, []string{"1700000001", "blake"})
	result := search(t, splunkd.Search{Args: []string{"by=user", "when=dc(origin)>1 AND dc(os)>1"}, Input: rows})
	require.Empty(t, result.Output.Rows)
	var warned []string
	for _, m := range result.Messages {
		if m[0] == "WARN" {
			warned = append(warned, m[1])
		}
	}
	require.Len(t, warned, 2, "%q", result.Messages)
	require.Contains(t, strings.Join(warned, "\n"), "src never had a value in 2 rows; tried the fields src.")
	require.Contains(t, strings.Join(warned, "\n"), "os never had a value in 2 rows; tried the fields ")
	require.Contains(t, result.Messages, [2]string{"INFO", "skipped 2 rows of 2: src has no value"})
}

func TestSkippedRowsAreCounted(t *testing.T) {
	t.Parallel()
	rows := table([]string{"_time", "user", "src"},
		[]string{"1700000000", "avery", "192.0.2.1"},
		[]string{"soon", "avery", "192.0.2.1"},
		[]string{"1700000000", "unknown", "192.0.2.1"},
		[]string{"1700000000", "avery", "-"},
		[]string{"1700000000", "avery", "AWS Internal"},
		[]string{"1700000000", "avery", "health.amazonaws.com"},
	)
	result := search(t, splunkd.Search{Args: []string{"by=user", "output=summary"}, Input: rows})
	var lines []string
	for i := range result.Output.Rows {
		o := result.Output
		lines = append(lines, strings.Join([]string{o.Value(i, "counter"), o.Value(i, "reason"), o.Value(i, "field"), o.Value(i, "value")}, " "))
	}
	require.Subset(t, lines, []string{
		"rows   6", "sightings   1", "keys   1", "findings   0",
		"rows_skipped no_time time 1", "rows_skipped no_key user 1", "rows_skipped no_src src 1", "rows_skipped src_not_address src 2",
	})
	require.Contains(t, lines, "role_without_value  city 0")
	require.Contains(t, result.Messages, [2]string{"INFO", "skipped 2 rows of 6: src is no address: a provider's own name, or not readable"})
}

func TestEventsPassThrough(t *testing.T) {
	t.Parallel()
	rows := twoHolders()
	rows.Columns = append(rows.Columns, "note")
	for i := range rows.Rows {
		rows.Rows[i] = append(rows.Rows[i], []string{"kept, by splunkd"})
	}
	rows.Rows = append(rows.Rows, [][]string{{"1700000000"}, nil, {"192.0.2.1"}, nil, nil, {"no key"}})
	for _, size := range []int{0, 1, 2} {
		result := search(t, splunkd.Search{Args: []string{"by=user", "output=events"}, Input: rows, ChunkRows: size})
		require.Empty(t, result.Error)
		o := result.Output
		require.Len(t, o.Rows, 4)
		// Newest first: the first row knows nothing yet.
		for i, want := range [][5]string{
			{"192.0.2.1", "1", "false", "", "kept, by splunkd"},
			{"198.51.100.1", "2", "true", "59.5", "kept, by splunkd"},
			{"192.0.2.1", "2", "true", "60.5", "kept, by splunkd"},
			{"", "", "", "", "no key"},
		} {
			for c, column := range []string{"cs_origin", "cs_origin_count", "cs_hot", "cs_gap", "note"} {
				require.Equal(t, want[c], o.Value(i, column), "row %d %s, %d rows a chunk", i, column, size)
			}
		}
	}
}

// start runs the command outside of any search.
func start(t *testing.T, stdin string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	cmd := exec.Command(binary, args...)
	cmd.Stdin = strings.NewReader(stdin)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	_ = cmd.Run()
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

func TestBrokenStreams(t *testing.T) {
	t.Parallel()
	const getinfo = "chunked 1.0,59,0\n" + `{"action":"getinfo","searchinfo":{"args":["by=user"],"x":0}}`
	require.Len(t, `{"action":"getinfo","searchinfo":{"args":["by=user"],"x":0}}`, 60)
	good := strings.Replace(getinfo, "59", "60", 1)
	for name, c := range map[string]struct {
		stdin, stderr, stdout string
		code                  int
	}{
		"nothing":             {"", "", "", 0},
		"getinfo alone":       {good, "", `"type":"reporting"`, 0},
		"no protocol":         {"hello\n", "conversation with splunkd: chunk 1 at byte 0", `"error"`, 1},
		"a header cut":        {good + "chunked 1.", "unexpected EOF", `"error"`, 1},
		"a body cut":          {good + "chunked 1.0,37,100\n" + `{"action":"execute","finished":false}` + "_time,user", "unexpected EOF", `"error"`, 1},
		"metadata is no JSON": {"chunked 1.0,1,0\n{", "conversation with splunkd", `"error"`, 1},
		"a huge length":       {"chunked 1.0,99999999999999999999,0\n", "conversation with splunkd: chunk 1", `"error"`, 1},
		"an open quote":       {good + "chunked 1.0,36,10\n" + `{"action":"execute","finished":true}` + "user\n\"abcd", "", `"error"`, 0},
	} {
		stdout, stderr, code := start(t, c.stdin)
		require.Equal(t, c.code, code, name)
		require.Contains(t, stdout, c.stdout, name)
		require.Contains(t, stderr, c.stderr, name)
		if c.stderr == "" {
			require.Empty(t, stderr, name)
		}
		require.NotContains(t, stderr, "goroutine", name)
	}
}

// Values are bytes: neither invalid UTF-8 nor a huge field disturbs.
func TestHostileValues(t *testing.T) {
	t.Parallel()
	rows := table([]string{"_time", "user", "src", "user_agent"},
		[]string{"1700000000", "av\xff\x00ery", "192.0.2.1", strings.Repeat("x", 100<<20)},
		[]string{"1700000001", "av\xff\x00ery", "198.51.100.1", "$a;b$,\"\n"},
	)
	result := search(t, splunkd.Search{Args: []string{"by=user"}, Input: rows, Timeout: 5 * time.Minute})
	require.Empty(t, result.Error)
	found := result.Output
	require.Len(t, found.Rows, 1)
	require.Equal(t, "av\xff\x00ery", found.Value(0, "user"))
	require.Equal(t, 2, len(found.Values(0, "user_agent")))
}
