package logfile

import (
	"bytes"
	"errors"
)

var errNoObject = errors.New("no JSON object; each line has to be one")

// lines reads one JSON object a line. Blank lines are none. Whole lines go into
// pieces as they were read; only the first records are looked at here, for
// whether those of the file carry events.
func (f *file) lines(w *window) error {
	for {
		whole, ended := f.wholeLines(w)
		var err error
		switch {
		case whole > 0:
			err = f.putLines(w, whole)
		case ended:
			return f.ended(w)
		default:
			err = f.fail(w.line(), errTooLong(f.opt.MaxRecord))
			w.passLine()
		}
		if err != nil {
			return err
		}
	}
}

// wholeLines reads on until there are whole lines, as many as there is room
// for, and gives their length: 0 if the first is too long, or at the end.
func (f *file) wholeLines(w *window) (whole int, ended bool) {
	searched := 0
	for {
		b := w.unread()
		if n := bytes.LastIndexByte(b[searched:], '\n') + 1; n > 0 {
			whole = searched + n
		}
		searched = len(b)
		switch {
		case whole > 0 && w.isFull():
			return whole, false
		case whole == 0 && len(b) > f.opt.MaxRecord:
			return 0, false
		case !w.more():
			if w.failed() == nil {
				whole = len(b)
			}
			return whole, true
		}
	}
}

// putLines puts the lines in that are whole, or those up to the record that
// tells whether records carry events.
func (f *file) putLines(w *window, whole int) error {
	if err := f.flush(); err != nil {
		return err
	}
	if f.carries == unknown {
		whole = f.ask(w.unread()[:whole])
	}
	p := f.piece()
	p.lines, p.file, p.line = true, f.name, w.line()
	p.carries, p.max = f.carries, f.opt.MaxRecord
	p.text = w.cut(whole, p.text)
	return f.flush()
}

// ask asks the first records whether records carry events, and gives the
// length of the lines that it has read.
func (f *file) ask(text []byte) (length int) {
	for length < len(text) && f.carries == unknown {
		line := text[length:]
		if end := bytes.IndexByte(line, '\n'); end >= 0 {
			line = line[:end+1]
		}
		length += len(line)
		if line = trim(line); len(line) > 0 && line[0] == '{' {
			_, carries := open(line)
			f.learn(line, carries)
		}
	}
	return length
}
