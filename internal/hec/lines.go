package hec

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
)

// longestLine bounds an event, in bytes; Splunk itself cuts far earlier.
const longestLine = 64 << 20

var (
	gzipMagic = []byte{0x1f, 0x8b}
	lfsMagic  = []byte("version https://git-lfs.github.com/spec/")
)

// log is an open log, what packs it taken off.
type log struct {
	*bufio.Reader
	io.Closer
}

func open(path string) (*log, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	l := &log{bufio.NewReaderSize(f, 64<<10), f}
	switch head, _ := l.Peek(len(lfsMagic)); {
	case bytes.HasPrefix(head, gzipMagic):
		unzipped, err := gzip.NewReader(l.Reader)
		if err != nil {
			f.Close()
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		l.Reader = bufio.NewReaderSize(unzipped, 64<<10)
	case bytes.Equal(head, lfsMagic):
		f.Close()
		return nil, fmt.Errorf("%s is not the log but a pointer to it: fetch it with git lfs pull", path)
	}
	return l, nil
}

// isJSON says whether a log begins as JSON does.
func isJSON(path string) (bool, error) {
	l, err := open(path)
	if err != nil {
		return false, err
	}
	defer l.Close()
	for {
		switch c, err := l.ReadByte(); {
		case err != nil:
			return false, nil // reading it from the start will tell
		case !bytes.ContainsRune([]byte(" \t\r\n"), rune(c)):
			return c == '{' || c == '[', nil
		}
	}
}

// ReadLines reads a log of one event a line, as it is or in gzip. The text is
// without its line end and valid until the callback returns; lines count from
// 1 on.
func ReadLines(path string, each func(line int, text []byte) error) error {
	l, err := open(path)
	if err != nil {
		return err
	}
	defer l.Close()
	lines := bufio.NewScanner(l)
	lines.Buffer(make([]byte, 0, 64<<10), longestLine)
	n := 0
	for lines.Scan() {
		n++
		if err := each(n, bytes.TrimSuffix(lines.Bytes(), []byte("\r"))); err != nil {
			return err
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return fmt.Errorf("%s:%d: the line is longer than %d bytes", path, n+1, longestLine)
	}
	if lines.Err() != nil {
		return fmt.Errorf("%s:%d: %w", path, n+1, lines.Err())
	}
	return nil
}
