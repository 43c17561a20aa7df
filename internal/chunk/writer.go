package chunk

import (
	"errors"
	"fmt"
	"io"
	"strconv"
)

// Writer writes chunks.
type Writer struct {
	out   io.Writer
	chunk int    // chunks begun
	frame []byte // a whole chunk, so that it leaves in one piece
}

// NewWriter returns a Writer of chunks to w.
func NewWriter(w io.Writer) *Writer { return &Writer{out: w} }

// WriteChunk writes one chunk by one Write call. Lengths above MaxMetadata
// or MaxBody are refused with ErrLimit before anything is written.
func (w *Writer) WriteChunk(metadata, body []byte) error {
	w.chunk++
	err := errors.Join(
		checkLength("metadata", uint64(len(metadata)), MaxMetadata),
		checkLength("body", uint64(len(body)), MaxBody))
	if err != nil {
		return fmt.Errorf("write chunk %d: %w", w.chunk, err)
	}
	w.frame = append(w.frame[:0], "chunked 1.0,"...)
	w.frame = strconv.AppendInt(w.frame, int64(len(metadata)), 10)
	w.frame = append(w.frame, ',')
	w.frame = strconv.AppendInt(w.frame, int64(len(body)), 10)
	w.frame = append(w.frame, '\n')
	w.frame = append(w.frame, metadata...)
	w.frame = append(w.frame, body...)
	n, err := w.out.Write(w.frame)
	if err == nil && n < len(w.frame) {
		err = io.ErrShortWrite
	}
	if err != nil {
		return fmt.Errorf("write chunk %d: %w", w.chunk, err)
	}
	return nil
}
