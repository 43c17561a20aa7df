package report

import (
	"bytes"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"
)

// EscapeJSON writes the characters of a JSON text that [Visible] would write
// out as escapes. Who reads the JSON gets the same values; a terminal gets
// nothing to obey. Line ends between values stay.
func EscapeJSON(text []byte) []byte {
	if bytes.IndexFunc(text, isEscaped) < 0 {
		return text
	}
	var b bytes.Buffer
	for rest := text; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		switch {
		case !isEscaped(r):
			b.Write(rest[:size])
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
		rest = rest[size:]
	}
	return b.Bytes()
}

// isEscaped says whether a character is one that JSON text has only inside of
// strings, and that cannot be seen.
func isEscaped(r rune) bool { return r != '\n' && hidden(r) }
