package splunkcsv

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
)

// newReader is a Reader with a buffer of another size than NewReader's.
func newReader(piece int) *Reader {
	r := NewReader()
	r.lines.piece = piece
	return r
}

// pieces are the buffer sizes that every table is read with.
var pieces = []int{1, 2, 3, 7, 64, defaultPiece}

// table reads a body as text, the selected columns of each row in brackets,
// an error at the end.
func table(r *Reader, body io.Reader, names ...string) string {
	var b strings.Builder
	r.Select(names)
	err := r.Reset(body)
	for err == nil && r.Next() {
		for slot := range names {
			fmt.Fprintf(&b, "[%s]", r.Field(slot))
		}
		b.WriteByte('\n')
	}
	if r.Err() != nil {
		b.WriteString(r.Err().Error())
	}
	return b.String()
}

func TestReaderFields(t *testing.T) {
	f := func(body, want string) {
		t.Helper()
		for _, piece := range pieces {
			require.Equal(t, want, table(newReader(piece), strings.NewReader(body), "a", "b"), "pieces of %d", piece)
		}
	}
	f("", "")
	f("\n\n", "")
	f("a,b\n", "")
	f("a,b", "")
	f("a,b\n1,2\n", "[1][2]\n")
	f("a,b\n1,2", "[1][2]\n")
	f("b,a\n1,2\n3,4\n", "[2][1]\n[4][3]\n")
	f("\"a\",\"b\"\n\"1\",\"2\"\n", "[1][2]\n")
	f("a,b\n,\n", "[][]\n")
	f("a,b\n\"\",\"\"\n", "[][]\n")
	f("a,b\n\"1,5\",\"x\ny\"\n2,\n", "[1,5][x\ny]\n[2][]\n")
	f("a,b\n\"say \"\"hi\"\"\",\"\"\"\"\n", "[say \"hi\"][\"]\n")
	f("a,b\n\"\n\n\",\"\n\"\n", "[\n\n][\n]\n")
	f("c,a\n9,1\n", "[1][]\n") // a column that is not there
	// Names: the first of a name counts, and they are quoted like values.
	f("a,a,b\n1,2,3\n", "[1][3]\n")
	f("\"c\"\"d\",\"\nx\",a\n7,8,9\n", "[9][]\n")
	// CRLF ends a row, CR elsewhere is a value's.
	f("a,b\r\n1,2\r\n3,4\r", "[1][2]\n[3][4]\n")
	f("a,b\r\n\"1\r\n\",\"2\r\"\r\n", "[1\r\n][2\r]\n")
	f("a,b\n1\r,2\r\r\n", "[1\r][2\r]\n")
	// Blank lines are no rows.
	f("\n\r\na,b\n\n1,2\n\r\n\n3,4\n\n", "[1][2]\n[3][4]\n")
	// Byte order mark.
	f("\xef\xbb\xbfa,b\n1,2\n", "[1][2]\n")
	f("\xef\xbb\xbf\"a\",b\n\xef\xbb\xbf1,2\n", "[\xef\xbb\xbf1][2]\n")
	f("\xef\xbb\xbf\na,b\n1,2\n", "[1][2]\n")
	f("\n\xef\xbb\xbfa,b\n1,2\n", "[][2]\n") // not at the start: part of the name
	// Bytes that are no text.
	f("a,b\n\xff\xfe,\"\x00\"\n\x00,\"\xc3\"\n", "[\xff\xfe][\x00]\n[\x00][\xc3]\n")
	// Ragged rows.
	f("a,b\n1\n1,2,3\n", "[1][]\n[1][2]\n")
	f("c,a,b\n1\n1,2\n", "[][]\n[2][]\n")
	// As splunkd sends it.
	f("a,b,\"__mv_a\",\"__mv_b\"\n\"x.y\",zz,,\n", "[x.y][zz]\n")
	f("a,b,\"__mv_a\",\"__mv_b\"\n,,,\n", "[][]\n")
	f("a,b,\"__mv_a\",\"__mv_b\"\n\"1\n2\",z,\"$1$;$2$\",\n", "[1\n2][z]\n")
	f("c,a,d,\"__mv_c\",\"__mv_a\",\"__mv_d\"\n\",,,\",\",,,\",\",,,\",,,\n", "[,,,][]\n")
}

func TestReaderErrors(t *testing.T) {
	f := func(body, want string, cause error) {
		t.Helper()
		for _, piece := range pieces {
			r := newReader(piece)
			require.Equal(t, want, table(r, strings.NewReader(body), "a", "b"), "pieces of %d", piece)
			require.ErrorIs(t, r.Err(), cause)
			require.ErrorAs(t, r.Err(), new(*RowError))
			require.False(t, r.Next())
			require.Empty(t, r.Field(0))
			require.Empty(t, r.Line())
		}
	}
	const open, bare, after = "quoted field has no closing quote",
		`quote inside an unquoted field; quote the field and write "" for each quote in it`,
		"text between a closing quote and the comma"
	f("a,b\n1,\"2\n", `row 1, column "b" at byte 4 of the body: `+open, ErrOpenQuote)
	f("a,b\n1,2\n3,\"4\"\"\n5,6\n", "[1][2]\n"+`row 2, column "b" at byte 8 of the body: `+open, ErrOpenQuote)
	f("a,b\n1,2\n3,4\"\n\n", "[1][2]\n"+`row 2, column "b" at byte 8 of the body: `+bare, ErrBareQuote)
	f("a,b\nx\"y\",2\n", `row 1, column "a" at byte 4 of the body: `+bare, ErrBareQuote)
	f("a,b\n\"x\"y,2\n", `row 1, column "a" at byte 4 of the body: `+after, ErrAfterQuote)
	f("a,b\n\"x\" ,2\n", `row 1, column "a" at byte 4 of the body: `+after, ErrAfterQuote)
	f("a,b\n1,2,3,\"x\"y\n", `row 1 at byte 4 of the body: `+after, ErrAfterQuote)
	f("a,b,__mv_a,__mv_b\n1,\"x\"y,,\n", `row 1, column "b" at byte 18 of the body: `+after, ErrAfterQuote)
	f("a,\"b\n1,2\n", `header row at byte 0 of the body: `+open, ErrOpenQuote)
	f("\na\"a,b\"\n1,2\n", `header row at byte 1 of the body: `+bare, ErrBareQuote)
}

// What is wrong in a column is wrong if that column or one behind it was
// selected.
func TestSkippedColumnsAreChecked(t *testing.T) {
	for _, names := range [][]string{nil, {"c"}, {"a", "b", "c"}} {
		r := NewReader()
		table(r, strings.NewReader("a,b,c\n1,2,\"x\"y\n"), names...)
		require.ErrorIs(t, r.Err(), ErrAfterQuote)
	}
}

// Rows that arrived before the body failed are rows.
func TestBodyFails(t *testing.T) {
	failure := errors.New("chunk cut short")
	f := func(before, want string) {
		t.Helper()
		r := NewReader()
		body := io.MultiReader(strings.NewReader(before), iotest.ErrReader(failure))
		require.Equal(t, want, table(r, body, "a"))
		require.ErrorIs(t, r.Err(), failure)
	}
	f("", "header row at byte 0 of the body: chunk cut short")
	f("a,b", "header row at byte 0 of the body: chunk cut short")
	f("a,b\n1,2\n3,", "[1]\nrow 2 at byte 8 of the body: chunk cut short")
}

type noProgress struct{}

func (noProgress) Read([]byte) (int, error) { return 0, nil }

func TestBodyWithoutProgress(t *testing.T) {
	require.ErrorIs(t, NewReader().Reset(noProgress{}), io.ErrNoProgress)
}

func TestColumns(t *testing.T) {
	f := func(header string, want ...string) {
		t.Helper()
		r := NewReader()
		require.NoError(t, r.Reset(strings.NewReader(header)))
		require.Equal(t, want, r.Columns())
	}
	f("")
	f("a,b\n", "a", "b")
	f("user,\"_chunked_idx\",\"__mv_user\",\"__mv__chunked_idx\"\n", "user", "_chunked_idx")
	f("__mv_a,a,__mv_c\n", "a")
	f("a,b,a,\n", "a", "b", "")
}

// The columns of each body are found anew, the counters go on.
func TestBodiesWithDifferentHeaders(t *testing.T) {
	r := NewReader()
	r.Select([]string{"a", "b", "a"})
	f := func(body, want string) {
		t.Helper()
		require.NoError(t, r.Reset(strings.NewReader(body)))
		got := ""
		for r.Next() {
			got += fmt.Sprintf("[%s][%s][%s]", r.Field(0), r.Field(1), r.Field(2))
		}
		require.NoError(t, r.Err())
		require.Equal(t, want, got)
	}
	f("a,b\n1,2\n3\n", "[1][2][1][3][][3]")
	f("a,b\n4,5\n", "[4][5][4]")
	f("", "")
	f("x,b,y,a\n0,1,2,3\n0,1,2,3,4\n", "[3][1][3][3][1][3]")
	f("x\n0\n", "[][][]")
	require.Error(t, r.Reset(strings.NewReader("\"a")))
	require.Empty(t, r.Columns())
	require.False(t, r.Next())
	f("b\n7\n", "[][7][]")
	require.Equal(t, 2, r.Ragged())
}

func TestSelectBetweenRows(t *testing.T) {
	r := NewReader()
	require.False(t, r.Next())
	require.NoError(t, r.Reset(strings.NewReader("a,b\n1,2\n3,4\n")))
	require.True(t, r.Next())
	r.Select([]string{"b"})
	require.Empty(t, r.Field(0))
	require.True(t, r.Next())
	require.Equal(t, "4", string(r.Field(0)))
}

func TestLine(t *testing.T) {
	r := newReader(4)
	require.NoError(t, r.Reset(strings.NewReader("a,b\r\n\"x\r\n\",\"\"\"\"\r\n1,2,3")))
	require.Nil(t, r.Line())
	require.True(t, r.Next())
	require.Equal(t, "\"x\r\n\",\"\"\"\"", string(r.Line()))
	require.True(t, r.Next())
	require.Equal(t, "1,2,3", string(r.Line()))
	require.False(t, r.Next())
	require.Nil(t, r.Line())
}

func TestRagged(t *testing.T) {
	f := func(body string, want int) {
		t.Helper()
		for _, names := range [][]string{nil, {"b"}, {"a", "b"}} {
			r := NewReader()
			table(r, strings.NewReader(body), names...)
			require.NoError(t, r.Err())
			require.Equal(t, want, r.Ragged(), "selected %q", names)
		}
	}
	f("a,b\n1,2\n", 0)
	f("a,b\n1\n1,2\n1,2,3\n", 2)
	f("a,b\n\"1\"\n\"1\",\"2\"\n\"1\",\"2\",\"3\"\n", 2)
	f("a,b,__mv_a,__mv_b\n1,2,,\n\"1\",2,,\n1,2,$1$,\n,,,\n", 0)
	f("a,b,__mv_a,__mv_b\n1,2,\n1,,\n1,2,,,\n,,\n", 4)
}

// Borrowed values end where they end: appending to one reaches no other.
func TestValuesCannotBeAppendedInto(t *testing.T) {
	r := NewReader()
	r.Select([]string{"a", "b", "c"})
	require.NoError(t, r.Reset(strings.NewReader("a,b,c,__mv_c\n1,\"2\"\"\",\"3\n4$\n5\",$3$;$4$$$;$5$\n")))
	require.True(t, r.Next())
	values := [][]byte{r.Line(), r.Field(0), r.Field(1), r.Field(2)}
	values = r.AppendValues(values, 2)
	require.Len(t, values, 7)
	for _, v := range values {
		require.Equal(t, len(v), cap(v), "%q", v)
	}
}

func TestAppendRaw(t *testing.T) {
	const multis = ",__mv_a,__mv_b,__mv_c\n"
	f := func(want, header, row string) {
		t.Helper()
		r := NewReader()
		r.Select([]string{"t", "a", "b", "c", "none"})
		require.NoError(t, r.Reset(strings.NewReader(header+row+"\n")))
		require.True(t, r.Next())
		require.Equal(t, "key "+want, string(r.AppendRaw([]byte("key "), 1, 5)), header+row)
		for slot := range 5 {
			r.AppendValues(nil, slot)
		}
		require.Equal(t, "key "+want, string(r.AppendRaw([]byte("key "), 1, 5)), "asking for the values changed the bytes")
	}
	// One piece of the row, wherever it stands.
	f("x,y,z", "t,a,b,c"+multis, "1,x,y,z,,,")
	f("x,y,z", "a,b,c,t"+multis, "x,y,z,1,,,")
	f("x,y,z", "t,o,a,b,c,o"+multis, `1,"",x,y,z,"a,b",,,`)
	// Several pieces.
	f("x,y,z", "t,a,o,b,c"+multis, "1,x,9,y,z,,,")
	f("x,y,z", "c,b,a,t"+multis, "z,y,x,1,,,")
	// As it was sent.
	f(`"x",y,"""z,"`, "t,a,b,c"+multis, `1,"x",y,"""z,",,,`)
	// Empty fields, and fields that are not there.
	f("x", "t,a,b,c"+multis, "1,x,,,,,")
	f(",,z", "t,a,b,c"+multis, "1,,,z,,,")
	f(",,z", "t,c"+multis, "1,z,,,")
	f("x,,z", "t,a,c\n", "1,x,z")
	f("x", "t,a,b,c\n", "1,x")
	f("", "o,p\n", "1,2")
	// Several values.
	f("x,\"1\n2\",z\n,$1$;$2$", "t,a,b,c"+multis, "1,x,\"1\n2\",z,,$1$;$2$,")
	f("x\ny", "t,a,__mv_a,b\n", "1,x,y,")
}

// Values decoded earlier stay when later ones make the scratch grow.
func TestDecodedValuesStay(t *testing.T) {
	r := NewReader()
	r.Select([]string{"a", "b"})
	long := strings.Repeat(`""`, 10_000)
	require.NoError(t, r.Reset(strings.NewReader("a,b\n\"x\"\"y\",\""+long+"\"\n")))
	require.True(t, r.Next())
	first := r.Field(0)
	require.Equal(t, strings.Repeat(`"`, 10_000), string(r.Field(1)))
	require.Equal(t, `x"y`, string(first))
	require.Equal(t, `x"y`, string(r.Field(0)))
}

func TestHugeField(t *testing.T) {
	if testing.Short() {
		t.Skip("reads a field of 100 MB")
	}
	const size = 100 << 20
	line := bytes.Repeat([]byte("0123456,\n\"\""), 1<<10)
	size2 := size / len(line) * len(line)
	body := io.MultiReader(
		strings.NewReader("a,b\n1,\""), io.LimitReader(&repeated{text: line}, int64(size2)), strings.NewReader("\"\n2,3\n"))
	r := NewReader()
	r.Select([]string{"a", "b"})
	require.NoError(t, r.Reset(body))
	require.True(t, r.Next())
	require.Equal(t, "1", string(r.Field(0)))
	require.Len(t, r.Field(1), size2/11*10)
	require.True(t, r.Next())
	require.Equal(t, "2", string(r.Field(0)))
	require.Equal(t, "3", string(r.Field(1)))
	require.False(t, r.Next())
	require.NoError(t, r.Err())
}

// repeated is an endless reader.
type repeated struct {
	text []byte
	at   int
}

func (r *repeated) Read(p []byte) (int, error) {
	n := copy(p, r.text[r.at:])
	r.at = (r.at + n) % len(r.text)
	return n, nil
}

func TestManyColumns(t *testing.T) {
	const columns = 10_000
	names := make([]string, columns)
	for i := range names {
		names[i] = fmt.Sprintf("c%d", i)
	}
	w := NewStrictWriter(names)
	for row := range 3 {
		for i := range names {
			w.Value(fmt.Sprintf("%d.%d", row, i))
		}
		w.EndRow()
	}
	for _, selected := range [][]string{names, {"c9999", "c0"}} {
		r := NewReader()
		r.Select(selected)
		require.NoError(t, r.Reset(bytes.NewReader(w.Body())))
		require.Equal(t, names, r.Columns())
		for row := range 3 {
			require.True(t, r.Next())
			for slot, name := range selected {
				require.Equal(t, fmt.Sprintf("%d.%s", row, name[1:]), string(r.Field(slot)))
			}
		}
		require.False(t, r.Next())
		require.NoError(t, r.Err())
		require.Zero(t, r.Ragged())
	}
}

// The buffer follows the longest row, not the body.
func TestBufferDoesNotFollowTheBody(t *testing.T) {
	r := newReader(64)
	body := io.MultiReader(strings.NewReader("a,b\n"), io.LimitReader(&repeated{text: []byte("12345,\"x\ny\"\n")}, 12*100_000))
	require.Equal(t, 100_000, strings.Count(table(r, body, "b"), "[x\ny]\n"))
	require.NoError(t, r.Err())
	require.Len(t, r.lines.buf, 64)
}

func TestReadingAllocatesNothing(t *testing.T) {
	const body = "a,b,c,__mv_a,__mv_b,__mv_c\n" +
		"1,\"two\",\"th\"\"ree\",,,\n" +
		"1,\"x\ny$\",3,,\"$x$;$y$$$\",\n" +
		"1\n" +
		"1,2,3,broken,,\n"
	r := NewReader()
	r.Select([]string{"a", "b", "c", "none"})
	in := strings.NewReader("")
	var values [][]byte
	var raw []byte
	rows := 0
	allocs := testing.AllocsPerRun(100, func() {
		in.Reset(body)
		if err := r.Reset(in); err != nil {
			t.Error(err)
		}
		for r.Next() {
			rows++
			for slot := range 4 {
				r.Field(slot)
				values = r.AppendValues(values[:0], slot)
				raw = r.AppendRaw(raw[:0], slot, 4)
			}
		}
	})
	require.NoError(t, r.Err())
	require.Equal(t, 101*4, rows)
	require.Zero(t, allocs)
}
