package splunkcsv

import (
	"bytes"
	"io"
	"slices"
)

// defaultPiece is how many bytes of a body are held at a time. A longer row
// makes the buffer grow.
const defaultPiece = 128 << 10

// maxEmptyReads is how many reads in a row may give nothing.
const maxEmptyReads = 100

// lines cuts a body into rows. A row ends at a LF with an even number of
// quotes before it: that needs no look at the fields.
//
//	buf:  |  read rows  |   current row   |LF|  not yet cut  |LF|   |  free  |
//	                    start          scan-1 scan              whole end
//
// Invariants: 0 <= start <= scan <= end <= len(buf) <= cap(buf)-spare.
// whole is behind the last LF of buf[:end], or 0.
type lines struct {
	in     io.Reader
	piece  int
	buf    []byte
	lent   bool // buf is a piece's
	start  int  // of the row that is being cut
	scan   int  // bytes before it were searched for the row's end
	end    int
	whole  int
	quotes int   // in buf[start:scan]
	base   int64 // offset in the body of buf[0]
	err    error // of in; io.EOF at the end of the body
}

// reset begins a new body, keeping the buffer.
func (l *lines) reset(in io.Reader) {
	*l = lines{in: in, piece: l.piece, buf: l.buf, lent: l.lent}
	if l.lent || cap(l.buf) < l.piece+spare {
		l.lent, l.buf = false, make([]byte, l.piece+spare)
	}
	l.buf = l.buf[:cap(l.buf)-spare]
}

// next gives the next row that is not blank, without its line end, and the
// number of quotes in it. The row is valid until the following call. The
// error is io.EOF after the last row; a row that the end of the body cuts
// inside quotes comes with an odd number of quotes.
func (l *lines) next() (row []byte, quotes int, err error) {
	for {
		row, err := l.cut()
		if err != nil {
			return nil, 0, err
		}
		if len(row) > 0 {
			return row, l.quotes, nil
		}
	}
}

func (l *lines) cut() ([]byte, error) {
	l.start, l.quotes = l.scan, 0
	for {
		ahead := l.buf[l.scan:l.end]
		lf := bytes.IndexByte(ahead, '\n')
		if lf >= 0 {
			l.quotes += bytes.Count(ahead[:lf], quote)
			l.scan += lf + 1
			if l.quotes%2 == 0 {
				return trimCR(l.buf[l.start : l.scan-1 : l.scan-1]), nil
			}
			continue
		}
		l.quotes += bytes.Count(ahead, quote)
		l.scan = l.end
		if l.err == nil {
			l.fill()
			continue
		}
		if l.err != io.EOF || l.start == l.end {
			return nil, l.err
		}
		return trimCR(l.buf[l.start:l.end:l.end]), nil
	}
}

// offset is where in the body the current row starts.
func (l *lines) offset() int64 { return l.base + int64(l.start) }

// fill reads once, moving the current row to the front, or to a larger
// buffer, when there is no room.
func (l *lines) fill() {
	if l.start == l.end || l.end == len(l.buf) && l.start > 0 {
		copy(l.buf, l.buf[l.start:l.end])
		l.base += int64(l.start)
		l.scan -= l.start
		l.end -= l.start
		l.whole = max(0, l.whole-l.start)
		l.start = 0
	}
	if l.end == len(l.buf) {
		l.buf = slices.Grow(l.buf, len(l.buf)+spare)
		l.buf = l.buf[:cap(l.buf)-spare]
	}
	for range maxEmptyReads {
		n, err := l.in.Read(l.buf[l.end:])
		if lf := bytes.LastIndexByte(l.buf[l.end:l.end+n], '\n'); lf >= 0 {
			l.whole = l.end + lf + 1
		}
		l.end += n
		l.err = err
		if n > 0 || err != nil {
			return
		}
	}
	l.err = io.ErrNoProgress
}

var quote = []byte{'"'}

func trimCR(row []byte) []byte {
	if n := len(row); n > 0 && row[n-1] == '\r' {
		return row[: n-1 : n-1]
	}
	return row
}
