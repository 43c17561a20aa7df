// Package chunk reads and writes the frames of Splunk's chunked external
// command protocol, version 1.0:
//
//	chunked 1.0,<metadata bytes>,<body bytes> LF <metadata> <body>
//
// It knows lengths and bytes; what metadata and bodies mean is for others.
package chunk

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
)

// bufferSize is what a pipe of Linux holds. Larger reads of a body pass by
// the buffer.
const bufferSize = 64 << 10

// Reader reads a sequence of chunks.
type Reader struct {
	in       *bufio.Reader
	chunk    int   // chunks begun
	offset   int64 // bytes taken from in
	body     int64 // bytes of the current body not yet read
	metadata []byte
	line     [maxHeader]byte
	err      error // the first error, returned for good
}

// NewReader returns a Reader of the chunks in r.
func NewReader(r io.Reader) *Reader {
	return &Reader{in: bufio.NewReaderSize(r, bufferSize)}
}

// Next discards what is left of the current body and reads the next chunk's
// header and metadata. The metadata is valid until the next call to Next; the
// body follows by Read.
//
// The error is io.EOF only where a header should start. A stream that breaks
// off elsewhere, or holds no chunk, is a *FormatError; io.ErrUnexpectedEOF is
// the cause of the former. Errors last: every later call returns the same.
func (r *Reader) Next() (metadata []byte, bodyLen int64, err error) {
	if r.err == nil {
		r.err = r.discardBody()
	}
	if r.err != nil {
		return nil, 0, r.err
	}
	h, err := r.readHeader()
	if err == nil {
		err = r.readMetadata(h.metadata)
	}
	if err != nil {
		r.err = err
		return nil, 0, err
	}
	r.body = h.body
	return r.metadata[:len(r.metadata):len(r.metadata)], r.body, nil
}

// Read reads from the current chunk's body, with io.EOF at its end and a
// *FormatError if the stream ends before it.
func (r *Reader) Read(p []byte) (int, error) {
	switch {
	case r.err != nil:
		return 0, r.err
	case r.body == 0:
		return 0, io.EOF
	case int64(len(p)) > r.body:
		p = p[:r.body]
	}
	n, err := r.in.Read(p)
	r.offset += int64(n)
	r.body -= int64(n)
	if err == io.EOF && r.body == 0 {
		err = nil // the last bytes came together with the end
	}
	if err != nil {
		r.err = r.broken("body", r.body, err)
	}
	return n, r.err
}

func (r *Reader) discardBody() error {
	n, err := r.in.Discard(int(r.body))
	r.offset += int64(n)
	r.body -= int64(n)
	if err != nil {
		return r.broken("body", r.body, err)
	}
	return nil
}

func (r *Reader) readHeader() (header, error) {
	start := r.offset
	r.chunk++
	for n := range r.line {
		c, err := r.in.ReadByte()
		switch {
		case err == io.EOF && n == 0:
			return header{}, io.EOF
		case err == io.EOF:
			return header{}, r.fault(r.offset, fmt.Errorf("header %s: %w", legible(r.line[:n]), io.ErrUnexpectedEOF))
		case err != nil:
			return header{}, r.failure(err)
		}
		r.offset++
		if c != '\n' {
			r.line[n] = c
			continue
		}
		h, at, err := parseHeader(r.line[:n])
		if err != nil {
			return header{}, r.fault(start+int64(at), err)
		}
		return h, nil
	}
	return header{}, r.fault(start, fmt.Errorf("%s...: %w", legible(r.line[:]), ErrHeader))
}

// readMetadata grows the buffer as bytes arrive: what a header declares is
// not yet a reason to allocate it.
func (r *Reader) readMetadata(size int64) error {
	r.metadata = r.metadata[:0]
	for missing := int(size); missing > 0; missing = int(size) - len(r.metadata) {
		had := len(r.metadata)
		step := min(missing, max(bufferSize, had))
		r.metadata = slices.Grow(r.metadata, step)[:had+step]
		n, err := io.ReadFull(r.in, r.metadata[had:])
		r.offset += int64(n)
		if err != nil {
			return r.broken("metadata", size-int64(had+n), err)
		}
	}
	return nil
}

// broken is the error for a part of a chunk that lacks bytes.
func (r *Reader) broken(part string, missing int64, err error) error {
	if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) {
		return r.fault(r.offset, fmt.Errorf("%d bytes of the %s missing: %w", missing, part, io.ErrUnexpectedEOF))
	}
	return r.failure(err)
}

func (r *Reader) fault(offset int64, err error) error {
	return &FormatError{Chunk: r.chunk, Offset: offset, Err: err}
}

// failure is the error for a source that fails: not a matter of format.
func (r *Reader) failure(err error) error {
	return fmt.Errorf("read chunk %d at byte %d: %w", r.chunk, r.offset, err)
}
