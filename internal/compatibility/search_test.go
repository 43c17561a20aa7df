package compatibility

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/chunk"
)

// searches are of every output and of both ways to read rows.
var searches = []struct {
	name string
	args []string
	// needsTimes says that the search's range is part of the result.
	needsTimes bool
	rows       [][]string
}{
	{name: "findings", args: []string{"by=user,app"}, rows: rows},
	{name: "findings of a range", args: []string{"by=user,app", "report_since=30h"}, rows: rows, needsTimes: true},
	{name: "a summary", args: []string{"by=user,app", "output=summary"}, rows: rows},
	{name: "events", args: []string{"by=user,app", "output=events"}, rows: indexed(rows)},
	{name: "raw events", args: []string{"profile=okta", "from=raw"}, rows: rawRows},
	{name: "the published search", args: []string{"profile=okta", "mode=escu", "from=raw"}, rows: rawRows},
	{name: "an error", args: []string{"by=user", "windw=5m"}, rows: rows},
}

// rows have all that a dialect can differ in: quotes, commas, line ends,
// nothing, blanks, and what is not ASCII.
var rows = [][]string{
	{"_time", "user", "app", "src", "user_agent", "note"},
	{"1700000120.500", "avery", "web, \"new\"", "192.0.2.1", "line one\nline two", ""},
	{"1700000060", "avery", "web, \"new\"", "198.51.100.1", " blanks ", "-"},
	{"1700000000", "avery", "web, \"new\"", "192.0.2.1", "line one\r\nline two", "x"},
	{"1700000010", "zoë", "b", "2001:db8::1", "", "a;b$"},
	{"1700000020", "zoë", "b", "2001:db8:1::1", "", "😀"},
	{"1700000030", "", "b", "192.0.2.9", "", ""},
	{"soon", "blake", "b", "192.0.2.9", "", ""},
}

var rawRows = [][]string{
	{"_time", "_raw"},
	{"1700000000", oktaEvent("2023-11-14T22:13:20.000Z", "192.0.2.1", "Windows 10")},
	{"1700000060", oktaEvent("2023-11-14T22:14:20.000Z", "198.51.100.1", "Linux")},
	{"1700000120", oktaEvent("2023-11-14T22:15:20.000Z", "192.0.2.1", "Windows 10")},
}

func oktaEvent(published, address, system string) string {
	return fmt.Sprintf("{\"published\":%q,\n\"eventType\":\"policy.evaluate_sign_on\",\"outcome\":{\"result\":\"ALLOW\"},\"actor\":{\"alternateId\":\"avery@example.com\"},"+
		"\"client\":{\"ipAddress\":%q,\"userAgent\":{\"os\":%q,\"browser\":\"CHROME\"}},\"debugContext\":{\"debugData\":{\"dtHash\":\"tok-1\"}}}", published, address, system)
}

// indexed adds the column that commands of this type are sent.
func indexed(rows [][]string) (list [][]string) {
	for i, row := range rows {
		number := "_chunked_idx"
		if i > 0 {
			number = fmt.Sprint(i - 1)
		}
		list = append(list, append(append([]string(nil), row...), number))
	}
	return list
}

// stream is a whole conversation: the rows in two chunks, the last one with
// its header alone.
func stream(t *testing.T, s shape, d dialect, args []string, rows [][]string) string {
	t.Helper()
	encoded, err := json.Marshal(args)
	require.NoError(t, err)
	var b strings.Builder
	for _, request := range [][2]string{
		{s.metadata(string(encoded)), ""},
		{`{"action":"execute","finished":false}`, d.body(rows)},
		{`{"action":"execute","finished":true}`, d.body(rows[:1])},
	} {
		fmt.Fprintf(&b, "chunked 1.0,%d,%d%s\n%s%s", len(request[0]), len(request[1]), d.headerEnd, request[0], request[1])
	}
	return b.String()
}

// converse gives a program's answer to a stream.
func converse(t *testing.T, stream string, program ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program[0], program[1:]...)
	cmd.Stdin = strings.NewReader(stream)
	var stdout, stderr strings.Builder
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	require.NoError(t, cmd.Run(), stderr.String())
	require.Empty(t, stderr.String())
	return stdout.String()
}

// decoded is what an answer says, however its rows are quoted.
func decoded(t *testing.T, answer string) (said []string) {
	t.Helper()
	replies := chunk.NewReader(strings.NewReader(answer))
	for {
		metadata, _, err := replies.Next()
		if err == io.EOF {
			return said
		}
		require.NoError(t, err)
		rows, err := csv.NewReader(replies).ReadAll()
		require.NoError(t, err)
		said = append(said, string(metadata), fmt.Sprintf("%q", rows))
	}
}

// Every version's getinfo and every dialect give the same bytes.
func TestVersionsAndDialects(t *testing.T) {
	t.Parallel()
	for _, search := range searches {
		want := converse(t, stream(t, shapes[0], dialects[0], search.args, search.rows), native)
		require.Equal(t, search.name == "an error", strings.Contains(want, `"error"`), want)
		played := 0
		for i, s := range shapes {
			if s.withoutTimes && search.needsTimes {
				continue
			}
			for j, d := range dialects {
				if i > 0 && j > 0 && (i+j)%4 != 0 {
					continue // each version with the usual dialect, each dialect with 8.2, a fourth of the rest
				}
				played++
				got := converse(t, stream(t, s, d, search.args, search.rows), native)
				if search.name == "events" { // rows pass through as they were quoted
					require.Equal(t, decoded(t, want), decoded(t, got), "%s: %s, %s", search.name, s.name, d.name)
					continue
				}
				require.Equal(t, want, got, "%s: %s, %s", search.name, s.name, d.name)
			}
		}
		t.Logf("%s: %d conversations, the same %d bytes", search.name, played, len(want))
	}
}

// A search that counts back from a latest time that it is not told says so.
func TestRangeWithoutTimes(t *testing.T) {
	t.Parallel()
	for _, s := range shapes {
		got := converse(t, stream(t, s, dialects[0], []string{"by=user", "report_since=30h"}, rows), native)
		require.Equal(t, s.withoutTimes, strings.Contains(got, "this search has none"), "%s: %s", s.name, got)
	}
}
