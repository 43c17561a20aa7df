package logfile

import (
	"fmt"
	"io"
	"os"
)

// source is where the bytes of a file come from.
type source struct {
	r io.Reader
	// at and size are set when the bytes can be read in any order.
	at     io.ReaderAt
	size   int64
	limits *limits
}

// randomly reads a format that cannot be read front to back. A stream goes to
// a temporary file first.
func (f *file) randomly(w *window, src source, layers int, read func(*file, source, int) error) error {
	if src.at != nil {
		return read(f, src, layers)
	}
	temp, size, err := spool(f.opt.TempDir, &windowReader{w: w}, f.opt.MaxSpool)
	if err != nil {
		return f.fail(0, err)
	}
	defer temp.Close()
	src.at, src.size = temp, size
	return read(f, src, layers)
}

// spool copies a stream to a temporary file that has no name any more, where
// the system allows that, so that nothing is left behind.
func spool(dir string, r io.Reader, limit int64) (*Temp, int64, error) {
	t, err := NewTemp(dir)
	if err != nil {
		return nil, 0, err
	}
	n, err := io.Copy(t.File, io.LimitReader(r, limit+1))
	if err == nil && n > limit {
		err = fmt.Errorf("cannot be read from a stream, and is larger than the %d bytes that are kept in a temporary file; unpack it, or save it as a file, first", limit)
	}
	if err != nil {
		t.Close()
		return nil, 0, err
	}
	return t, n, nil
}

// Temp is a temporary file that is gone after Close, and, where the system
// allows it, from the start: then it is gone in whatever way the program ends.
type Temp struct {
	*os.File
	named bool
}

// NewTemp makes a temporary file that nobody else may read; dir "" is the
// system's place.
func NewTemp(dir string) (*Temp, error) {
	file, err := os.CreateTemp(dir, "concurrentsessions-*")
	if err != nil {
		return nil, fmt.Errorf("temporary file: %w", err)
	}
	return &Temp{File: file, named: os.Remove(file.Name()) != nil}, nil
}

// Close closes and removes it.
func (t *Temp) Close() error {
	err := t.File.Close()
	if t.named {
		os.Remove(t.Name())
	}
	return err
}
