package appconf

import (
	"encoding/csv"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// root is the checkout, seen from this package.
const root = "../.."

var rewrite = flag.Bool("rewrite", false, "write the demo lookup anew")

func TestDemoLookupIsCurrent(t *testing.T) {
	want, err := DemoEvents(filepath.Join(root, "testdata", "samples"))
	require.NoError(t, err)
	path := filepath.Join(root, "app", "lookups", "cs_demo_events.csv")
	if *rewrite {
		require.NoError(t, os.WriteFile(path, want, 0o644))
	}
	got, err := os.ReadFile(path)
	require.NoError(t, err)
	require.True(t, string(want) == string(got), "the lookup is not current: go test ./internal/appconf -run Demo -rewrite")

	// What AppInspect asks of a lookup: columns, equal in each row, and a size.
	rows, err := csv.NewReader(strings.NewReader(string(got))).ReadAll()
	require.NoError(t, err)
	require.Greater(t, len(rows), 300)
	require.Less(t, len(got), 300_000)
	require.NotContains(t, string(got), "\r")
}

func TestDemoWithoutSamples(t *testing.T) {
	_, err := DemoEvents(t.TempDir())
	require.ErrorIs(t, err, os.ErrNotExist)
	require.ErrorContains(t, err, "aws_cloudtrail")
}

func csvRows(t *testing.T, text string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	require.NoError(t, err)
	return rows
}
