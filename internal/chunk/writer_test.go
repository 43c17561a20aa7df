package chunk

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/stretchr/testify/require"
)

// writes keeps each Write call apart.
type writes []string

func (w *writes) Write(p []byte) (int, error) {
	*w = append(*w, string(p))
	return len(p), nil
}

func TestWriterWritesAChunkAtOnce(t *testing.T) {
	var got writes
	w := NewWriter(&got)
	require.NoError(t, w.WriteChunk([]byte(`{"finished":false}`), nil))
	require.NoError(t, w.WriteChunk([]byte(`{"finished":true}`), []byte("user\nzoë\n")))
	require.NoError(t, w.WriteChunk(nil, nil))
	require.Equal(t, writes{
		"chunked 1.0,18,0\n{\"finished\":false}",
		"chunked 1.0,17,10\n{\"finished\":true}user\nzoë\n",
		"chunked 1.0,0,0\n",
	}, got)
}

func TestWriterKeepsTheLimits(t *testing.T) {
	var got writes
	err := NewWriter(&got).WriteChunk(make([]byte, MaxMetadata+1), nil)
	require.ErrorIs(t, err, ErrLimit)
	require.EqualError(t, err, "write chunk 1: metadata length 67108865: length above the limit of 67108864 bytes")
	require.Empty(t, got)
}

type brokenPipe struct{ err error }

func (w brokenPipe) Write(p []byte) (int, error) { return len(p) - 1, w.err }

func TestWriterReportsFailedWrites(t *testing.T) {
	failure := errors.New("broken pipe")
	w := NewWriter(brokenPipe{failure})
	err := w.WriteChunk([]byte("{}"), nil)
	require.ErrorIs(t, err, failure)
	require.EqualError(t, err, "write chunk 1: broken pipe")
	require.EqualError(t, w.WriteChunk([]byte("{}"), nil), "write chunk 2: broken pipe")
	require.ErrorIs(t, NewWriter(brokenPipe{}).WriteChunk([]byte("{}"), nil), io.ErrShortWrite)
}

func TestWritingAllocatesNothing(t *testing.T) {
	w := NewWriter(io.Discard)
	metadata, body := []byte(`{"finished":true}`), bytes.Repeat([]byte("x"), 1000)
	require.NoError(t, w.WriteChunk(metadata, body))
	require.Zero(t, testing.AllocsPerRun(100, func() {
		if err := w.WriteChunk(metadata, body); err != nil {
			t.Error(err)
		}
	}))
}

func TestALongBodyIsWrittenAsItComes(t *testing.T) {
	var got writes
	w := NewWriter(&got)
	write := func(parts ...string) func(io.Writer) error {
		return func(out io.Writer) (err error) {
			for _, part := range parts {
				_, e := io.WriteString(out, part)
				err = errors.Join(err, e)
			}
			return err
		}
	}
	require.NoError(t, w.WriteLongChunk([]byte("{}"), 10, write("user\n", "zoë\n")))
	require.Equal(t, writes{"chunked 1.0,2,10\n{}", "user\n", "zoë\n"}, got)
	err := w.WriteLongChunk([]byte("{}"), 10, write("user\n"))
	require.ErrorIs(t, err, ErrLength)
	require.EqualError(t, err, "write chunk 2: 5 bytes of body, 10 were announced: invalid length")
	require.ErrorIs(t, NewWriter(&got).WriteLongChunk(nil, MaxBody+1, write()), ErrLimit)

	// Nothing follows, since it would be taken for the end of the body.
	written := len(got)
	require.EqualError(t, w.WriteChunk([]byte("{}"), nil), "write chunk 2: 5 bytes of body, 10 were announced: invalid length")
	require.Len(t, got, written)
	failure := errors.New("broken pipe")
	require.ErrorIs(t, NewWriter(brokenPipe{failure}).WriteLongChunk(nil, 1, write("x")), failure)
}
