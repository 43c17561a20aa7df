package chunk

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
)

const (
	// MaxMetadata and MaxBody bound the lengths a header may declare, in
	// bytes. Splunk names no limit; bodies of 16 MB are known.
	MaxMetadata = 64 << 20
	MaxBody     = 1 << 30
)

// maxHeader bounds a header line, its LF included. The longest one without
// blanks has 32 bytes.
const maxHeader = 128

// blanks are what Splunk's SDK for Python allows around the header's parts
// (\s in splunklib/searchcommands), LF apart.
const blanks = " \t\r\v\f"

// header is a chunk's first line.
type header struct{ metadata, body int64 }

// parseHeader reads a header line without its LF. On error, at is where in
// the line the fault lies.
func parseHeader(line []byte) (h header, at int, err error) {
	protocol, lengths, found := bytes.Cut(line, []byte{','})
	metadata, body, foundBoth := bytes.Cut(lengths, []byte{','})
	if !found || !foundBoth || !isProtocol(protocol) {
		return header{}, 0, fmt.Errorf("%q: %w", line, ErrHeader)
	}
	at = len(protocol) + 1
	if h.metadata, err = parseLength("metadata", metadata, MaxMetadata); err != nil {
		return header{}, at, err
	}
	at += len(metadata) + 1
	if h.body, err = parseLength("body", body, MaxBody); err != nil {
		return header{}, at, err
	}
	return h, 0, nil
}

// isProtocol accepts `chunked\s+1.0\s*`.
func isProtocol(text []byte) bool {
	version, found := bytes.CutPrefix(text, []byte("chunked"))
	trimmed := bytes.Trim(version, blanks)
	return found && string(trimmed) == "1.0" && version[0] != '1'
}

func parseLength(part string, text []byte, limit uint64) (int64, error) {
	text = bytes.Trim(text, blanks)
	n, err := strconv.ParseUint(string(text), 10, 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		return 0, fmt.Errorf("%s length %q: %w", part, text, ErrLength)
	}
	return int64(n), checkLength(part, n, limit) // out of range, n is the largest number
}

func checkLength(part string, n, limit uint64) error {
	if n > limit {
		return fmt.Errorf("%s length %d: %w of %d bytes", part, n, ErrLimit, limit)
	}
	return nil
}
