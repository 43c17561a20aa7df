package chunk

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
)

func TestReaderAccepts(t *testing.T) {
	f := func(stream, want string) {
		t.Helper()
		require.Equal(t, want, trace(strings.NewReader(stream)))
	}
	f("", "EOF")
	f("chunked 1.0,2,3\n{}a\nb", "\"{}\" \"a\\nb\"\nEOF")
	f("chunked 1.0,2,0\n{}chunked 1.0,0,1\nx", "\"{}\" \"\"\n\"\" \"x\"\nEOF")
	f("chunked 1.0,0,0\n", "\"\" \"\"\nEOF")
	f("chunked 1.0,4,4\nzoë\xff\x00\xfez", "\"zoë\" \"\\xff\\x00\\xfez\"\nEOF") // bytes, not characters
	// Blanks as Splunk's SDK for Python takes them.
	f("chunked \t1.0 , 2 ,\v3\f\r\n{}abc", "\"{}\" \"abc\"\nEOF")
	f("chunked 1.0,002,0\n{}", "\"{}\" \"\"\nEOF")
}

func TestReaderRefuses(t *testing.T) {
	f := func(stream, want string, cause error) {
		t.Helper()
		frames, err := readAll(strings.NewReader(stream))
		require.Empty(t, frames)
		require.EqualError(t, err, want)
		require.ErrorIs(t, err, cause)
		require.ErrorAs(t, err, new(*FormatError))
	}
	const wanted = `: invalid header, want "chunked 1.0,<metadata bytes>,<body bytes>"`
	f("\n", `chunk 1 at byte 0: ""`+wanted, ErrHeader)
	f("hello\n", `chunk 1 at byte 0: "" and 5 bytes that no header has`+wanted, ErrHeader)
	f("chunked1.0,2,0\n{}", `chunk 1 at byte 0: "chunked1.0,2,0"`+wanted, ErrHeader)
	f("chunked 2.0,2,0\n{}", `chunk 1 at byte 0: "chunked 2.0,2,0"`+wanted, ErrHeader)
	f("chunked ,2,0\n{}", `chunk 1 at byte 0: "chunked ,2,0"`+wanted, ErrHeader)
	f("chunked,2,0\n{}", `chunk 1 at byte 0: "chunked,2,0"`+wanted, ErrHeader)
	f(" chunked 1.0,2,0\n{}", `chunk 1 at byte 0: " chunked 1.0,2,0"`+wanted, ErrHeader)
	f("chunked 1.0,2\n{}", `chunk 1 at byte 0: "chunked 1.0,2"`+wanted, ErrHeader)
	f("chunked 1.0,12x,0\n", `chunk 1 at byte 12: metadata length "" and 3 bytes that no header has: invalid length`, ErrLength)
	f("chunked 1.0,-1,0\n", `chunk 1 at byte 12: metadata length "-1": invalid length`, ErrLength)
	f("chunked 1.0,2,+1\n{}", `chunk 1 at byte 14: body length "+1": invalid length`, ErrLength)
	f("chunked 1.0,2,\n{}", `chunk 1 at byte 14: body length "": invalid length`, ErrLength)
	f("chunked 1.0,2,3,4\n{}", `chunk 1 at byte 14: body length "3,4": invalid length`, ErrLength)
	f("chunked 1.0,2,1_0\n{}", `chunk 1 at byte 14: body length "1_0": invalid length`, ErrLength)
	f("chunked 1.0,67108865,0\n", `chunk 1 at byte 12: metadata length 67108865: length above the limit of 67108864 bytes`, ErrLimit)
	f("chunked 1.0,2,1073741825\n{}", `chunk 1 at byte 14: body length 1073741825: length above the limit of 1073741824 bytes`, ErrLimit)
	f("chunked 1.0,2,99999999999999999999\n{}", `chunk 1 at byte 14: body length 18446744073709551615: length above the limit of 1073741824 bytes`, ErrLimit)
	// What is no header may be a secret, and errors are logged.
	f("chunked 1.0,{\"session_key\":\"hush\"}\n", `chunk 1 at byte 0: "chunked 1.0," and 22 bytes that no header has`+wanted, ErrHeader)
	f("chunked 1.0,0123456789hush\n", `chunk 1 at byte 0: "chunked 1.0," and 14 bytes that no header has`+wanted, ErrHeader)
	f("chunked 1.0,1,\"hush\"\n", `chunk 1 at byte 14: body length "" and 6 bytes that no header has: invalid length`, ErrLength)
	f("chunked 1.0,hush", `chunk 1 at byte 16: header "chunked 1.0," and 4 bytes that no header has: unexpected EOF`, io.ErrUnexpectedEOF)
	f("chunked 1.0,2", `chunk 1 at byte 13: header "chunked 1.0,2": unexpected EOF`, io.ErrUnexpectedEOF)
	f("chunked 1.0,2,0\n{", `chunk 1 at byte 17: 1 bytes of the metadata missing: unexpected EOF`, io.ErrUnexpectedEOF)
	f("chunked 1.0,2,3\n{}", `chunk 1 at byte 18: 3 bytes of the body missing: unexpected EOF`, io.ErrUnexpectedEOF)
	// A stream without line ends must not be read for ever.
	endless := strings.Repeat("x", maxHeader)
	f(endless+"yz\n", `chunk 1 at byte 0: "" and 128 bytes that no header has...`+wanted, ErrHeader)
}

func TestErrorsNameChunkAndByte(t *testing.T) {
	_, err := readAll(strings.NewReader("chunked 1.0,2,1\n{}xchunked 1.0,2,0\n{}oops\n"))
	var format *FormatError
	require.ErrorAs(t, err, &format)
	require.Equal(t, 3, format.Chunk)
	require.EqualValues(t, 37, format.Offset)
}

// Wherever a stream breaks off, the end is clean only between chunks.
func TestStreamCutAtEachByte(t *testing.T) {
	const first, second = "chunked 1.0,2,4\n{}a,b\n", "chunked 1.0,17,0\n{\"finished\":true}"
	stream := first + second
	for cut := range len(stream) + 1 {
		_, err := readAll(strings.NewReader(stream[:cut]))
		if cut == 0 || cut == len(first) || cut == len(stream) {
			require.Equal(t, io.EOF, err, "cut at %d", cut)
			continue
		}
		var format *FormatError
		require.ErrorAs(t, err, &format, "cut at %d", cut)
		require.ErrorIs(t, err, io.ErrUnexpectedEOF)
		require.EqualValues(t, cut, format.Offset)
	}
}

func TestNextDiscardsTheBody(t *testing.T) {
	r := NewReader(strings.NewReader("chunked 1.0,1,6\n1abcdefchunked 1.0,1,6\n2abcdefchunked 1.0,1,0\n3"))
	for i, read := range []int{0, 4, 0} {
		metadata, _, err := r.Next()
		require.NoError(t, err)
		require.Equal(t, string(rune('1'+i)), string(metadata))
		_, err = io.ReadFull(r, make([]byte, read))
		require.NoError(t, err)
	}
	_, _, err := r.Next()
	require.Equal(t, io.EOF, err)
}

func TestNextReportsABodyCutShort(t *testing.T) {
	r := NewReader(strings.NewReader("chunked 1.0,1,6\n1abc"))
	_, size, err := r.Next()
	require.NoError(t, err)
	require.EqualValues(t, 6, size)
	_, _, err = r.Next()
	require.EqualError(t, err, "chunk 1 at byte 20: 3 bytes of the body missing: unexpected EOF")
}

func TestReadBeforeNext(t *testing.T) {
	n, err := NewReader(strings.NewReader("chunked 1.0,0,1\nx")).Read(make([]byte, 1))
	require.Zero(t, n)
	require.Equal(t, io.EOF, err)
}

func TestErrorsLast(t *testing.T) {
	r := NewReader(strings.NewReader("nonsense\nchunked 1.0,0,1\nx"))
	_, _, first := r.Next()
	require.ErrorIs(t, first, ErrHeader)
	_, _, again := r.Next()
	require.Equal(t, first, again)
	_, err := r.Read(make([]byte, 1))
	require.Equal(t, first, err)
}

// A source that fails is no broken format.
func TestSourceFails(t *testing.T) {
	failure := errors.New("device gone")
	f := func(before, want string) {
		t.Helper()
		_, err := readAll(io.MultiReader(strings.NewReader(before), iotest.ErrReader(failure)))
		require.ErrorIs(t, err, failure)
		require.False(t, errors.As(err, new(*FormatError)))
		require.EqualError(t, err, want)
	}
	f("", "read chunk 1 at byte 0: device gone")
	f("chunked", "read chunk 1 at byte 7: device gone")
	f("chunked 1.0,9,9\n{}", "read chunk 1 at byte 18: device gone")
	f("chunked 1.0,2,9\n{}abc", "read chunk 1 at byte 21: device gone")
}

// A header's promise alone allocates nothing like it.
func TestMetadataBufferGrowsWithItsBytes(t *testing.T) {
	r := NewReader(strings.NewReader("chunked 1.0,67108864,0\n{}"))
	_, _, err := r.Next()
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	require.LessOrEqual(t, cap(r.metadata), 2*bufferSize)
}

func TestLargeMetadata(t *testing.T) {
	large := strings.Repeat("0123456789", 100_000)
	var stream bytes.Buffer
	require.NoError(t, NewWriter(&stream).WriteChunk([]byte(large), nil))
	frames, err := readAll(&stream)
	require.Equal(t, io.EOF, err)
	require.Len(t, frames, 1)
	require.True(t, frames[0].metadata == large)
}

func TestMetadataCannotBeAppendedInto(t *testing.T) {
	metadata, _, err := NewReader(strings.NewReader("chunked 1.0,2,0\n{}")).Next()
	require.NoError(t, err)
	require.Equal(t, len(metadata), cap(metadata))
}

func TestReadingAllocatesNothing(t *testing.T) {
	const runs = 100
	stream := strings.Repeat("chunked 1.0,37,5\n{\"action\":\"execute\",\"finished\":false}a,b\n\n", runs+10)
	r := NewReader(strings.NewReader(stream))
	body := make([]byte, 16)
	allocs := testing.AllocsPerRun(runs, func() {
		if _, _, err := r.Next(); err != nil {
			t.Error(err)
		}
		if n, err := r.Read(body); n != 5 || err != nil {
			t.Error(n, err)
		}
	})
	require.Zero(t, allocs)
}

func TestRecordedStreams(t *testing.T) {
	f := func(name string, bodies ...int64) {
		t.Run(name, func(t *testing.T) {
			r := NewReader(openRecording(t, name))
			for _, want := range bodies {
				metadata, size, err := r.Next()
				require.NoError(t, err)
				require.Equal(t, want, size)
				require.Equal(t, byte('{'), metadata[0])
				require.Equal(t, byte('}'), metadata[len(metadata)-1])
			}
			_, _, err := r.Next()
			require.Equal(t, io.EOF, err)
		})
	}
	f("generatehello.input.gz", 0)
	f("pypygeneratetext.input.gz", 0)
	f("sum.map.input.gz", 0, 16109782)
	f("sum.reduce.input.gz", 0, 36)
}

// openRecording opens what a splunkd once wrote, kept beside the checkout.
func openRecording(t *testing.T, name string) io.Reader {
	t.Helper()
	file, err := os.Open(filepath.Join("..", "..", "..", "shared", "recordings", name))
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("the recordings are not beside this checkout")
	}
	require.NoError(t, err)
	t.Cleanup(func() { file.Close() })
	stream, err := gzip.NewReader(file)
	require.NoError(t, err)
	return stream
}
