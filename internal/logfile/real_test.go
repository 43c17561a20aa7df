package logfile

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// publicLogs is the folder of public logs beside the repository, if it is
// there.
func publicLogs(t *testing.T) string {
	t.Helper()
	dir := filepath.Join("..", "..", "..", "shared", "data")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the public logs are not here: ", err)
	}
	return dir
}

// Every public log is read to the last event, in whatever form it comes.
func TestPublicLogs(t *testing.T) {
	t.Parallel()
	dir := publicLogs(t)
	for name, events := range map[string]int{
		"cloudtrail.ndjson.gz": 4602, "o365.ndjson.gz": 4429, "entra_signin.ndjson.gz": 121,
		"entra_signin_from_msticpy_loganalytics.ndjson.gz": 86, "okta.ndjson.gz": 160,
		"security_lake.ndjson.gz": 45, "security_lake_from_invictus_cloudtrail.ndjson.gz": 2900,
		"raw/o365/unified_audit_log_export.csv.gz": 1500, "raw/security_lake": 22,
	} {
		got := readAll(t, Options{}, filepath.Join(dir, name))
		require.Empty(t, got.problems, name)
		require.Len(t, got.events, events, name)
		for _, e := range got.events {
			require.True(t, json.Valid([]byte(e.JSON)), "%s:%d %s", e.File, e.Line, e.JSON)
		}
	}
}

// The files of CloudTrail hold the very events of the lines made of them.
func TestRecordsOfCloudTrail(t *testing.T) {
	t.Parallel()
	dir := publicLogs(t)
	lines := map[string]bool{}
	for _, e := range readAll(t, Options{}, filepath.Join(dir, "cloudtrail.ndjson.gz")).events {
		lines[e.JSON] = true
	}
	got := readAll(t, Options{}, filepath.Join(dir, "raw/cloudtrail"))
	require.Empty(t, got.problems)
	require.Greater(t, len(got.events), 100)
	for _, e := range got.events {
		require.True(t, lines[e.JSON], e.JSON)
		require.Equal(t, 1, e.Line)
	}
}

// Splunk's export has the events' own JSON in AuditData, since its _raw is CSV.
func TestExportOfSplunk(t *testing.T) {
	t.Parallel()
	got := readAll(t, Options{}, filepath.Join(publicLogs(t), "raw/o365/unified_audit_log_export.csv.gz"))
	require.Equal(t, 2, got.events[0].Line)
	for _, e := range got.events {
		require.True(t, strings.HasPrefix(e.JSON, `{"`), e.JSON)
		require.Regexp(t, `^\d{10}$`, e.Time)
		require.Regexp(t, `^\d{10}$`, e.Indexed)
	}
}

// Security Lake's files give events of OCSF with all their levels.
func TestParquetOfSecurityLake(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(publicLogs(t), "raw/security_lake")
	files := 0
	require.NoError(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		got := readAll(t, Options{}, path)
		require.Empty(t, got.problems, path)
		require.Len(t, got.events, 1, path)
		var event struct {
			ClassUID int `json:"class_uid"`
			Time     int64
			Metadata struct {
				Version  string
				Profiles []string
			}
			API struct{ Operation string } `json:"api"`
		}
		require.NoError(t, json.Unmarshal([]byte(got.events[0].JSON), &event), got.events[0].JSON)
		require.NotZero(t, event.ClassUID)
		require.NotZero(t, event.Time)
		require.NotEmpty(t, event.Metadata.Version)
		require.NotEmpty(t, event.API.Operation, path)
		return nil
	}))
	require.Equal(t, 22, files)
}
