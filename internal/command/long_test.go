package command

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/conversation"
	"concurrentsessions/internal/splunkcsv"
)

// More findings than are held: the length is known before the first of them
// leaves, and all come, once each and in order, also where they were put aside.
func TestFindingsThatAreNotHeld(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		users int
		limit string
	}{{10, "1GB"}, {15_000, "1GB"}, {15_000, "1MB"}} {
		run, body := findingsOf(t, c.users, c.limit)
		size, write := run.LongBody()
		if c.users > 1000 {
			require.Empty(t, body)
			var long bytes.Buffer
			require.NoError(t, write(&long))
			require.Greater(t, size, int64(mostHeld))
			require.EqualValues(t, long.Len(), size)
			body = long.Bytes()
		} else {
			require.Zero(t, size)
		}
		rows := splunkcsv.NewReader()
		require.NoError(t, rows.Reset(bytes.NewReader(body)))
		rows.Select([]string{"user"})
		n := 0
		for ; rows.Next(); n++ {
			require.Contains(t, string(rows.Field(0)), fmt.Sprintf("user%05d", n))
		}
		require.NoError(t, rows.Err())
		require.Zero(t, rows.Ragged())
		require.Equal(t, c.users, n)
		require.EqualValues(t, c.users, run.detector.Tally().Findings)
		require.NoError(t, run.Close())
		if c.limit == "1MB" {
			require.ErrorIs(t, write(io.Discard), os.ErrNotExist, "what was put aside is gone")
		}
	}
}

// findingsOf runs a search in which each user has one finding.
func findingsOf(t *testing.T, users int, limit string) (run *findingsRun, body []byte) {
	w := splunkcsv.NewStrictWriter([]string{"_time", "user", "src"})
	for user := range users {
		for host := range 2 {
			w.Value(fmt.Sprint(1_700_000_000 + user))
			w.Value(fmt.Sprintf("user%05d of a name that is long, %s", user, strings.Repeat("x", 100)))
			w.Value(fmt.Sprintf("192.0.2.%d", 1+host))
			w.EndRow()
		}
	}
	var m conversation.Messages
	_, planned, err := Command{}.Plan(&conversation.SearchInfo{Args: []string{"by=user", "memory_limit=" + limit}}, &m)
	require.NoError(t, err)
	rows := splunkcsv.NewReader()
	require.NoError(t, rows.Reset(bytes.NewReader(w.Body())))
	run = planned.(*findingsRun)
	body, err = run.Execute(rows, true, &m)
	require.NoError(t, err)
	return run, body
}
