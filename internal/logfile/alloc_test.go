package logfile

import (
	"bytes"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/forms"
)

// A further record costs no allocation, in whatever text it comes.
func TestRecordsAllocateNothing(t *testing.T) {
	events := make([][]byte, 2000)
	for i := range events {
		events[i] = []byte(`{"a":"b\"c","d":[1,2,{"e":null}]}`)
	}
	portal := func(events [][]byte) []byte {
		text := []byte("Date (UTC),Username,IP address,Location,Status\n")
		for range events {
			text = append(text, "2023-01-24T10:00:00Z,a@example.com,192.0.2.1,\"A, B, SE\",Success\n"...)
		}
		return text
	}
	for _, form := range append(forms.All(), forms.Form{Name: "portal", Write: portal}) {
		if form.Name == "array of pages" || form.Name == "pages of Graph, one after another" {
			continue // they hold half of the events each
		}
		allocations := func(events [][]byte) float64 {
			content := form.Write(events)
			return testing.AllocsPerRun(5, func() {
				in := map[string]io.Reader{"-": bytes.NewReader(content)}
				_, err := Read(t.Context(), []string{"-"}, Options{Streams: in}, func(*Event) error { return nil }, nil)
				require.NoError(t, err)
			})
		}
		require.InDelta(t, allocations(events[:1000]), allocations(events), 5, form.Name)
	}
}
