package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/samples"
	"concurrentsessions/internal/splunkd"
)

func sampleLog(t testing.TB, file string) []byte {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("../../testdata/samples", file))
	require.NoError(t, err)
	return content
}

// Each sample log gives exactly the findings that its side file expects, from
// extracted fields and from raw events alike.
func TestSamples(t *testing.T) {
	t.Parallel()
	for _, want := range samples.Expected() {
		t.Run(want.Source, func(t *testing.T) {
			t.Parallel()
			rows := baseSearch(t, want.Profile, sampleLog(t, want.File), false)
			found := find(t, rows, "profile="+want.Profile)
			require.Len(t, found.Rows, len(want.Found))
			for _, id := range want.Found {
				require.Equal(t, 1, rowsWith(found, id.Key), "%s: %s", id.Who, id.Why)
			}
			for _, id := range want.NotFound {
				require.Zero(t, rowsWith(found, id.Key), "%s: %s", id.Who, id.Why)
			}
			raw := find(t, rows, "profile="+want.Profile, "from=raw")
			require.Len(t, raw.Rows, len(found.Rows))
			for i := range found.Rows {
				for _, column := range found.Columns { // raw events lack what add-ons add
					require.Equal(t, found.Values(i, column), raw.Values(i, column), column)
				}
			}
		})
	}
}

func rowsWith(found splunkd.Table, key map[string]string) (n int) {
	for i := range found.Rows {
		matches := true
		for column, value := range key {
			matches = matches && found.Value(i, column) == value
		}
		if matches {
			n++
		}
	}
	return n
}

// Neither chunks nor order nor the form of getinfo change what is found.
func TestVariationsOfSplunkd(t *testing.T) {
	t.Parallel()
	for _, output := range []string{"findings", "summary"} {
		args := []string{"profile=o365", "by=user,session_id", `when="dc(origin)>1 OR dc(os)>1"`, "output=" + output}
		rows := baseSearch(t, "o365", sampleLog(t, "o365.ndjson"), false)
		want := find(t, rows, args...)
		require.NotEmpty(t, want.Rows)
		for _, v := range splunkd.Variations() {
			t.Run(output+"/"+v.Name, func(t *testing.T) {
				t.Parallel()
				s := splunkd.Search{Args: args, Input: rows}
				v.Apply(&s)
				result := search(t, s)
				require.Empty(t, result.Error)
				require.Equal(t, want, result.Output)
			})
		}
	}
}

// The rows of the published Azure search's own attack data, rebuilt: five
// minutes after the clock cut the pair in two.
func TestAzureEventTable(t *testing.T) {
	t.Parallel()
	rows := baseSearch(t, "azure_ad", sampleLog(t, "azure_event_table.ndjson"), false)
	require.Len(t, rows.Rows, 9, "the successes")
	require.Empty(t, find(t, rows, "profile=azure_ad", "mode=escu", "from=raw").Rows)
	require.Empty(t, find(t, rows, "profile=azure_ad", "mode=tumbling").Rows)

	found := find(t, rows, "profile=azure_ad")
	require.Len(t, found.Rows, 1)
	for column, want := range map[string]string{
		"_time": "1674602119.229", "firstTime": "1674602039.633", "lastTime": "1674602119.229",
		"closest_gap": "33.192", "switches": "1", "interleaved": "false", "count": "9", "src_count": "2", "origin_count": "2",
		"profile": "azure_ad", "ongoing": "false",
	} {
		require.Equal(t, want, found.Value(0, column), column)
	}
	require.Equal(t, found.Values(0, "src"), found.Values(0, "origin"))

	all := baseSearch(t, "azure_ad", sampleLog(t, "azure_event_table.ndjson"), true)
	require.Len(t, all.Rows, 15)
	found = find(t, all, "profile=azure_ad")
	require.Equal(t, "true", found.Value(0, "interleaved"), "with the failed sign-ins it is A..B..A")
}
