package logfile

import (
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// utf16Reader reads UTF-16, as PowerShell writes files, as UTF-8. low and high
// are the places of the low and the high byte in a unit. A byte order mark at
// the start of a line is left out: files that were joined have several.
type utf16Reader struct {
	w         *window
	low, high int
	lead      rune // a high surrogate whose other half is still to come
	inLine    bool // something stands on the line already
}

const byteOrderMark = 0xfeff

func (u *utf16Reader) Read(b []byte) (int, error) {
	n := 0
	for n == 0 {
		in := u.w.fill(2)
		if len(in) < 2 {
			u.w.pass(len(in))
			if err := u.w.failed(); err != nil {
				return 0, err
			}
			if u.lead != 0 {
				u.lead = 0
				return utf8.EncodeRune(b, utf8.RuneError), nil
			}
			return 0, io.EOF
		}
		used := 0
		for used+2 <= len(in) && n+2*utf8.UTFMax <= len(b) {
			n += u.write(b[n:], rune(in[used+u.low])|rune(in[used+u.high])<<8)
			used += 2
		}
		if used == 0 {
			return 0, io.ErrShortBuffer
		}
		u.w.pass(used)
	}
	return n, nil
}

// write writes what one unit adds.
func (u *utf16Reader) write(b []byte, unit rune) int {
	n := 0
	if u.lead != 0 {
		pair := utf16.DecodeRune(u.lead, unit)
		u.lead = 0
		n = utf8.EncodeRune(b, pair) // U+FFFD if they are no pair
		if pair != utf8.RuneError {
			return n
		}
	}
	if unit == byteOrderMark && !u.inLine {
		return n
	}
	u.inLine = unit != '\n'
	if utf16.IsSurrogate(unit) && unit < 0xdc00 {
		u.lead = unit
		return n
	}
	return n + utf8.EncodeRune(b[n:], unit)
}
