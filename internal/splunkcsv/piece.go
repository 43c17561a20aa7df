package splunkcsv

import (
	"bytes"
	"io"
	"slices"
)

// pieceBuffers is how many of a Reader's buffers a Piece holds, about. A longer
// row has a larger one.
const pieceBuffers = 2

// Piece is some rows of a body, whole ones, with the header that they stand
// under. It keeps nothing of the Reader that cut it, so that another Reader, on
// another core, can read it.
type Piece struct {
	rows   []byte // with at least spare bytes of capacity behind them
	header *Header
	// First says that the piece begins a body.
	First  bool
	offset int64 // in the body
}

// Cut fills the piece with the next rows of the body. It is false, and the
// piece of no use, after the last one, and where the body cannot be read, which
// Err tells. Cut and Next do not mix within a body.
func (r *Reader) Cut(p *Piece) bool {
	l := &r.lines
	if r.err != nil || len(r.header.names) == 0 {
		return false
	}
	p.header, p.First, p.offset = r.header, r.rows == 0, l.base+int64(l.scan)
	r.rows = 1
	if cap(p.rows) > 4*pieceBuffers*l.piece {
		p.rows = nil // few rows are that long
	}
	rest := l.buf[l.scan:l.end]
	p.rows = append(slices.Grow(p.rows[:0], max(pieceBuffers*l.piece, len(rest))+spare), rest...)
	l.base, l.scan, l.end = l.base+int64(l.end), 0, 0
	for {
		l.fillPiece(p)
		cut := len(p.rows)
		if l.err == nil {
			if cut = wholeRows(p.rows); cut == 0 {
				p.rows = slices.Grow(p.rows, 2*len(p.rows)+spare)
				continue
			}
		}
		l.keep(p.rows[cut:])
		p.rows = p.rows[:cut]
		break
	}
	if l.err != nil && l.err != io.EOF {
		r.err = r.rowError(0, "", l.err)
		return false
	}
	return len(p.rows) > 0
}

// fillPiece reads until the piece is full or the body ends.
func (l *lines) fillPiece(p *Piece) {
	full := cap(p.rows) - spare
	for empty := 0; len(p.rows) < full && l.err == nil; {
		n, err := l.in.Read(p.rows[len(p.rows):full])
		p.rows = p.rows[:len(p.rows)+n]
		l.base += int64(n)
		l.err = err
		if empty++; n > 0 {
			empty = 0
		} else if err == nil && empty == maxEmptyReads {
			l.err = io.ErrNoProgress
		}
	}
}

// keep holds back what is for the next piece.
func (l *lines) keep(rest []byte) {
	l.buf = append(l.buf[:0], rest...)
	l.end = len(rest)
	l.base -= int64(len(rest))
}

// wholeRows is how many of the bytes make up whole rows.
func wholeRows(b []byte) int {
	end := bytes.LastIndexByte(b, '\n') + 1
	for quotes := bytes.Count(b[:end], quote); quotes%2 != 0; {
		before := bytes.LastIndexByte(b[:end-1], '\n') + 1
		quotes -= bytes.Count(b[before:end], quote)
		end = before
	}
	return end
}

// Header is what the piece stands under. Bodies that follow each other and
// begin with the same row have the same.
func (p *Piece) Header() *Header { return p.header }

// Bytes are n of the piece's bytes, from a [Reader.Position] on.
func (p *Piece) Bytes(position, n int) []byte { return p.rows[position : position+n : position+n] }

// ResetPiece begins to read a piece, which must stay as it is until the next
// call to Reset or ResetPiece. Rows are counted, in Err too, from the piece's
// first one.
func (r *Reader) ResetPiece(p *Piece) {
	n := len(p.rows)
	r.lines = lines{
		piece: r.lines.piece, err: io.EOF, base: p.offset,
		buf: p.rows, lent: true, end: n, whole: bytes.LastIndexByte(p.rows, '\n') + 1,
	}
	r.rows, r.err = 0, nil
	r.clearRow()
	if p.header != r.header {
		r.setHeader(p.header)
	}
}

// Rows is the number of rows read since Reset or ResetPiece.
func (r *Reader) Rows() int { return r.rows }

// Position is where in the piece the current row starts.
func (r *Reader) Position() int { return r.lines.start }

// Seek moves to the row at a position of the piece. It is false where there is
// none that can be read.
func (r *Reader) Seek(position int) bool {
	r.lines.scan = position
	return r.Next()
}
