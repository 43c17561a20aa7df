package logfile

import (
	"bytes"
	"errors"
)

var errNoObject = errors.New("no JSON object; each line has to be one")

// lines reads one JSON object a line. Blank lines are none.
func (f *file) lines(w *window) error {
	for {
		line, more := f.nextLine(w)
		if line == nil && !more {
			return f.ended(w)
		}
		number := w.line()
		n := len(line)
		trimmed := bytes.Trim(line, " \t\r\n\x1e")
		var err error
		switch {
		case line == nil:
			err = f.fail(number, errTooLong(f.opt.MaxRecord))
			w.passLine()
		case len(trimmed) == 0:
		case trimmed[0] != '{':
			err = f.fail(number, errNoObject)
		default:
			err = f.record(trimmed, number)
		}
		if err != nil {
			return err
		}
		w.pass(n)
	}
}

// nextLine gives the line at hand with its end, without passing it: nil, true
// if it is too long, nil, false at the end of the text or where it breaks off.
func (f *file) nextLine(w *window) (line []byte, more bool) {
	seen := 0
	for {
		b := w.unread()
		if i := bytes.IndexByte(b[seen:], '\n'); i >= 0 {
			return b[:seen+i+1], true
		}
		seen = len(b)
		if seen > f.opt.MaxRecord {
			return nil, true
		}
		if !w.more() {
			if seen == 0 || w.failed() != nil {
				return nil, false
			}
			return w.unread(), true
		}
	}
}
