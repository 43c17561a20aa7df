package chunk

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
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
		return header{}, 0, fmt.Errorf("%s: %w", legible(line), ErrHeader)
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
		return 0, fmt.Errorf("%s length %s: %w", part, legible(text), ErrLength)
	}
	return int64(n), checkLength(part, n, limit) // out of range, n is the largest number
}

func checkLength(part string, n, limit uint64) error {
	if n > limit {
		return fmt.Errorf("%s length %d: %w of %d bytes", part, n, ErrLimit, limit)
	}
	return nil
}

// legible quotes what was read in the place of a header, up to the first word
// that has a byte that no header has. In a stream that lost its lengths anything
// can stand there, the session key too, and errors are logged.
func legible(line []byte) string {
	rest := bytes.TrimPrefix(bytes.TrimLeft(line, blanks), []byte("chunked"))
	if end := bytes.IndexFunc(rest, isForeign); end >= 0 {
		end = len(bytes.TrimRight(rest[:end], "0123456789"))
		return fmt.Sprintf("%q and %d bytes that no header has", line[:len(line)-len(rest)+end], len(rest)-end)
	}
	return fmt.Sprintf("%q", line)
}

func isForeign(r rune) bool { return !strings.ContainsRune(blanks+"0123456789.,+-_", r) }
