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

// ReadLines reads a log of one event a line, as it is or in gzip. The text is
// without its line end and valid until the callback returns; lines count from
// 1 on.
func ReadLines(path string, each func(line int, text []byte) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	buffered := bufio.NewReaderSize(f, 64<<10)
	var r io.Reader = buffered
	switch head, _ := buffered.Peek(len(lfsMagic)); {
	case bytes.HasPrefix(head, gzipMagic):
		unzipped, err := gzip.NewReader(buffered)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		r = unzipped
	case bytes.Equal(head, lfsMagic):
		return fmt.Errorf("%s is not the log but a pointer to it: fetch it with git lfs pull", path)
	}
	lines := bufio.NewScanner(r)
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
