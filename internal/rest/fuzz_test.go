package rest

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
)

// FuzzRead: an answer gives the same rows in whatever pieces it comes; rows
// that are written read back; and of an answer that is cut, the rows are the
// first ones, and no part of a row is taken for one.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		`{"preview":false,"offset":0,"result":{"_time":"1.5","src":["a","b"],"n":5}}` + "\n" + `{"preview":false,"lastrow":true}` + "\n",
		`{"preview":true,"result":{"a":"b"}}`, `{"messages":[{"type":"FATAL","text":"x"}]}`, "\n\n[]\n", `{"result":{"a":{"b":1}}}`, `{"result":`, `{"result":null}`,
	} {
		f.Add([]byte(seed), uint16(40))
	}
	f.Fuzz(func(t *testing.T, body []byte, cut uint16) {
		rows, summary, err := readRows(body)
		pieces := []Row(nil)
		other, otherErr := read(iotest.OneByteReader(bytes.NewReader(body)), func(row Row) error {
			pieces = append(pieces, row)
			return nil
		})
		require.Equal(t, rows, pieces)
		require.Equal(t, summary, other)
		require.Equal(t, err == nil, otherErr == nil)
		require.Len(t, rows, summary.Rows)

		var again strings.Builder
		for _, row := range rows {
			line, err := json.Marshal(map[string]any{"preview": false, "result": row})
			require.NoError(t, err)
			again.Write(append(line, '\n'))
		}
		same, _, err := readRows([]byte(again.String()))
		require.NoError(t, err)
		require.Len(t, same, len(rows))
		for i, row := range rows {
			for name, values := range row {
				require.Equal(t, strings.Join(values, "\n"), strings.Join(same[i][name], "\n"))
			}
		}

		if whole := again.String(); len(whole) > 0 {
			at := int(cut) % len(whole)
			part, _, err := readRows([]byte(whole[:at]))
			require.Equal(t, strings.Count(whole[:at+1], "\n"), len(part))
			require.Equal(t, same[:len(part):len(part)], append([]Row{}, part...))
			if at > 0 && whole[at-1] != '\n' && whole[at] != '\n' {
				require.True(t, errors.Is(err, ErrCut), "%q: %v", whole[:at], err)
			}
		}
	})
}

func readRows(body []byte) (rows []Row, s Summary, err error) {
	s, err = read(bytes.NewReader(body), func(row Row) error {
		rows = append(rows, row)
		return nil
	})
	return rows, s, err
}
