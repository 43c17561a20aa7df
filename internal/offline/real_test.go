package offline

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func publicLogs(t *testing.T) string {
	t.Helper()
	dir := filepath.Join("..", "..", "..", "shared", "data")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the public logs are not here: ", err)
	}
	return dir
}

// Nearly every public event is recognised, and as what it is.
func TestPublicLogsAreRecognised(t *testing.T) {
	t.Parallel()
	dir := publicLogs(t)
	for _, c := range []struct {
		file     string
		profiles []string
		others   uint64 // events that are of none
	}{
		{"cloudtrail.ndjson.gz", []string{"aws_cloudtrail", "aws_access_key"}, 1}, // an insight
		{"raw/cloudtrail", []string{"aws_cloudtrail", "aws_access_key"}, 0},
		{"o365.ndjson.gz", []string{"o365"}, 1}, // a row of a table of Log Analytics
		{"raw/o365", []string{"o365"}, 0},
		{"entra_signin.ndjson.gz", []string{"azure_ad"}, 78}, // directory audits of Graph
		{"entra_signin_from_msticpy_loganalytics.ndjson.gz", []string{"azure_ad"}, 0},
		{"okta.ndjson.gz", []string{"okta"}, 0},
		{"security_lake.ndjson.gz", []string{"aws_security_lake"}, 0},
		{"security_lake_from_invictus_cloudtrail.ndjson.gz", []string{"aws_security_lake"}, 0},
		{"raw/security_lake", []string{"aws_security_lake"}, 0},
	} {
		r := run1(t, plan(t, []string{filepath.Join(dir, c.file)}))
		require.Empty(t, r.Problems, c.file)
		var names []string
		for _, p := range r.Profiles {
			names = append(names, p.Profile.Name)
		}
		require.Equal(t, c.profiles, names, c.file)
		require.Equal(t, c.others, r.Unrecognised, c.file)
		require.Equal(t, r.Events, r.Profiles[0].Tally.Rows+r.Unrecognised, c.file)
	}
}

// What the folder's README says was found by counting is found.
func TestKnownTruth(t *testing.T) {
	t.Parallel()
	p := plan(t, []string{filepath.Join(publicLogs(t), "cloudtrail.ndjson.gz")})
	r := run1(t, p)
	require.Empty(t, keys(r.Findings, "aws_cloudtrail"))
	stolen := keys(r.Findings, "aws_access_key")
	for _, key := range []string{"AKIATFQZ7NSC8Q4X21BJ", "ASIATFQR7NSC2T5YJDEY"} {
		require.Contains(t, stolen, map[string]string{"access_key_id": key})
	}
	for _, f := range r.Findings {
		require.Equal(t, f.Count, uint64(len(f.Sightings)+f.More))
	}
}

// The export of Splunk gives what the same events give as lines, though its
// own times are hours off.
func TestExportOfPublicLogs(t *testing.T) {
	t.Parallel()
	dir := publicLogs(t)
	lines := plan(t, []string{filepath.Join(dir, "o365.ndjson.gz")}, "profile=o365", "window=24h")
	lines.AllEvents = true
	export := lines
	export.Paths = []string{filepath.Join(dir, "raw", "o365")}
	both := lines
	both.Paths = append(both.Paths, export.Paths...)
	a, b := run1(t, lines), run1(t, both)
	require.NotEmpty(t, a.Findings)
	require.Equal(t, ids(a), ids(b), "the export says nothing that the lines do not say")
	for _, f := range run1(t, export).Findings {
		require.Contains(t, ids(a), f.ID)
	}
}
