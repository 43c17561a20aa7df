package splunkcsv

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestWriter(t *testing.T) {
	f := func(want string, columns []Column, rows ...[][]string) {
		t.Helper()
		w := NewWriter(columns)
		for range 2 { // the same again after Reset
			for _, row := range rows {
				for _, values := range row {
					w.Values(values)
				}
				w.EndRow()
			}
			require.Equal(t, want, string(w.Body()))
			require.Equal(t, len(want), w.Len())
			require.Equal(t, len(rows), w.Rows())
			w.Reset()
		}
	}
	one := func(values ...string) (row [][]string) {
		for _, v := range values {
			row = append(row, []string{v})
		}
		return row
	}
	ab := []Column{{Name: "_time"}, {Name: "b"}}
	f("_time,b\n", ab)
	f("_time,b\n1.5,zoë\n", ab, one("1.5", "zoë"))
	f("_time,b\n\"a,b\",\"say \"\"hi\"\"\"\n", ab, one("a,b", `say "hi"`))
	f("_time,b\n\"x\ny\",\"\r\"\n", ab, one("x\ny", "\r"))
	f("_time,b\n\" x\",\"x \"\n", ab, one(" x", "x "))
	f("_time,b\n\"\xef\xbb\xbfx\",x\xef\xbb\xbf\n", ab, one("\xef\xbb\xbfx", "x\xef\xbb\xbf"))
	f("_time,b\n,\n1,\n1,2\n", ab, nil, one("1"), one("1", "2", "3")) // too few, too many
	f("\"a,b\",\"\xef\xbb\xbfc\"\n", []Column{{Name: "a,b"}, {Name: "\xef\xbb\xbfc"}})
	f("a\n\"\"\nx\n", []Column{{Name: "a"}}, one(""), one("x")) // no blank lines
	f("", nil, nil, one("x"))
	// Multivalue fields.
	multi := []Column{{Name: "a", Multi: true}, {Name: "b"}, {Name: "c", Multi: true}}
	f("a,b,c,__mv_a,__mv_c\n", multi)
	f("a,b,c,__mv_a,__mv_c\n1,2,3,,\n", multi, one("1", "2", "3"))
	f("a,b,c,__mv_a,__mv_c\n\"1\n2\",x,\"3$\n\n\"\"\",$1$;$2$,\"$3$$$;$$;$\"\"$\"\n", multi, [][]string{{"1", "2"}, {"x"}, {"3$", "", `"`}})
	f("a,b,c,__mv_a,__mv_c\n,\"1\n2\",,,\n", multi, [][]string{{}, {"1", "2"}}) // b has no __mv_ column
	f("a,b,c,__mv_a,__mv_c\n1,2,\"3\n4\",,$3$;$4$\n", multi, [][]string{{"1"}, {"2"}, {"3", "4"}, {"5", "6"}})
}

func TestStrictWriter(t *testing.T) {
	w := NewStrictWriter([]string{"_time", "user", "n"})
	w.Value("1700000001.500")
	w.Bytes([]byte("bob"))
	w.Value("05")
	w.EndRow()
	w.Value("-5")
	w.Values([]string{"a b", "c"})
	w.Value("zoë")
	w.EndRow()
	require.Equal(t, "\"_time\",user,n,\"__mv__time\",\"__mv_user\",\"__mv_n\"\n"+
		"\"1700000001.500\",bob,05,,,\n"+
		"\"-5\",\"a b\nc\",\"zoë\",,\"$a b$;$c$\",\n", string(w.Body()))
}

// A row that is not ended is not in the body.
func TestBodyHoldsWholeRows(t *testing.T) {
	w := NewWriter([]Column{{Name: "a"}, {Name: "b"}})
	w.Value("1")
	require.Equal(t, "a,b\n", string(w.Body()))
	require.Equal(t, len(w.Body()), cap(w.Body()))
	w.Reset()
	w.Value("2")
	w.EndRow()
	require.Equal(t, "a,b\n2,\n", string(w.Body()))
}

// written is a table that a Writer wrote.
type written struct {
	columns []string
	rows    [][][]string
	body    []byte
}

func drawTable(t *rapid.T) written {
	text := rapid.StringOfN(rapid.SampledFrom([]rune("ab$$;,\"\n\r é\x00")), 0, 8, -1)
	var got written
	var columns []Column
	for i := range rapid.IntRange(1, 4).Draw(t, "columns") {
		got.columns = append(got.columns, fmt.Sprintf("%s%d", text.Draw(t, "name"), i))
		columns = append(columns, Column{Name: got.columns[i], Multi: true})
	}
	w := NewWriter(columns)
	if rapid.Bool().Draw(t, "strict") {
		w = NewStrictWriter(got.columns)
	}
	for range rapid.IntRange(0, 5).Draw(t, "rows") {
		var row [][]string
		for range columns {
			row = append(row, rapid.SliceOfN(text, 0, 3).Draw(t, "values"))
			w.Values(row[len(row)-1])
		}
		w.EndRow()
		got.rows = append(got.rows, row)
	}
	got.body = w.Body()
	return got
}

// What was written is read again, value by value, in pieces of any size.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := drawTable(t)
		r := newReader(rapid.IntRange(1, 64).Draw(t, "piece"))
		r.Select(table.columns)
		require.NoError(t, r.Reset(bytes.NewReader(table.body)))
		require.Equal(t, table.columns, r.Columns())
		for _, row := range table.rows {
			require.True(t, r.Next())
			for slot, values := range row {
				if len(values) == 1 && values[0] == "" {
					values = nil // an empty field and no value look the same
				}
				require.Equal(t, strings.Join(values, "\n"), string(r.Field(slot)))
				var got []string
				for _, v := range r.AppendValues(nil, slot) {
					got = append(got, string(v))
				}
				require.Equal(t, append([]string(nil), values...), got)
			}
		}
		require.False(t, r.Next())
		require.NoError(t, r.Err())
		require.Zero(t, r.Ragged()+r.BrokenMulti())
	})
}

// encoding/csv reads the bodies too.
func TestWriterAgainstEncodingCSV(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := drawTable(t)
		records, err := csv.NewReader(bytes.NewReader(table.body)).ReadAll() // all of one length
		require.NoError(t, err)
		require.Len(t, records, 1+len(table.rows))
		for i, row := range table.rows {
			for c, values := range row {
				want := strings.ReplaceAll(strings.Join(values, "\n"), "\r\n", "\n")
				require.Equal(t, want, records[1+i][c])
			}
		}
	})
}

// Rows that were read can be read as often as they are written again.
func TestRawIdentity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := drawTable(t)
		r := NewReader()
		r.Select(table.columns)
		require.NoError(t, r.Reset(bytes.NewReader(table.body)))
		seen := map[string]string{}
		for r.Next() {
			var raw []byte
			var values string
			for slot := range table.columns {
				raw = r.AppendRaw(raw, slot, slot+1)
				values += fmt.Sprintf("%q", r.AppendValues(nil, slot))
			}
			if before, known := seen[string(raw)]; known {
				require.Equal(t, before, values)
			}
			seen[string(raw)] = values
		}
	})
}

func TestWritingAllocatesNothing(t *testing.T) {
	w := NewWriter([]Column{{Name: "a"}, {Name: "b", Multi: true}, {Name: "c"}})
	text, several := []byte(`say "hi"`), []string{"1$", "2"}
	write := func() {
		w.Reset()
		for range 10 {
			w.Value("1700000000")
			w.Values(several)
			w.Bytes(text)
			w.EndRow()
		}
	}
	write()
	require.Zero(t, testing.AllocsPerRun(100, write))
}
