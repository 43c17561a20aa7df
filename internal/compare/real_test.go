package compare

import (
	"bufio"
	"compress/gzip"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/escu"
	"concurrentsessions/internal/origin"
)

// Two users of the AWS console, each at one address: the published search
// makes 15 rows, since the console calls the Health service in their name.
func TestRealCloudTrail(t *testing.T) {
	t.Parallel()
	f, err := os.Open(filepath.Join("..", "..", "..", "shared", "data", "cloudtrail.ndjson.gz"))
	if os.IsNotExist(err) {
		t.Skipf("needs the real logs beside the module root: %v", err)
	}
	require.NoError(t, err)
	defer func() { require.NoError(t, f.Close()) }()
	unzipped, err := gzip.NewReader(f)
	require.NoError(t, err)

	search, _ := escu.ByProfile("aws_cloudtrail")
	in := Input{Search: search, Window: 5 * minute, Rule: origin.Default()}
	reader := search.NewRawReader()
	lines := bufio.NewScanner(unzipped)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		require.True(t, reader.Event(lines.Bytes(), nil))
		e := Event{Published: make([][]string, len(search.Fields))}
		for field := range search.Fields {
			e.Published[field] = reader.Values(field)
		}
		if time := e.Published[0]; len(time) > 0 { // some samples have none
			e.At, _ = epoch.Parse([]byte(time[0]))
		}
		in.Events = append(in.Events, e)
	}
	require.NoError(t, lines.Err())

	pairs := Compare(in)
	require.Len(t, pairs, 15)
	for _, p := range pairs {
		require.Equal(t, "only theirs", p.Verdict.String())
		require.Equal(t, NoAddress, p.Code)
		require.Contains(t, p.Reason, "health.amazonaws.com")
	}
}
