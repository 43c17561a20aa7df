package splunkcsv

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzWriter: what is written, by either habit of quoting, reads back; and
// encoding/csv finds no fault in it.
func FuzzWriter(f *testing.F) {
	for _, seed := range []string{"a\x00b,\"c\n", "\x00\x01\x00\x01x", "$a$;\x01$\x00\r\n\x00\xff", "\xef\xbb\xbf", " a \x01\x01b", ""} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	f.Fuzz(func(t *testing.T, text string, isStrict bool) {
		columns := []Column{{Name: "a", Multi: true}, {Name: "b, \"c\"", Multi: true}}
		w := NewWriter(columns)
		if isStrict {
			w = NewStrictWriter([]string{columns[0].Name, columns[1].Name})
		}
		// A row is two fields, NUL between them; a field's values have 01 between them.
		fields := strings.Split(text, "\x00")
		var want [][2][]string
		for len(fields) >= 2 {
			row := [2][]string{strings.Split(fields[0], "\x01"), strings.Split(fields[1], "\x01")}
			want, fields = append(want, row), fields[2:]
			w.Values(row[0])
			w.Values(row[1])
			w.EndRow()
		}
		body := w.Body()
		require.Equal(t, len(want), w.Rows())
		records, err := csv.NewReader(bytes.NewReader(body)).ReadAll()
		require.NoError(t, err)
		require.Len(t, records, len(want)+1)

		for _, piece := range []int{1, 7, defaultPiece} {
			r := newReader(piece)
			r.Select([]string{columns[1].Name, columns[0].Name})
			require.NoError(t, r.Reset(bytes.NewReader(body)))
			for _, row := range want {
				require.True(t, r.Next())
				for slot, values := range [][]string{row[1], row[0]} {
					require.Equal(t, strings.Join(values, "\n"), string(r.Field(slot)))
					var got []string
					for _, v := range r.AppendValues(nil, slot) {
						got = append(got, string(v))
					}
					if len(values) == 1 && values[0] == "" {
						values = nil // an empty field has no value
					}
					require.Equal(t, values, got)
				}
			}
			require.False(t, r.Next())
			require.NoError(t, r.Err())
			require.Zero(t, r.Ragged()+r.BrokenMulti())
		}
	})
}

// FuzzMultiValues holds the texts of __mv_ columns against the pattern of
// Splunk's SDK.
func FuzzMultiValues(f *testing.F) {
	for _, seed := range []string{"$a$;$b$", "$$", "$a$$b$", "$a$;", "$a", "$$$", "$a$;;$b$", " $a$", "$\"\n,$"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if text == "" {
			return
		}
		values, broken := valuesOf(t, "plain", text)
		want, ok := twinMulti(text)
		if !ok {
			want = []string{"plain"}
		}
		require.Equal(t, want, values)
		require.Equal(t, ok, broken == 0)
	})
}
