package chunk

import (
	"fmt"
	"io"
	"strings"
)

// frame is one chunk, owned.
type frame struct{ metadata, body string }

// readAll reads all chunks of a stream and the error that ends it.
func readAll(in io.Reader) (frames []frame, err error) {
	r := NewReader(in)
	for {
		metadata, _, err := r.Next()
		if err != nil {
			return frames, err
		}
		f := frame{metadata: string(metadata)}
		body, err := io.ReadAll(r)
		if err != nil {
			return frames, err
		}
		f.body = string(body)
		frames = append(frames, f)
	}
}

// trace shows what a stream reads as: a line for each chunk, then the error.
func trace(in io.Reader) string {
	var b strings.Builder
	frames, err := readAll(in)
	for _, f := range frames {
		fmt.Fprintf(&b, "%q %q\n", f.metadata, f.body)
	}
	fmt.Fprint(&b, err)
	return b.String()
}
