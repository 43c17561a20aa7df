package logfile

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
)

// file is one file, or one member of an archive, that is being read. A
// reading method returns an error only to end the whole reading; what is wrong
// with the file itself is a problem.
type file struct {
	*reader
	name string

	carries answer // whether its records carry events
	text    []byte // what a record carries, decoded
}

// answer is one that may not be known yet.
type answer uint8

const (
	unknown answer = iota
	yes
	no
)

// emit adds a copy of the event to the piece at hand.
func (f *file) emit(e Event) error {
	p := f.piece()
	p.add(e)
	if p.isFull() {
		return f.flush()
	}
	return nil
}

// fail tells of a problem with the record on a line, or with line 0 with the
// file.
func (f *file) fail(line int, err error) error { return f.problemAt(f.name, line, err) }

// ended tells of what ended the text, if it did not just end.
func (f *file) ended(w *window) error {
	if err := w.failed(); err != nil {
		return f.fail(0, fmt.Errorf("the rest, from line %d on, is not read: %w", w.line(), err))
	}
	return nil
}

func errTooLong(limit int) error {
	return fmt.Errorf("longer than %d bytes, the most that a record may have; left out", limit)
}

// reader is one call of Read.
type reader struct {
	ctx   context.Context
	opt   Options
	into  Sink
	at    *Piece // at hand, nil if there is none
	stats Stats
	told  int64 // of the bytes read, when progress was last told
}

// piece gives the piece at hand.
func (r *reader) piece() *Piece {
	if r.at == nil {
		r.at = r.into.Piece()
		r.at.reset()
	}
	return r.at
}

// flush puts the piece at hand in.
func (r *reader) flush() error {
	if r.at == nil {
		return nil
	}
	r.at = nil
	if err := r.into.Put(); err != nil {
		return err
	}
	return r.ctx.Err()
}

func (r *reader) problemAt(name string, line int, err error) error {
	if r.ctx.Err() != nil {
		return r.ctx.Err()
	}
	p := Problem{File: name, Line: line, Err: err}
	r.piece().problem(p)
	if !r.opt.Strict {
		return nil
	}
	// What comes before may be worse, and then it is that which is returned.
	if err := r.flush(); err != nil {
		return err
	}
	return cmp.Or(r.into.Wait(), error(p))
}

// counted counts what is read of a file on disk, and stops when the context
// does.
type counted struct {
	*reader
	r io.Reader
	n int64
}

func (c *counted) Read(b []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.r.Read(b)
	c.n += int64(n)
	c.count(n)
	return n, err
}

// countedAt is counted for a file that is not read front to back.
type countedAt struct {
	*reader
	r io.ReaderAt
}

func (c countedAt) ReadAt(b []byte, at int64) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.r.ReadAt(b, at)
	c.count(n)
	return n, err
}

// progressStep is how many bytes are read between two calls of Progress.
const progressStep = 1 << 20

func (r *reader) count(n int) {
	r.stats.Bytes += int64(n)
	if r.opt.Progress != nil && r.stats.Bytes-r.told >= progressStep {
		r.told = r.stats.Bytes
		r.opt.Progress(r.told)
	}
}

// byteOrderMarks that texts begin with.
var (
	markUTF8    = []byte{0xef, 0xbb, 0xbf}
	markUTF16LE = []byte{0xff, 0xfe}
	markUTF16BE = []byte{0xfe, 0xff}
)

// read tells by the first bytes what the stream is, and reads it. layers is in
// how many it lies.
func (f *file) read(src source, layers int) error {
	w := newWindow(src.r)
	head := w.fill(16)
	switch {
	case len(head) == 0:
		return f.ended(w)
	case bytes.HasPrefix(head, magicGzip), bytes.HasPrefix(head, magicZstd), isSkippable(head):
		return f.inflate(w, src, layers)
	case bytes.HasPrefix(head, magicZip), bytes.HasPrefix(head, magicEmptyZip):
		return f.randomly(w, src, layers, (*file).zip)
	case bytes.HasPrefix(head, magicParquet):
		return f.randomly(w, src, layers, (*file).parquet)
	case bytes.HasPrefix(head, markUTF8):
		w.pass(len(markUTF8))
	case bytes.HasPrefix(head, markUTF16LE):
		w = newWindow(&utf16Reader{w: w, low: 0, high: 1})
	case bytes.HasPrefix(head, markUTF16BE):
		w = newWindow(&utf16Reader{w: w, low: 1, high: 0})
	}
	return f.readText(w)
}
