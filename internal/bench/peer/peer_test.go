package peer

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRead(t *testing.T) {
	t.Parallel()
	in := "chunked 1.0,20,0\n" + `{"action":"getinfo"}` +
		"chunked 1.0,37,8\n" + `{"action":"execute","finished":false}` + "a,b\n1,2\n" +
		"chunked 1.0,36,4\n" + `{"action":"execute","finished":true}` + "a,b\n"
	var out strings.Builder
	require.NoError(t, Read(strings.NewReader(in), &out))
	require.Equal(t, "chunked 1.0,20,0\n"+`{"type":"reporting"}`+
		"chunked 1.0,18,0\n"+`{"finished":false}`+
		"chunked 1.0,17,17\n"+`{"finished":true}`+"lines,commas\n3,3\n", out.String())
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	for _, in := range []string{"x", "chunked 1.0,1,0\nx", "chunked 1.0,2,5\n{}ab"} {
		require.Error(t, Read(strings.NewReader(in), &strings.Builder{}), in)
	}
}

func TestWalk(t *testing.T) {
	t.Parallel()
	in := `{"eventName":"four","other":{"arn":"no"},"userIdentity":{"arn":"abc","type":"no"}}` + "\n" + `{"awsRegion":"xy"}` + "\n"
	var out strings.Builder
	require.NoError(t, Walk(strings.NewReader(in), &out))
	require.Equal(t, "2 9\n", out.String())
}

func TestInflate(t *testing.T) {
	t.Parallel()
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write(make([]byte, 12345))
	require.NoError(t, w.Close())
	var out strings.Builder
	require.NoError(t, Inflate(&packed, &out))
	require.Equal(t, "12345\n", out.String())
}
