package logfile

import (
	"bytes"
	"errors"

	"concurrentsessions/internal/jsonscan"
)

var errNoLog = errors.New("no log that is known here; want JSON, CSV with a header row, or Parquet, plain or within gzip, zstd or zip")

// sniffLines is how many of the first lines are asked what a text is.
const sniffLines = 20

// readText tells by its first lines what a text is, and reads it.
func (f *file) readText(w *window) error {
	if !w.space() {
		return f.ended(w)
	}
	head := w.fill(windowSize)
	switch {
	case head[0] == '[':
		f.stats.Files++
		return f.document(w)
	case isByLines(head):
		f.stats.Files++
		return f.lines(w)
	case head[0] == '{':
		f.stats.Files++
		return f.document(w)
	case bytes.IndexByte(head, 0) >= 0:
		return f.fail(0, errNoLog)
	}
	if table, ok := newTable(head, f.name); ok {
		f.stats.Files++
		return f.csv(w, table)
	}
	return f.fail(0, errNoLog)
}

// isByLines says whether some of the first lines is a JSON object of its own,
// and no page of them. Others may be broken.
func isByLines(head []byte) bool {
	for range sniffLines {
		line, rest, ended := bytes.Cut(head, newline)
		if len(line) > 0 && line[0] == '{' {
			line = bytes.TrimRight(line, " \t\r")
			if jsonscan.End(line, 0) == len(line) {
				list, _ := listIn(line)
				return list == 0
			}
		}
		if !ended {
			return false
		}
		head = rest
	}
	return false
}
