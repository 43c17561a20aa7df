package escu

import (
	"bufio"
	"compress/gzip"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// readReal runs a search over a file of real events.
func readReal(t *testing.T, s *Search, name string) (rows []event, events int) {
	path := filepath.Join("..", "..", "..", "shared", "data", name)
	f, err := os.Open(path)
	if os.IsNotExist(err) {
		t.Skipf("needs the real logs beside the module root: %v", err)
	}
	require.NoError(t, err)
	defer func() { require.NoError(t, f.Close()) }()
	unzipped, err := gzip.NewReader(f)
	require.NoError(t, err)
	run, reader := s.Start(), s.NewRawReader()
	lines := bufio.NewScanner(unzipped)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		require.True(t, reader.Event(lines.Bytes(), nil))
		run.Row(reader.Values)
		events++
	}
	require.NoError(t, lines.Err())
	return named(s, run.Table()), events
}

func TestRealCloudTrail(t *testing.T) {
	t.Parallel()
	rows, events := readReal(t, search(t, "aws_cloudtrail"), "cloudtrail.ndjson.gz")
	require.Equal(t, 4602, events)
	require.Len(t, rows, 15)
	for _, row := range rows {
		require.Equal(t, "2", row["distinct_ip_count"])
		require.Contains(t, row["src_ip"], "health.amazonaws.com", "every row is a false alert")
	}
}

func TestRealSecurityLake(t *testing.T) {
	t.Parallel()
	const name = "security_lake_from_invictus_cloudtrail.ndjson.gz"
	s := search(t, "aws_security_lake")
	rows, events := readReal(t, s, name)
	require.Equal(t, 2900, events)
	require.Empty(t, rows)
	// OCSF 1.1 has no actor.user.account_uid, so no event is in any group.
	rows, _ = readReal(t, s.WithoutFilter().WithoutCondition(), name)
	require.Empty(t, rows)
}

func TestRealO365(t *testing.T) {
	t.Parallel()
	s := search(t, "o365")
	rows, events := readReal(t, s, "o365.ndjson.gz")
	require.Equal(t, 4429, events)
	require.Empty(t, rows)
	// Of 97 sign-ins the 24 with a session id are seen, in 14 sessions.
	rows, _ = readReal(t, s.WithoutCondition(), "o365.ndjson.gz")
	require.Len(t, rows, 14)
	for _, row := range rows {
		require.Len(t, row["ips"], 1)
	}
}

func TestRealOkta(t *testing.T) {
	t.Parallel()
	s := search(t, "okta")
	rows, events := readReal(t, s.WithoutCondition(), "okta.ndjson.gz")
	require.Equal(t, 160, events)
	require.Empty(t, rows, "the only sign-on evaluation is a challenge")
}

func TestRealAzureAD(t *testing.T) {
	t.Parallel()
	s := search(t, "azure_ad")
	rows, events := readReal(t, s.WithoutCondition(), "entra_signin.ndjson.gz")
	require.Equal(t, 121, events)
	require.Len(t, rows, 1, "of two non-interactive sign-ins one has a step that succeeded")
	require.Equal(t, "1", rows[0]["unique_ips"])
}

// TestAzureAttack rebuilds the published search's own attack sample from a
// table of its events, addresses replaced: two clients that alternate within
// 107 seconds, the second one's success after a bin edge. The search does not
// find it.
func TestAzureAttack(t *testing.T) {
	t.Parallel()
	s := search(t, "azure_ad")
	run, noBins, reader := s.Start(), s.WithoutBins().Start(), s.NewRawReader()
	const one, other = "198.51.100.153", "203.0.113.43"
	for _, e := range []struct {
		time, src string
		code      string
	}{
		{"23:13:31.943", one, "50074"},
		{"23:13:31.943", one, "50074"},
		{"23:13:41.569", one, "50140"},
		{"23:13:59.633", other, "0"},
		{"23:14:02.358", other, "0"},
		{"23:14:31.262", other, "50140"},
		{"23:14:31.262", other, "50140"},
		{"23:14:31.262", other, "50140"},
		{"23:14:36.694", other, "0"},
		{"23:14:42.349", other, "0"},
		{"23:14:43", other, "0"},
		{"23:14:44", other, "0"},
		{"23:14:45", other, "0"},
		{"23:14:46.037", other, "0"},
		{"23:15:19.229", one, "0"},
	} {
		json := `{"time":"2023-01-24T` + e.time + `Z","category":"NonInteractiveUserSignInLogs","tenantId":"t1",
			"resultType":"` + e.code + `","callerIpAddress":"` + e.src + `","properties":{"userPrincipalName":"ann@example.com",
			"userAgent":"agent/1","authenticationDetails":[{"succeeded":true}]}}`
		require.True(t, reader.Event([]byte(json), nil))
		run.Row(reader.Values)
		noBins.Row(reader.Values)
	}
	require.Empty(t, run.Table())
	rows := noBins.Table()
	require.Len(t, rows, 1, "only the bin edge is in the way")
}
