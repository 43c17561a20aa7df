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
	// broken is why a body ended early. What followed would be taken for its end.
	broken error
}

// NewWriter returns a Writer of chunks to w.
func NewWriter(w io.Writer) *Writer { return &Writer{out: w} }

// WriteChunk writes one chunk by one Write call. Lengths above MaxMetadata
// or MaxBody are refused with ErrLimit before anything is written.
func (w *Writer) WriteChunk(metadata, body []byte) error {
	if err := w.begin(metadata, int64(len(body))); err != nil {
		return err
	}
	w.frame = append(w.frame, body...)
	return w.failed(w.write(w.frame))
}

// WriteLongChunk writes one chunk whose body, of the given size in bytes, is
// written by write, as it comes. A body of another size is an error; the stream
// is broken then, and nothing can be written to it any more.
func (w *Writer) WriteLongChunk(metadata []byte, size int64, write func(out io.Writer) error) error {
	if err := w.begin(metadata, size); err != nil {
		return err
	}
	if err := w.write(w.frame); err != nil {
		return w.failed(err)
	}
	body := &counted{out: w}
	w.broken = write(body)
	if w.broken == nil && body.size != size {
		w.broken = fmt.Errorf("%d bytes of body, %d were announced: %w", body.size, size, ErrLength)
	}
	return w.failed(w.broken)
}

// begin makes a frame of header and metadata.
func (w *Writer) begin(metadata []byte, body int64) error {
	if w.broken != nil {
		return w.failed(w.broken)
	}
	w.chunk++
	err := errors.Join(
		checkLength("metadata", uint64(len(metadata)), MaxMetadata),
		checkLength("body", uint64(body), MaxBody))
	if err != nil {
		return w.failed(err)
	}
	w.frame = append(w.frame[:0], "chunked 1.0,"...)
	w.frame = strconv.AppendInt(w.frame, int64(len(metadata)), 10)
	w.frame = append(w.frame, ',')
	w.frame = strconv.AppendInt(w.frame, body, 10)
	w.frame = append(w.frame, '\n')
	w.frame = append(w.frame, metadata...)
	return nil
}

func (w *Writer) write(p []byte) error {
	n, err := w.out.Write(p)
	if err == nil && n < len(p) {
		err = io.ErrShortWrite
	}
	return err
}

func (w *Writer) failed(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("write chunk %d: %w", w.chunk, err)
}

// counted counts what is written through it.
type counted struct {
	out  *Writer
	size int64
}

func (c *counted) Write(p []byte) (int, error) {
	c.size += int64(len(p))
	return len(p), c.out.write(p)
}
