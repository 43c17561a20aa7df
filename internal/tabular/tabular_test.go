package tabular_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"concurrentsessions/internal/splunkd"
	"concurrentsessions/internal/tabular"
)

func TestRead(t *testing.T) {
	t.Parallel()
	want := splunkd.Table{
		Columns: []string{"_time", "src", "user"},
		Rows: [][][]string{
			{{"1.5"}, {"192.0.2.1", "192.0.2.2"}, {"zoë"}},
			{{"2"}, nil, {"bob"}},
		},
	}
	for name, text := range map[string]string{
		"csv":      "_time,src,user,__mv_src\n1.5,\"192.0.2.1\n192.0.2.2\",zoë,$192.0.2.1$;$192.0.2.2$\n2,,bob,\n",
		"json":     "\n{\"_time\":1.5,\"src\":[\"192.0.2.1\",\"192.0.2.2\"],\"user\":\"zo\\u00eb\"}\n{\"_time\":2,\"user\":\"bob\"}\n",
		"exported": `{"preview":false,"offset":0,"result":{"_time":"1.5","src":["192.0.2.1","192.0.2.2"],"user":"zoë"}}` + "\n" + `{"preview":false,"offset":1,"lastrow":true,"result":{"_time":"2","src":null,"user":"bob"}}`,
	} {
		table, err := tabular.Read(strings.NewReader(text))
		require.NoError(t, err, name)
		require.Equal(t, want.Columns, table.Columns, name)
		require.Len(t, table.Rows, 2, name)
		for i := range want.Rows {
			for c := range want.Columns {
				require.ElementsMatch(t, want.Rows[i][c], table.Rows[i][c], name)
			}
		}
	}
	table, err := tabular.Read(strings.NewReader(" \n"))
	require.NoError(t, err)
	require.Empty(t, table)
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"a,b\n1\n":           "1 rows have more or fewer fields than the header",
		"a\n\"x\n":           "no closing quote",
		`{"a":{"b":1}}`:      "row 1: a field holds an object",
		`{"a":1}` + "\n{\"b": "row 2: unexpected EOF",
		`{"a":1} x`:          "row 2: invalid character",
		`{"a":[["b"]]}`:      "a field holds an object",
	} {
		_, err := tabular.Read(strings.NewReader(text))
		require.ErrorContains(t, err, want, text)
	}
}

func TestWriteTable(t *testing.T) {
	t.Parallel()
	table := splunkd.Table{
		Columns: []string{"user", "empty", "src"},
		Rows:    [][][]string{{{"b\x1b[31mob"}, nil, {"192.0.2.1", "192.0.2.2"}}},
	}
	var out bytes.Buffer
	require.NoError(t, tabular.Write(&out, &table, "table", 0))
	require.Contains(t, out.String(), "b‹U+001B›[31mob")
	require.NotContains(t, out.String(), "empty")
	require.Contains(t, out.String(), "1 row\n")

	out.Reset()
	require.NoError(t, tabular.Write(&out, &table, "json", 0))
	require.Equal(t, `{"user":"b\u001b[31mob","src":["192.0.2.1","192.0.2.2"]}`+"\n", out.String())
	out.Reset()
	require.NoError(t, tabular.Write(&out, &table, "csv", 0))
	require.Equal(t, "user,empty,src\nb\x1b[31mob,,\"192.0.2.1\n192.0.2.2\"\n", out.String())
	require.ErrorContains(t, tabular.Write(&out, &table, "xml", 0), "want one of table,csv,json")
	out.Reset()
	require.NoError(t, tabular.Write(&out, &splunkd.Table{}, "table", 0))
	require.Equal(t, "0 rows\n", out.String())
}

// What is written as JSON reads back.
func TestJSONRoundTrip(t *testing.T) {
	t.Parallel()
	cell := rapid.SliceOfN(rapid.StringN(1, 5, -1), 1, 3)
	rapid.Check(t, func(r *rapid.T) {
		table := splunkd.Table{Columns: []string{"a", "b<>&\""}}
		for range rapid.IntRange(1, 4).Draw(r, "rows") {
			table.Rows = append(table.Rows, [][]string{cell.Draw(r, "a"), cell.Draw(r, "b")})
		}
		var out bytes.Buffer
		require.NoError(r, tabular.Write(&out, &table, "json", 0))
		back, err := tabular.Read(&out)
		require.NoError(r, err)
		require.Equal(r, table, back)
	})
}
