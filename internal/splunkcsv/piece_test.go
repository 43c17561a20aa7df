package splunkcsv

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Cut into pieces of any size, and read by another reader, a body has the same
// rows, and the same fault at the same place.
func TestPiecesAreTheBody(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		body := drawTable(t).body
		if rapid.Bool().Draw(t, "faulty") {
			at := rapid.IntRange(0, len(body)).Draw(t, "at")
			body = bytes.Join([][]byte{body[:at], []byte(rapid.SampledFrom([]string{`"`, "\n", ",", "x"}).Draw(t, "put")), body[at:]}, nil)
		}
		whole, cutter, reader := NewReader(), newReader(rapid.IntRange(1, 60).Draw(t, "piece")), NewReader()
		err := whole.Reset(bytes.NewReader(body))
		if err != nil {
			require.Error(t, cutter.Reset(bytes.NewReader(body)))
			return
		}
		require.NoError(t, cutter.Reset(iotest.OneByteReader(bytes.NewReader(body))))
		names := whole.Columns()
		whole.Select(names)
		reader.Select(names)
		var p Piece
		rows, first := 0, true
		var failed error
		for failed == nil && cutter.Cut(&p) {
			require.Equal(t, first, p.First)
			first = false
			reader.ResetPiece(&p)
			for {
				got, ok := readRow(reader, len(names))
				if !ok {
					break
				}
				want, ok := readRow(whole, len(names))
				require.True(t, ok)
				require.Equal(t, want, got)
				span, together := reader.Span(0, len(names))
				if together {
					require.Equal(t, got.fields, decoded(t, span, len(names)))
				}
				fields, ok := reader.Plain()
				if ok {
					require.Equal(t, got.fields, decoded(t, fields, len(names)))
				}
			}
			if failed = reader.Err(); failed == nil {
				rows += reader.Rows()
			}
		}
		require.NoError(t, cutter.Err())
		require.False(t, whole.Next())
		if whole.Err() == nil {
			require.NoError(t, failed)
			require.Equal(t, whole.Rows(), rows)
			return
		}
		var want, got *RowError
		require.ErrorAs(t, whole.Err(), &want)
		require.ErrorAs(t, failed, &got)
		got.Row += rows
		require.Equal(t, want, got)
	})
}

// decoded reads one row of so many fields.
func decoded(t require.TestingT, row []byte, fields int) (values []string) {
	r := NewReader()
	names := make([]string, fields)
	for i := range names {
		names[i] = "c" + strings.Repeat("x", i)
	}
	if len(row) == 0 {
		return make([]string, fields) // a blank line is no row
	}
	require.NoError(t, r.Reset(strings.NewReader(strings.Join(names, ",")+"\n"+string(row)+"\n")))
	r.Select(names)
	require.True(t, r.Next())
	require.Zero(t, r.Ragged())
	for i := range names {
		values = append(values, string(r.Field(i)))
	}
	return values
}

// Any row of a piece can be read once more.
func TestSeek(t *testing.T) {
	t.Parallel()
	r, reader := NewReader(), NewReader()
	require.NoError(t, r.Reset(strings.NewReader("user,src\nann,1\n\n\"b\nb\",2\ncy,3")))
	var p Piece
	require.True(t, r.Cut(&p))
	reader.Select([]string{"user"})
	reader.ResetPiece(&p)
	places := map[string]int{}
	for reader.Next() {
		places[string(reader.Field(0))] = reader.Position()
	}
	require.Len(t, places, 3)
	for user, at := range places {
		require.True(t, reader.Seek(at))
		require.Equal(t, user, string(reader.Field(0)))
	}
	require.False(t, r.Cut(&p))
	require.NoError(t, r.Err())
	require.NoError(t, r.Reset(strings.NewReader("user\nann\n")), "the piece's bytes are not the reader's")
	require.True(t, reader.Seek(places["cy"]))
	require.Equal(t, "cy", string(reader.Field(0)))
}

func TestCuttingABodyThatFails(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	r := NewReader()
	require.NoError(t, r.Reset(iotest.DataErrReader(&failing{[]byte("user\nann\n"), broken})))
	var p Piece
	require.False(t, r.Cut(&p))
	require.ErrorIs(t, r.Err(), broken)
	require.False(t, r.Cut(&p))
	require.NoError(t, r.Reset(strings.NewReader("")))
	require.False(t, r.Cut(&p))
	require.NoError(t, r.Err())
}

// failing gives its text and then its error.
type failing struct {
	text []byte
	err  error
}

func (f *failing) Read(p []byte) (int, error) {
	if len(f.text) == 0 {
		return 0, f.err
	}
	n := copy(p, f.text)
	f.text = f.text[n:]
	return n, nil
}
