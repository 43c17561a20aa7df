package chunk

import (
	"bytes"
	"fmt"
	"io"
	"testing"

	"github.com/stretchr/testify/require"
)

// bodies are the lengths of a small request and of one of 50,000 rows.
var bodies = []int{4 << 10, 8 << 20}

// again is a text over and over.
type again struct {
	text []byte
	at   int
}

func (a *again) Read(p []byte) (int, error) {
	n := copy(p, a.text[a.at:])
	a.at = (a.at + n) % len(a.text)
	return n, nil
}

// A request from its header to the end of its body.
func BenchmarkReader(b *testing.B) {
	for _, size := range bodies {
		b.Run(fmt.Sprintf("body=%d", size), func(b *testing.B) {
			var stream bytes.Buffer
			require.NoError(b, NewWriter(&stream).WriteChunk([]byte(`{"action":"execute","finished":false}`), make([]byte, size)))
			r := NewReader(&again{text: stream.Bytes()})
			piece := make([]byte, 256<<10)
			b.SetBytes(int64(stream.Len()))
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := r.Next(); err != nil {
					b.Fatal(err)
				}
				for err := error(nil); err != io.EOF; {
					if _, err = r.Read(piece); err != nil && err != io.EOF {
						b.Fatal(err)
					}
				}
			}
		})
	}
}

func BenchmarkWriter(b *testing.B) {
	for _, size := range bodies {
		b.Run(fmt.Sprintf("body=%d", size), func(b *testing.B) {
			w := NewWriter(io.Discard)
			metadata, body := []byte(`{"finished":false}`), make([]byte, size)
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				if err := w.WriteChunk(metadata, body); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
