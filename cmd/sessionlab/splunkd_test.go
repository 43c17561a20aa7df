package main

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/built"
)

func TestSplunkd(t *testing.T) {
	t.Parallel()
	binary, err := built.Program(t.TempDir(), "concurrentsessions", built.For{})
	require.NoError(t, err)
	play := func(args ...string) (string, error) {
		return run(t, append([]string{"splunkd", "--no-trace", "--binary", binary, "--format", "csv"}, args...)...)
	}
	csv := file(t, "rows.csv", "_time,user,src\n1700000000,bob,192.0.2.1\n1700000060,bob,198.51.100.1\n")

	out, err := play("--rows", csv, "by=user")
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(out, "_time,user,firstTime,lastTime,"), out)
	require.Contains(t, out, "\n1700000060,bob,1700000000,1700000060,")

	exported := file(t, "rows.json", `{"preview":false,"result":{"_time":"1700000000","user":"bob","src":"192.0.2.1"}}
{"preview":false,"result":{"_time":"1700000060","user":"bob","src":"198.51.100.1"}}
`)
	same, err := play("--rows", exported, "--chunk-rows", "1", "--shuffle", "7", "by=user")
	require.NoError(t, err)
	require.Equal(t, out, same)

	logged := file(t, "a.log", `{"eventTime":"2023-11-14T22:13:20Z","who":{"name":"bob"},"ip":"192.0.2.1"}
{"eventTime":"2023-11-14T22:14:20Z","who":{"name":"bob"},"ip":"198.51.100.1"}
`)
	out, err = play("--rows", logged, "--from-json", "by=who.name", "src=ip")
	require.NoError(t, err)
	require.Contains(t, out, "\n1700000060,bob,")
	_, err = play("--rows", logged, "by=who.name")
	require.ErrorContains(t, err, "add --from-json or --profile")

	out, err = play("--rows", o365, "--profile", "o365", "profile=o365", "output=summary")
	require.NoError(t, err)
	require.Contains(t, out, "findings")
	_, err = play("--rows", o365, "--profile", "o356", "profile=o365")
	require.ErrorContains(t, err, `there is no profile "o356"`)

	out, err = play("--rows", csv, "--variation", "all", "by=user")
	require.NoError(t, err)
	require.Contains(t, out, "writes cut")
	require.NotContains(t, out, "OTHER ROWS")
	// A search that takes part in nothing but the first request has no rows.
	out, err = play("--rows", csv, "--stop-after", "1", "by=user")
	require.NoError(t, err)
	require.Empty(t, out)

	_, err = play("--rows", csv, "bye=user")
	require.ErrorContains(t, err, `the command reports: option bye="user"`)
	_, err = play("--rows", csv, "--variation", "odd", "by=user")
	require.ErrorContains(t, err, "see --variation list")
	_, err = play("--rows", csv, "--latest", "soon", "by=user")
	require.ErrorContains(t, err, `time "soon"`)
	_, err = play("--rows", csv+"x", "by=user")
	require.ErrorIs(t, err, os.ErrNotExist)
	out, err = run(t, "splunkd", "--variation", "list")
	require.NoError(t, err)
	require.Contains(t, out, "as splunkd 6.3\n")
}
