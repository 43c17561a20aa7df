package splunkcsv

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// reading is what one body says: the columns by name, the rows' values of
// these columns, and why it ended.
type reading struct {
	columns []string
	whole   bool // the last column is among them, so no fault goes unnoticed
	rows    [][]string
	ragged  int
	err     error
}

// oracle reads with encoding/csv. The dialects differ in one thing: it turns
// CRLF into LF inside quotes too.
func oracle(body []byte) (reading, error) {
	in := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(body, byteOrderMark)))
	in.FieldsPerRecord = -1
	var got reading
	header, err := in.Read()
	if err != nil {
		got.err = causeOf(err)
		return got, nil
	}
	positions := map[string]int{}
	for i, name := range header {
		if strings.Contains(name, "\r") || strings.Contains(name, "\n") {
			return got, errors.New("a line end in a column name, where the dialects differ")
		}
		if _, seen := positions[name]; !seen {
			positions[name] = i
			got.columns = append(got.columns, name)
		}
	}
	last := len(header) - 1
	got.whole = positions[header[last]] == last
	for {
		record, err := in.Read()
		if err != nil {
			got.err = causeOf(err)
			return got, nil
		}
		if len(record) != len(header) {
			got.ragged++
		}
		row := make([]string, len(got.columns))
		for i, name := range got.columns {
			if p := positions[name]; p < len(record) {
				row[i] = record[p]
			}
		}
		got.rows = append(got.rows, row)
	}
}

// causeOf gives encoding/csv's errors the names that both readers share.
func causeOf(err error) error {
	switch {
	case err == io.EOF:
		return nil
	case errors.Is(err, csv.ErrBareQuote), errors.Is(err, ErrBareQuote):
		return csv.ErrBareQuote
	case errors.Is(err, csv.ErrQuote), errors.Is(err, ErrAfterQuote), errors.Is(err, ErrOpenQuote):
		return csv.ErrQuote
	}
	return err
}

// readWith reads the named columns in pieces of the given size.
func readWith(body []byte, columns []string, piece int) reading {
	r := newReader(piece)
	r.Select(columns)
	got := reading{columns: columns}
	err := r.Reset(bytes.NewReader(body))
	for err == nil && r.Next() {
		row := make([]string, len(columns))
		for slot := range columns {
			row[slot] = strings.ReplaceAll(string(r.Field(slot)), "\r\n", "\n")
		}
		got.rows = append(got.rows, row)
	}
	got.ragged = r.Ragged()
	if r.Err() != nil {
		got.err = causeOf(r.Err())
	}
	return got
}

// requireAsOracle compares all columns, then some of them.
func requireAsOracle(t require.TestingT, body []byte, piece int, random *rand.Rand) {
	want, differ := oracle(body)
	if differ != nil {
		return
	}
	requireSame(t, want, readWith(body, want.columns, piece))

	some := reading{ragged: want.ragged, err: want.err}
	positions := random.Perm(len(want.columns))[:random.IntN(len(want.columns)+1)]
	for _, p := range positions {
		some.columns = append(some.columns, want.columns[p])
	}
	some.whole = len(positions) == 0 || want.whole && slices.Contains(positions, len(want.columns)-1)
	for _, row := range want.rows {
		picked := make([]string, len(positions))
		for i, p := range positions {
			picked[i] = row[p]
		}
		some.rows = append(some.rows, picked)
	}
	requireSame(t, some, readWith(body, some.columns, piece))
}

// requireSame holds a reading against the oracle's. Behind the last selected
// column faults may go unnoticed, but change nothing that comes before them.
func requireSame(t require.TestingT, want, got reading) {
	got.whole = want.whole
	if !want.whole {
		if want.err != nil {
			require.GreaterOrEqual(t, len(got.rows), len(want.rows))
			got.rows, got.err = got.rows[:len(want.rows):len(want.rows)], want.err
		}
		if len(got.rows) == 0 {
			got.rows = nil
		}
		require.LessOrEqual(t, got.ragged, want.ragged)
		got.ragged = want.ragged
	}
	require.Equal(t, want, got)
}

var oracleSeeds = []string{
	"",
	"a,b\n1,2\n",
	"\xef\xbb\xbfa,b\r\n\"1\r\n\",2\r\n\r\n",
	"a,b,__mv_a,__mv_b\n1,\"x,\"\"y\"\"\nz\",,\n1,2,\"$1$;$2$\",\n,,,\n",
	"a,b,__mv_a,__mv_b\n\"1\n2,,\n3,\"4\",,,\n",
	"a,a,\n1,2,3,4\n1\n",
	"a\n\"b\"c\n",
	"a\nb\"c\"\n",
	"a,b\n1,\"2\n\n\"\"",
	"a,b\n\xff\x00,\"\xc3\"\r\r\n",
}

// FuzzReader holds the reader against encoding/csv, whatever the pieces.
func FuzzReader(f *testing.F) {
	for _, seed := range oracleSeeds {
		for _, piece := range []uint8{1, 5, 255} {
			f.Add([]byte(seed), piece, uint64(piece))
		}
	}
	f.Fuzz(func(t *testing.T, body []byte, piece uint8, seed uint64) {
		requireAsOracle(t, body, max(1, int(piece)), rand.New(rand.NewPCG(seed, 0)))
	})
}

// Bodies made of the bytes that matter reach what random bytes do not.
func TestReaderAgainstEncodingCSV(t *testing.T) {
	part := rapid.SampledFrom([]string{
		"a", "b1", "\"", "\"\"", "\"x\"", "\"x,\ny\"", ",", ",", ",", ",,,", "\n", "\n", "\r\n", "__mv_a", "\xff",
	})
	rapid.Check(t, func(t *rapid.T) {
		header := rapid.SampledFrom([]string{"a,b\n", "a,b,__mv_a,__mv_b\n", "b,c,a,__mv_b,__mv_c,__mv_a\r\n", "\"a\"\n", ""}).Draw(t, "header")
		body := header + strings.Join(rapid.SliceOfN(part, 0, 40).Draw(t, "parts"), "")
		piece := rapid.IntRange(1, 50).Draw(t, "piece")
		requireAsOracle(t, []byte(body), piece, rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0)))
	})
}
