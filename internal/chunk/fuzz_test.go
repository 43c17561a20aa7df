package chunk

import (
	"bytes"
	"io"
	"math/rand/v2"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// splitReader gives 1 to 9 bytes a Read, as its random source says.
type splitReader struct {
	in     io.Reader
	random *rand.Rand
}

func (s splitReader) Read(p []byte) (int, error) {
	return s.in.Read(p[:min(len(p), 1+s.random.IntN(9))])
}

// FuzzReader holds two laws for any stream: what is read, and the error at
// the end, do not depend on how many bytes each Read gives; and chunks that
// were read can be written and read again.
func FuzzReader(f *testing.F) {
	for _, seed := range []string{
		"",
		"chunked 1.0,2,3\n{}abcchunked 1.0,0,0\n",
		"chunked  1.0 , 2 , 3 \r\n{}abc",
		"chunked 1.0,2,3\n{}ab",         // body cut short
		"chunked 1.0,12x,3\n{}",         // bad length
		"chunked 1.0,67108864,0\n{}",    // metadata that never comes
		"chunked 1.0,2,1073741824\n{}x", // body that never comes
		"\nchunked 1.0,0,0\n",           // the blank line of old SDKs
		"chunked 1.0,0,1\n\xff",
	} {
		f.Add([]byte(seed), uint64(1))
	}
	f.Fuzz(func(t *testing.T, stream []byte, split uint64) {
		want := trace(bytes.NewReader(stream))
		require.Equal(t, want, trace(iotest.OneByteReader(bytes.NewReader(stream))))
		require.Equal(t, want, trace(iotest.DataErrReader(bytes.NewReader(stream))))
		require.Equal(t, want, trace(splitReader{bytes.NewReader(stream), rand.New(rand.NewPCG(split, 0))}))

		frames, _ := readAll(bytes.NewReader(stream))
		requireRoundTrip(t, frames)
	})
}

func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("chunked 1.0,\n{}ë\x00")))
		requireRoundTrip(t, rapid.SliceOf(rapid.Custom(func(t *rapid.T) frame {
			return frame{text.Draw(t, "metadata"), text.Draw(t, "body")}
		})).Draw(t, "frames"))
	})
}

func requireRoundTrip(t require.TestingT, frames []frame) {
	var stream bytes.Buffer
	w := NewWriter(&stream)
	for _, f := range frames {
		require.NoError(t, w.WriteChunk([]byte(f.metadata), []byte(f.body)))
	}
	again, err := readAll(&stream)
	require.Equal(t, io.EOF, err)
	if len(frames) > 0 || len(again) > 0 {
		require.Equal(t, frames, again)
	}
}
