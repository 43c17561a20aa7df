package logfile

import (
	"bytes"
	"io"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/forms"
)

// Whatever is read, in whatever pieces, gives the same events and problems.
func FuzzRead(f *testing.F) {
	events := [][]byte{[]byte(`{"a":"b\"\\"}`), []byte(`{"value":[{"c":[1,{"d":null}]}]}`)}
	for _, form := range forms.All() {
		f.Add(form.Write(events))
	}
	f.Add(forms.Gzip(forms.Lines(events)))
	f.Add(forms.Zstd(forms.Lines(events)))
	f.Add(forms.Zip("a", forms.Lines(events)))
	f.Add([]byte("Date (UTC),Username,IP address,Location,Status\n2023-01-24T10:00:00Z,a@example.com,192.0.2.1,\"A, B, SE\",Success\n"))
	f.Add([]byte("{\"a\":1}\n{\"a\n[[{\"a\":1}],2,nul]\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		opt := Options{MaxRecord: 1 << 10, MaxInflated: 1 << 20, MaxSpool: 1 << 20, TempDir: t.TempDir()}
		stream := func(r io.Reader) result {
			opt := opt
			opt.Streams = map[string]io.Reader{"-": r}
			return readAll(t, opt, "-")
		}
		whole := stream(bytes.NewReader(content))
		pieces := stream(iotest.OneByteReader(bytes.NewReader(content)))
		require.Equal(t, whole.events, pieces.events)
		require.Equal(t, len(whole.problems), len(pieces.problems))
		for i, p := range whole.problems {
			require.EqualError(t, pieces.problems[i], p.Error())
		}
		for _, e := range whole.events {
			require.NotEmpty(t, e.JSON)
			require.LessOrEqual(t, len(e.JSON), 8*opt.MaxRecord)
		}
	})
}
