package logfile

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/forms"
	"concurrentsessions/internal/samples"
)

// FuzzForms: events of any text, in any form and packing, are read as they
// were written.
func FuzzForms(f *testing.F) {
	for i := range forms.All() {
		f.Add("a\"b\\c,;\t}\n\nü😀\x00'", uint8(i), uint8(i))
	}
	all, packings := forms.All(), forms.Packings()
	f.Fuzz(func(t *testing.T, text string, form, packing uint8) {
		var events [][]byte
		for line := range strings.SplitSeq(text, "\n") {
			event, err := json.Marshal(map[string]any{"text": line, "nested": []any{line, map[string]string{"value": line}}})
			require.NoError(t, err)
			events = append(events, event)
		}
		write := all[int(form)%len(all)]
		content := write.Write(events)
		if n := int(packing) % (len(packings) + 1); n > 0 {
			content = packings[n-1].Pack("log", content)
		}
		got := readAll(t, Options{TempDir: t.TempDir(), Streams: map[string]io.Reader{"-": bytes.NewReader(content)}}, "-")
		require.Empty(t, got.problems)
		require.Len(t, got.events, len(events), write.Name)
		for i, e := range got.events {
			if write.AsIs {
				require.Equal(t, string(events[i]), e.JSON)
			} else {
				require.JSONEq(t, string(events[i]), e.JSON)
			}
		}
	})
}

// FuzzPacked: a packed file is the same whether it can be read at any place
// or comes as a stream; this is for zip and Parquet, which cannot be read
// front to back.
func FuzzPacked(f *testing.F) {
	events := [][]byte{[]byte(`{"a":1}`), []byte(`{"b":"c"}`)}
	for _, packing := range forms.Packings() {
		f.Add(packing.Pack("log", forms.Lines(events)))
	}
	f.Add(forms.LakeParquet(samples.Events(samples.Sources()[2])[:1], forms.Codecs()[0]))
	f.Fuzz(func(t *testing.T, content []byte) {
		opt := Options{MaxRecord: 1 << 16, MaxInflated: 1 << 20, MaxSpool: 1 << 20, TempDir: t.TempDir()}
		path := write(t, "log", content)
		file := readAll(t, opt, path)
		opt.Streams = map[string]io.Reader{path: iotest.HalfReader(bytes.NewReader(content))}
		stream := readAll(t, opt, path)
		require.Equal(t, file.events, stream.events)
		require.Equal(t, len(file.problems), len(stream.problems))
		for i, p := range file.problems {
			require.EqualError(t, stream.problems[i], p.Error())
		}
		if bytes.HasPrefix(content, magicParquet) {
			for _, e := range file.events {
				require.True(t, json.Valid([]byte(e.JSON)), "%q", e.JSON)
			}
		}
	})
}

// FuzzTable holds the rows of a CSV against encoding/csv, where that finds no
// fault in them.
func FuzzTable(f *testing.F) {
	for _, seed := range []string{"a,b\n1,2\n", "\"a\"\"b\",\"c\nd\"\n\n,\n", "\"\"\n\"\"\"\"\n", "a;\"b;\"\n", "\"a,\nb"} {
		f.Add([]byte(seed), false, uint8(1))
	}
	f.Fuzz(func(t *testing.T, text []byte, semicolon bool, piece uint8) {
		comma := byte(',')
		if semicolon {
			comma = ';'
		}
		got := rows(text, comma, max(1, int(piece)))
		require.Equal(t, rows(text, comma, len(text)+1), got)
		in := csv.NewReader(bytes.NewReader(text))
		in.Comma, in.FieldsPerRecord = rune(comma), -1
		want, err := in.ReadAll()
		if err != nil || bytes.IndexByte(text, '\r') >= 0 {
			return // it makes LF of CRLF within quotes
		}
		require.Equal(t, want, got)
	})
}

// rows reads rows that come in pieces; blank lines are none.
func rows(text []byte, comma byte, piece int) (list [][]string) {
	for len(text) > 0 {
		end := rowEnd{comma: comma, start: true}
		n, done := 0, false
		for !done && n < len(text) {
			var taken int
			taken, done = end.feed(text[n:min(len(text), n+piece)])
			n += taken
		}
		row := bytes.TrimRight(text[:n], "\r\n")
		text = text[n:]
		if len(row) == 0 {
			continue
		}
		t := table{comma: comma}
		t.split(row)
		var fields []string
		for _, field := range t.fields {
			fields = append(fields, string(field))
		}
		list = append(list, fields)
	}
	return list
}

// FuzzUTF16 holds the reading of UTF-16 against the standard library, whatever
// the pieces.
func FuzzUTF16(f *testing.F) {
	f.Add([]byte("a\x00\xe4\x00\x3d\xd8\x00\xde"), false)
	f.Add([]byte("\x3d\xd8a\x00\x00\xde\xff\xfe\x3d\xd8"), false)
	f.Add([]byte("\x00a\xd8\x3d\xde\x00\x00"), true)
	f.Fuzz(func(t *testing.T, text []byte, big bool) {
		low, high := 0, 1
		if big {
			low, high = 1, 0
		}
		var units []uint16
		for i := 0; i+1 < len(text); i += 2 {
			unit := uint16(text[i+low]) | uint16(text[i+high])<<8
			starts := len(units) == 0 || units[len(units)-1] == '\n'
			if unit != byteOrderMark || !starts {
				units = append(units, unit)
			}
		}
		for _, in := range []io.Reader{bytes.NewReader(text), iotest.OneByteReader(bytes.NewReader(text))} {
			got, err := io.ReadAll(&utf16Reader{w: newWindow(in), low: low, high: high})
			require.NoError(t, err)
			require.Equal(t, string(utf16.Decode(units)), string(got))
		}
	})
}
