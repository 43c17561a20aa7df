package conversation

import (
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/epoch"
)

// recorded has the keys and their order as splunkd 8.2 sends them.
const recorded = `{"action":"getinfo","preview":false,"streaming_command_will_restart":false,"searchinfo":{` +
	`"args":["by=user"],"raw_args":["by=\"user\""],"dispatch_dir":"/opt/splunk/var/run/splunk/dispatch/1700000000.12",` +
	`"sid":"1700000000.12","app":"search","owner":"admin","username":"admin","session_key":"hush",` +
	`"splunkd_uri":"https://127.0.0.1:8089","splunk_version":"8.2.1",` +
	`"search":"search%20index%3Dmain%20%7C%20mycmd%20by%3D%22user%22","command":"mycmd","maxresultrows":50000,` +
	`"earliest_time":"1699990000","latest_time":"1700000000.250"}}`

func parseInfo(t *testing.T, metadata string) *SearchInfo {
	t.Helper()
	r, err := parseRequest([]byte(metadata), actionGetinfo)
	require.NoError(t, err)
	return newSearchInfo(r)
}

func TestSearchInfo(t *testing.T) {
	got := parseInfo(t, recorded)
	require.Empty(t, cmp.Diff(&SearchInfo{
		Args:          []string{"by=user"},
		RawArgs:       []string{`by="user"`},
		DispatchDir:   "/opt/splunk/var/run/splunk/dispatch/1700000000.12",
		SID:           "1700000000.12",
		App:           "search",
		Owner:         "admin",
		SplunkVersion: "8.2.1",
		Search:        `search index=main | mycmd by="user"`,
		Command:       "mycmd",
		MaxResultRows: 50000,
		EarliestTime:  1699990000 * epoch.Second,
		LatestTime:    1700000000*epoch.Second + 250_000,
		HasEarliest:   true,
		HasLatest:     true,
	}, got))
	require.NotContains(t, fmt.Sprintf("%+v", *got), "hush", "the session key is never kept")
}

func TestSearchInfoNumbers(t *testing.T) {
	for _, test := range []struct {
		value   string
		rows    int64
		seconds epoch.Micros // 0 is not set
	}{
		{`"0"`, 0, 0},
		{`0`, 0, 0},
		{`"0.000"`, 0, 0},
		{`""`, 0, 0},
		{`null`, 0, 0},
		{`[5]`, 0, 0},
		{`true`, 0, 0},
		{`"now"`, 0, 0},
		{`"NaN"`, 0, 0},
		{`50000`, 50000, 50000},
		{`"50000"`, 50000, 50000},
		{`50000.0`, 50000, 50000},
		{`"50000.000"`, 50000, 50000},
		{`5e4`, 50000, 50000},
		{`-5`, 0, -5},
		{`1e300`, math.MaxInt64, 0},
		{`1E999`, 0, 0},
	} {
		got := parseInfo(t, fmt.Sprintf(`{"searchinfo":{"maxresultrows":%[1]s,"earliest_time":%[1]s,"latest_time":%[1]s}}`, test.value))
		want := &SearchInfo{
			MaxResultRows: test.rows,
			EarliestTime:  test.seconds * epoch.Second,
			LatestTime:    test.seconds * epoch.Second,
			HasEarliest:   test.seconds != 0,
			HasLatest:     test.seconds != 0,
		}
		require.Empty(t, cmp.Diff(want, got), test.value)
	}
}

func TestSearchInfoFlags(t *testing.T) {
	for value, want := range map[string]bool{
		`true`: true, `"true"`: true, `"1"`: true, `1`: true, `"t"`: true,
		`false`: false, `"false"`: false, `"0"`: false, `0`: false, `null`: false, `""`: false, `{}`: false, `2`: false,
	} {
		require.Equal(t, want, parseInfo(t, `{"preview":`+value+`}`).Preview, value)
	}
}

func TestSearchInfoLists(t *testing.T) {
	for value, want := range map[string][]string{
		`[]`: {}, `["a",7,-1.5,null]`: {"a", "7", "-1.5", ""}, `null`: nil, `"a"`: nil, `{"a":1}`: nil,
	} {
		require.Equal(t, want, parseInfo(t, `{"searchinfo":{"args":`+value+`}}`).Args, value)
	}
}
