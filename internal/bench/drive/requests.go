package drive

import (
	"bytes"
	"fmt"
	"io"
	"iter"
)

// Request is one execute request, frame and all, in pieces; valid until the
// next.
type Request [][]byte

// Kept gives the requests of a conversation's frames. They are sent by large
// writes from memory, as splunkd does.
func Kept(stream []byte) iter.Seq2[Request, error] {
	return func(yield func(Request, error) bool) {
		for len(stream) > 0 {
			size, err := frame(stream)
			if !yield(Request{stream[:size]}, err) || err != nil {
				return
			}
			stream = stream[size:]
		}
	}
}

// frame is the length of the first frame.
func frame(stream []byte) (int, error) {
	line, _, _ := bytes.Cut(stream[:min(len(stream), 64)], []byte("\n"))
	var metadata, body int
	if _, err := fmt.Sscanf(string(line), "chunked 1.0,%d,%d", &metadata, &body); err != nil {
		return 0, fmt.Errorf("frame %q: %w", line, err)
	}
	size := len(line) + 1 + metadata + body
	if size > len(stream) {
		return 0, fmt.Errorf("frame %q: %w", line, io.ErrUnexpectedEOF)
	}
	return size, nil
}

// Made gives requests of bodies as they are made; last marks the final one.
func Made(bodies iter.Seq2[[]byte, bool]) iter.Seq2[Request, error] {
	return func(yield func(Request, error) bool) {
		for body, last := range bodies {
			metadata := fmt.Sprintf(`{"action":"execute","finished":%t}`, last)
			head := fmt.Appendf(nil, "chunked 1.0,%d,%d\n%s", len(metadata), len(body), metadata)
			if !yield(Request{head, body}, nil) {
				return
			}
		}
	}
}
