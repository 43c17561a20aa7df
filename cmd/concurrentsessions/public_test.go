package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/chunk"
)

// The 48 DescribeEventAggregates of the public CloudTrail logs are of two users
// with one address each. The published search takes AWS's own host name for a
// second address.
func TestPublicCloudTrail(t *testing.T) {
	t.Parallel()
	log := readShared(t, "data/cloudtrail.ndjson.gz")
	rows := baseSearch(t, "aws_cloudtrail", log, false)
	require.NotEmpty(t, rows.Rows)
	require.Empty(t, find(t, rows, "profile=aws_cloudtrail").Rows)
	require.Empty(t, find(t, rows, "profile=aws_cloudtrail", "from=raw").Rows)
	require.Len(t, find(t, rows, "profile=aws_cloudtrail", "mode=escu", "from=raw").Rows, 15)

	found := find(t, baseSearch(t, "aws_access_key", log, false), "profile=aws_access_key", "from=raw")
	addresses := map[string][]string{}
	for i := range found.Rows {
		addresses[found.Value(i, "access_key_id")] = found.Values(i, "src")
	}
	require.Equal(t, []string{"10.107.112.14", "10.248.16.43"}, addresses["AKIATFQZ7NSC8Q4X21BJ"])
	require.Equal(t, []string{"10.107.159.90", "10.8.8.10"}, addresses["ASIATFQR7NSC2T5YJDEY"])
}

// The same events in OCSF. There the published filter drops every row.
func TestPublicSecurityLake(t *testing.T) {
	t.Parallel()
	rows := baseSearch(t, "aws_security_lake", readShared(t, "data/security_lake_from_invictus_cloudtrail.ndjson.gz"), false)
	require.NotEmpty(t, rows.Rows)
	require.Empty(t, find(t, rows, "profile=aws_security_lake").Rows)
	require.Empty(t, find(t, rows, "profile=aws_security_lake", "from=raw").Rows)
	require.Empty(t, find(t, rows, "profile=aws_security_lake", "mode=escu").Rows)
	require.Empty(t, find(t, rows, "profile=aws_security_lake", "mode=escu", "from=raw").Rows)
}

// Keyed by session and user none of the public sign-ins are concurrent; keyed
// by the user alone two users are, who merely moved.
func TestPublicO365(t *testing.T) {
	t.Parallel()
	rows := baseSearch(t, "o365", readShared(t, "data/o365.ndjson.gz"), false)
	byUser := find(t, rows, "profile=o365", "by=user", "window=all")
	require.Len(t, byUser.Rows, 2)
	require.Empty(t, find(t, rows, "profile=o365", "window=all").Rows)
}

// What a real splunkd sent, with our arguments put into getinfo.
func TestRecordings(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]struct {
		args    []string
		replies int
		body    string
	}{
		"sum.map": {
			args: []string{"by=sourcetype", "src=host", "origin=exact", "when=dc(origin)>0", "window=all", "output=summary"}, replies: 2,
			body: "rows,,,50000,,\nsightings,,,50000,,\nkeys,,,1,,\nfindings,,,1,,\n",
		},
		"sum.reduce":       {args: []string{"by=total", "src=total", "output=summary"}, replies: 2, body: "rows,,,1,,\n"},
		"generatehello":    {args: []string{"by=user"}, replies: 1},
		"pypygeneratetext": {args: []string{"profile=okta"}, replies: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			replies := replay(t, withArgs(t, readShared(t, "recordings/"+name+".input.gz"), want.args))
			require.Len(t, replies, want.replies)
			for _, r := range replies {
				require.NotContains(t, r.metadata, `"error"`)
			}
			require.Contains(t, replies[len(replies)-1].body, want.body)
		})
	}
}

type frame struct{ metadata, body string }

// withArgs rewrites the getinfo of a recorded stream.
func withArgs(t *testing.T, stream []byte, args []string) []byte {
	t.Helper()
	r := chunk.NewReader(bytes.NewReader(stream))
	metadata, _, err := r.Next()
	require.NoError(t, err)
	var getinfo map[string]any
	require.NoError(t, json.Unmarshal(metadata, &getinfo))
	old := len(metadata)
	getinfo["searchinfo"].(map[string]any)["args"] = args
	getinfo["searchinfo"].(map[string]any)["raw_args"] = args
	metadata, err = json.Marshal(getinfo)
	require.NoError(t, err)
	header := bytes.IndexByte(stream, '\n') + 1
	return append(fmt.Appendf(nil, "chunked 1.0,%d,0\n%s", len(metadata), metadata), stream[header+old:]...)
}

// replay feeds a stream to the command and reads its replies.
func replay(t *testing.T, stream []byte) (replies []frame) {
	t.Helper()
	cmd := exec.CommandContext(context.Background(), binary)
	cmd.Stdin = bytes.NewReader(stream)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	require.NoError(t, cmd.Run(), stderr.String())
	require.Empty(t, stderr.String())
	r := chunk.NewReader(&stdout)
	for {
		metadata, _, err := r.Next()
		if err == io.EOF {
			return replies
		}
		require.NoError(t, err)
		f := frame{metadata: string(metadata)}
		body, err := io.ReadAll(r)
		require.NoError(t, err)
		f.body = string(body)
		replies = append(replies, f)
	}
}
