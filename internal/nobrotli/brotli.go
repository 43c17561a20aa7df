// Package brotli stands in for the module of this name, which the Parquet
// library links for a codec that Security Lake does not use. The real one
// brings net/http with it, and the shipped program has no network client. Here
// compressed pages are refused in words; go.mod replaces one by the other.
package brotli

import (
	"errors"
	"io"
)

// ErrUnsupported refuses pages compressed with Brotli.
var ErrUnsupported = errors.New("compressed with Brotli, which is not read; write the file with zstd, gzip or Snappy")

// Reader refuses to read.
type Reader struct{}

// NewReader makes a Reader.
func NewReader(io.Reader) *Reader { return &Reader{} }

// Read fails with [ErrUnsupported].
func (*Reader) Read([]byte) (int, error) { return 0, ErrUnsupported }

// Reset does nothing.
func (*Reader) Reset(io.Reader) error { return nil }

// WriterOptions are those of the real module.
type WriterOptions struct{ Quality, LGWin int }

// Writer refuses to write.
type Writer struct{}

// NewWriterOptions makes a Writer.
func NewWriterOptions(io.Writer, WriterOptions) *Writer { return &Writer{} }

// Write fails with [ErrUnsupported].
func (*Writer) Write([]byte) (int, error) { return 0, ErrUnsupported }

// Close does nothing.
func (*Writer) Close() error { return nil }

// Reset does nothing.
func (*Writer) Reset(io.Writer) {}
