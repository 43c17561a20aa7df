package splunkcsv

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// rowOf is all that a reader says of a row.
type rowOf struct {
	line, raw string
	fields    []string
	sent      []string // the fields once more, decoded from what was sent
	values    [][]string
}

// readRow reads the next row, each slot in every way.
func readRow(r *Reader, slots int) (rowOf, bool) {
	if !r.Next() {
		return rowOf{}, false
	}
	row := rowOf{line: string(r.Line())}
	for slot := range slots {
		row.fields = append(row.fields, string(r.Field(slot)))
		sent, doubled := r.Sent(slot)
		if doubled {
			sent = bytes.ReplaceAll(sent, []byte(`""`), []byte(`"`))
		}
		row.sent = append(row.sent, string(sent))
		var values []string
		for _, v := range r.AppendValues(nil, slot) {
			values = append(values, string(v))
		}
		row.values = append(row.values, values)
	}
	row.raw = string(r.AppendRaw(nil, 0, slots))
	return row, true
}

// requireFastAsPlain reads a body with the fast path and without it.
func requireFastAsPlain(t require.TestingT, body []byte, names []string, piece int) (fastRows int) {
	plain, fast := newReader(piece), newReader(piece)
	for _, r := range []*Reader{plain, fast} {
		err := r.Reset(bytes.NewReader(body))
		r.Select(names)
		if err != nil {
			return 0
		}
	}
	plain.plan.upto = 0
	for {
		want, ok := readRow(plain, len(names))
		if plain.Ragged() > 0 || plain.Err() != nil {
			return fastRows // from here on they may differ in what they notice
		}
		before := fast.lines.quotes
		fast.lines.quotes = -1 // the plain path sets it
		got, gotOK := readRow(fast, len(names))
		if fast.lines.quotes == -1 {
			fast.lines.quotes = before
			fastRows++
		}
		require.Equal(t, ok, gotOK)
		require.Equal(t, want, got)
		require.Equal(t, got.fields, got.sent)
		require.NoError(t, fast.Err())
		if !ok {
			require.Equal(t, plain.BrokenMulti(), fast.BrokenMulti())
			require.Zero(t, fast.Ragged())
			return fastRows
		}
	}
}

// someNames takes a few names, each perhaps twice, and perhaps one that the
// body lacks.
func someNames(names []string, random *rand.Rand) []string {
	var some []string
	for range random.IntN(len(names) + 2) {
		some = append(some, append(names, "none")[random.IntN(len(names)+1)])
	}
	return some
}

func TestFastPathReadsAsThePlainOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := drawTable(t)
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		piece := rapid.SampledFrom([]int{1, 30, 100, defaultPiece}).Draw(t, "piece")
		requireFastAsPlain(t, table.body, someNames(table.columns, random), piece)
	})
}

// The same for bodies that no writer makes.
func FuzzFastPath(f *testing.F) {
	for i, seed := range append(oracleSeeds, fastSeeds...) {
		f.Add([]byte(seed), uint8(200), uint64(i))
	}
	f.Fuzz(func(t *testing.T, body []byte, piece uint8, seed uint64) {
		r := NewReader()
		if r.Reset(bytes.NewReader(body)) != nil {
			return
		}
		random := rand.New(rand.NewPCG(seed, 0))
		requireFastAsPlain(t, body, someNames(r.header.names, random), max(1, int(piece)))
	})
}

var fastSeeds = []string{
	"_time,a,b,__mv__time,__mv_a,__mv_b\n\"1700000000.123\",user1,\"192.0.2.1\",,,\n\"1700000000.123\",user1,,,,\r\n",
	"a,b,c,__mv_a,__mv_b,__mv_c\nx,\"" + strings.Repeat("long \"\", ", 20) + "\",\"\n\",,,\n1,2,\"3\n4\",,,$3$;$4$\n1,,,,,\n",
	"a,__mv_a,b,__mv_b\n1,,2,\n1,$x$;$y$,2,\n",
	"a\n1\n\n\"\"\n\r\n2\r\n",
}

// What the fast path is for, it takes; what it is not for, it leaves.
func TestFastPathConditions(t *testing.T) {
	const columns = "t,a,b,c,__mv_t,__mv_a,__mv_b,__mv_c\n"
	f := func(want int, body string, names ...string) {
		t.Helper()
		require.Equal(t, want, requireFastAsPlain(t, []byte(body), names, defaultPiece), body)
	}
	long := `"` + strings.Repeat("a long text, with commas ", 9) + `"`
	f(1, columns+"1,2,3,4,,,,\n", "c")
	f(1, columns+"1,2,3,4,,,,\n", "a")
	f(1, columns+",,,,,,,\n", "t", "c")
	f(1, columns+`"1.5","say ""hi""",`+long+`,"x y",,,,`+"\n", "c")
	f(1, columns+`"1.5","say ""hi""",`+long+`,"x y",,,,`+"\n", "t", "a")
	f(1, columns+"1,\"x\ny\",3,4,,,,\n", "b")
	f(1, "t,a\n1,2\n", "a")
	f(1, "t,a\n1,2\n", "t")

	f(0, columns+"1,2,3,4,,,,\n")              // nothing is selected
	f(0, columns+"1,2,3,4,,,,\n", "__mv_a")    // a __mv_ column by its own name
	f(0, columns+"1,2,3,4,,,,\r\n", "a", "c")  // CRLF
	f(0, "t,a\n1,2\r\n", "t")                  // CRLF
	f(0, columns+"1,2,3,4,,,,", "c")           // the body's end
	f(0, columns+"1,\"x\ny\",3,4,,,,\n", "t")  // a line end behind the last selected column
	f(0, columns+"1,2,3,4,,$x$;$y$,,\n", "c")  // several values
	f(0, columns+"1,2,3,4,,$x$;$y$,,\n", "t")  // several values
	f(0, columns+"1,2,3,4,,,\n", "c")          // ragged
	f(0, columns+"1,2,3\n", "c")               // ragged
	f(0, columns+"1,2\"3,3,4,,,,\n", "c")      // a quote inside a bare field
	f(0, columns+"1,\"2\"3,3,4,,,,\n", "c")    // text behind a quoted field
	f(0, "t,__mv_t,a,__mv_a\n1,,2,\n", "a")    // __mv_ columns not at the end
	f(0, "t,a,__mv_t,__mv_a,b\n1,,,2,\n", "a") // __mv_ columns not at the end
}

// A row that is cut anywhere by the end of the buffer is read whole.
func TestFastPathAcrossPieces(t *testing.T) {
	body := []byte("t,a,b,__mv_t,__mv_a,__mv_b\n" + strings.Repeat("\"1.5\",abcdefghij,\"x, y\",,,\n", 50))
	for piece := 1; piece < 100; piece++ {
		requireFastAsPlain(t, body, []string{"t", "b"}, piece)
	}
	require.Equal(t, 50, requireFastAsPlain(t, body, []string{"t", "b"}, defaultPiece))
}
