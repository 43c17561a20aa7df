package logfile

import (
	"bytes"
	"io"
)

// windowSize is how much is read at once.
const windowSize = 256 << 10

// minRead is the least room that is given to a reader.
const minRead = 64

// window is a stretch of a text that moves forward. What is unread lies in one
// piece, so records need no copying; it grows to the longest of them.
type window struct {
	r      io.Reader
	buf    []byte
	at     int   // buf[at:] is unread
	err    error // of the reader; io.EOF at the end
	passed int   // line ends that lie behind
}

func newWindow(r io.Reader) *window { return &window{r: r, buf: make([]byte, 0, windowSize)} }

// unread is what lies ahead. It is valid until more or pass.
func (w *window) unread() []byte { return w.buf[w.at:] }

// more reads on, and reports false at the end or after an error.
func (w *window) more() bool {
	if w.err != nil {
		return false
	}
	if w.at > 0 && cap(w.buf)-len(w.buf) < minRead {
		n := copy(w.buf, w.buf[w.at:])
		w.buf, w.at = w.buf[:n], 0
	}
	if cap(w.buf)-len(w.buf) < minRead {
		grown := make([]byte, len(w.buf), 2*cap(w.buf))
		copy(grown, w.buf)
		w.buf = grown
	}
	for range 100 {
		n, err := w.r.Read(w.buf[len(w.buf):cap(w.buf)])
		w.buf = w.buf[:len(w.buf)+n]
		if err != nil {
			w.err = err
		}
		if n > 0 || err != nil {
			return n > 0
		}
	}
	w.err = io.ErrNoProgress
	return false
}

// fill reads until n bytes are unread, or all.
func (w *window) fill(n int) []byte {
	for len(w.unread()) < n && w.more() {
	}
	return w.unread()
}

// pass moves over n bytes.
func (w *window) pass(n int) {
	w.passed += bytes.Count(w.buf[w.at:w.at+n], newline)
	w.at += n
	if w.at == len(w.buf) {
		w.buf, w.at = w.buf[:0], 0
	}
}

// isFull says that more has to find new room.
func (w *window) isFull() bool { return w.at == 0 && cap(w.buf)-len(w.buf) < minRead }

// cut gives away the first n unread bytes, and goes on in another buffer.
func (w *window) cut(n int, other []byte) (text []byte) {
	text, rest := w.buf[w.at:w.at+n], w.buf[w.at+n:]
	w.passed += bytes.Count(text, newline)
	w.buf, w.at = append(other[:0], rest...), 0
	return text
}

var newline = []byte{'\n'}

// line is the number of the line that is at hand, from 1 on.
func (w *window) line() int { return w.passed + 1 }

// failed is the error that ended the text, if it did not just end.
func (w *window) failed() error {
	if w.err == io.EOF {
		return nil
	}
	return w.err
}

// space moves over white space and reports whether something follows.
func (w *window) space() bool {
	for {
		b := w.unread()
		i := 0
		for i < len(b) && isSpace[b[i]] {
			i++
		}
		w.pass(i)
		if i < len(b) {
			return true
		}
		if !w.more() {
			return false
		}
	}
}

// isSpace is what may stand between values: white space, and the record
// separator of RFC 7464.
var isSpace = [256]bool{' ': true, '\t': true, '\r': true, '\n': true, 0x1e: true}

// passLine moves behind the next line end.
func (w *window) passLine() {
	for {
		b := w.unread()
		if i := bytes.IndexByte(b, '\n'); i >= 0 {
			w.pass(i + 1)
			return
		}
		w.pass(len(b))
		if !w.more() {
			return
		}
	}
}
