package splunkcsv

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// recordedBody is the body of the last chunk that a splunkd once wrote to a
// command; the stream is kept beside the checkout.
func recordedBody(t *testing.T) []byte {
	t.Helper()
	file, err := os.Open(filepath.Join("..", "..", "..", "shared", "recordings", "sum.map.input.gz"))
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("the recordings are not beside this checkout")
	}
	require.NoError(t, err)
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	require.NoError(t, err)
	stream, err := io.ReadAll(bufio.NewReader(unzipped))
	require.NoError(t, err)
	_, body, found := bytes.Cut(stream, []byte(`{"action":"execute","finished":true}`))
	require.True(t, found)
	return body
}

func TestRecordedBody(t *testing.T) {
	body := recordedBody(t)
	names := []string{"_time", "value1", "__mv_value1", "color"}
	for _, piece := range []int{100, defaultPiece} {
		r := newReader(piece)
		r.Select(names)
		require.NoError(t, r.Reset(bytes.NewReader(body)))
		require.Len(t, r.Columns(), 24)
		rows, sum, before := 0, 0.0, ""
		var first string
		for r.Next() {
			rows++
			value, err := strconv.ParseFloat(string(r.Field(1)), 64)
			require.NoError(t, err)
			sum += value
			now := string(r.Field(0))
			if rows == 1 {
				first = now
			} else {
				require.Less(t, now, before)
			}
			before = now
			if len(r.Field(2)) > 0 || len(r.Field(3)) > 0 {
				require.Fail(t, "not empty", "row %d: %s", rows, r.Line())
			}
		}
		require.NoError(t, r.Err())
		require.Equal(t, 50_000, rows)
		require.Equal(t, 2147943.0781, math.Round(sum*1e4)/1e4)
		require.Equal(t, "2014-06-11T08:19:59.000-0700", first)
		require.Equal(t, "2014-06-10T18:26:40.000-0700", before)
		require.Zero(t, r.Ragged())
	}
}

// All __mv_ columns of the recording are empty, and the strict writer gives
// back every byte.
func TestRecordedBodyWrittenAgain(t *testing.T) {
	body := recordedBody(t)
	r := NewReader()
	require.NoError(t, r.Reset(bytes.NewReader(body)))
	columns := slices.Clone(r.Columns())
	r.Select(columns)
	w := NewStrictWriter(columns)
	for r.Next() {
		for slot := range columns {
			w.Bytes(r.Field(slot))
		}
		w.EndRow()
	}
	require.NoError(t, r.Err())
	require.True(t, bytes.Equal(body, w.Body()))
}
