package splunkd

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"

	"concurrentsessions/internal/epoch"
)

func TestFromJSON(t *testing.T) {
	events := [][]byte{
		[]byte(` {"t":"2024-05-01T00:00:00.1239Z","a":{"b":1.50,"c":true,"d":null,"e":{},"f":[]},"m":["x",2,null,false,""],` +
			`"o":[{"k":"K1","v":[1,2]},{"k":"K2"},7],"n":[[1],[2,3]],"quo\"te":"l\u00e4\n","_raw":"no","_time":"no"}` + "\n"),
		[]byte(`{"ms":1700000000500,"a":{"b":""}}`),
		[]byte(`[{"x":1},{"x":2}]`),
	}
	got, err := FromJSON(events, "absent", "t", "ms")
	require.NoError(t, err)
	require.Equal(t, []string{
		"_raw", "_time", "a.b", "a.c", "ms", "m{}", "n{}{}", "o{}", "o{}.k", "o{}.v{}", "quo\"te", "t", "{}.x",
	}, got.Columns)
	want := []map[string][]string{
		{
			"_time": {"1714521600.123"}, "t": {"2024-05-01T00:00:00.1239Z"}, "a.b": {"1.50"}, "a.c": {"true"},
			"m{}": {"x", "2", "false", ""}, "o{}": {"7"}, "o{}.k": {"K1", "K2"}, "o{}.v{}": {"1", "2"},
			"n{}{}": {"1", "2", "3"}, "quo\"te": {"lä\n"},
		},
		{"_time": {"1700000000.5"}, "a.b": {""}, "ms": {"1700000000500"}},
		{"{}.x": {"1", "2"}},
	}
	require.Len(t, got.Rows, len(want))
	for i, fields := range want {
		fields["_raw"] = []string{strings.TrimSpace(string(events[i]))}
		for c, name := range got.Columns {
			require.Equal(t, fields[name], got.Rows[i][c], "row %d, column %s", i, name)
		}
	}
}

func TestFromJSONRefuses(t *testing.T) {
	for _, event := range []string{"", " ", "5", `"x"`, "null", `{"a":`, `{"a":1} x`} {
		_, err := FromJSON([][]byte{[]byte("{}"), []byte(event)})
		require.ErrorContains(t, err, "event 2 of 2 is no JSON object", event)
	}
}

func TestJSONCutoff(t *testing.T) {
	event := []byte(`{"a":"12","b":{"c":["34","56"]},"d":"7"}`)
	for cutoff, want := range map[int]string{
		0:  "[_raw _time a b.c{} d]",
		1:  "[_raw _time]",
		8:  "[_raw _time]",
		9:  "[_raw _time a]",
		23: "[_raw _time a]",
		24: "[_raw _time a b.c{}]",
		38: "[_raw _time a b.c{}]",
		39: "[_raw _time a b.c{} d]",
	} {
		got, err := JSON{Cutoff: cutoff}.Table([][]byte{event})
		require.NoError(t, err)
		require.Equal(t, want, fmt.Sprint(got.Columns), "cutoff %d", cutoff)
		require.Equal(t, string(event), got.Value(0, "_raw"), "the event stays whole")
	}
}

// TestFromJSONRealLogs compares with gjson's own paths, where an event has one
// value for a field.
func TestFromJSONRealLogs(t *testing.T) {
	folder := filepath.Join("..", "..", "..", "shared", "data")
	if _, err := os.Stat(folder); err != nil {
		t.Skip("the real logs are not beside the checkout")
	}
	for name, field := range map[string][2]string{
		"cloudtrail": {"eventTime", "userIdentity.type"}, "okta": {"published", "client.userAgent.browser"},
	} {
		file, err := os.Open(filepath.Join(folder, name+".ndjson.gz"))
		require.NoError(t, err)
		defer file.Close()
		in, err := gzip.NewReader(file)
		require.NoError(t, err)
		text, err := io.ReadAll(in)
		require.NoError(t, err)
		events := bytes.SplitN(bytes.TrimSpace(text), []byte("\n"), 201)
		events = events[:min(len(events), 200)]
		table, err := FromJSON(events, field[0])
		require.NoError(t, err)
		found := 0
		for i, event := range events {
			want := gjson.GetBytes(event, field[1]).String()
			require.Equal(t, want, table.Value(i, field[1]))
			_, timed := epoch.Parse([]byte(gjson.GetBytes(event, field[0]).String()))
			require.Equal(t, timed, table.Value(i, "_time") != "")
			if want != "" && timed {
				found++
			}
		}
		require.NotZero(t, found, name)
	}
}

func TestAlias(t *testing.T) {
	table := users()
	table.Alias(
		Alias{Name: "ip", From: []string{"none", "src"}, Constant: "unknown"},
		Alias{Name: "who", From: []string{"ip", "user"}},
		Alias{Name: "roles", From: []string{"roles", "user"}},
		Alias{Name: "vendor", Constant: "example"},
		Alias{Name: "empty"},
	)
	require.Equal(t, Table{
		Columns: []string{"user", "src", "roles", "ip", "who", "vendor", "empty"},
		Rows: [][][]string{
			{{"ada"}, {"192.0.2.1"}, {"admin", "us$r"}, {"192.0.2.1"}, {"192.0.2.1"}, {"example"}, nil},
			{{"bob"}, nil, {"bob"}, {"unknown"}, {"unknown"}, {"example"}, nil},
			{{"eve"}, {"2001:db8::1"}, {"user"}, {"2001:db8::1"}, {"2001:db8::1"}, {"example"}, nil},
		},
	}, table)
}

func TestTable(t *testing.T) {
	table := users()
	require.Equal(t, "admin\nus$r", table.Value(0, "roles"))
	require.Nil(t, table.Values(1, "src"))
	require.Nil(t, table.Values(1, "none"))
	require.Equal(t, -1, table.Column("none"))
}
