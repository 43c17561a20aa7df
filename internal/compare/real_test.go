package compare

import (
	"bufio"
	"compress/gzip"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"

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
	lines := bufio.NewScanner(unzipped)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		e := Event{Published: make([][]string, len(search.Fields))}
		for i, field := range search.Fields {
			if v := gjson.Get(lines.Text(), field.Raw[len(field.Raw)-1]).String(); v != "" {
				e.Published[i] = []string{v}
			}
		}
		e.At, _ = epoch.Parse([]byte(gjson.Get(lines.Text(), "eventTime").String()))
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
