package jsonscan

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// AppendText appends what a string says, given as written with its quotes. It
// reports false if that is no string. A broken escape is kept as written.
func AppendText(dst, quoted []byte) ([]byte, bool) {
	if len(quoted) < 2 || quoted[0] != '"' || quoted[len(quoted)-1] != '"' {
		return dst, false
	}
	b := quoted[1 : len(quoted)-1]
	for {
		i := bytes.IndexByte(b, '\\')
		if i < 0 || i+1 == len(b) {
			return append(dst, b...), true
		}
		dst = append(dst, b[:i]...)
		var n int
		dst, n = appendEscape(dst, b[i:])
		b = b[i+n:]
	}
}

var escapes = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// appendEscape appends what the escape at the start of b says, and gives its
// length.
func appendEscape(dst, b []byte) ([]byte, int) {
	if c := escapes[b[1]]; c != 0 {
		return append(dst, c), 2
	}
	r, ok := unit(b)
	if !ok {
		return append(dst, b[0]), 1
	}
	if utf16.IsSurrogate(r) {
		if low, ok := unit(b[6:]); ok {
			if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
				return utf8.AppendRune(dst, pair), 12
			}
		}
		r = utf8.RuneError
	}
	return utf8.AppendRune(dst, r), 6
}

// AppendUnescaped appends what a string says, given what stands between its
// quotes, and how wide quotes are. It reports false for what JSON does not allow
// where there are escapes. Half a surrogate pair is U+FFFD.
func AppendUnescaped(dst, text []byte, width int) ([]byte, bool) {
	for len(text) > 0 {
		n := bytes.IndexByte(text, '\\')
		if n < 0 {
			n = len(text)
		}
		for _, c := range text[:n] {
			if c < ' ' {
				return dst, false
			}
		}
		dst = append(dst, text[:n]...)
		if text = text[n:]; len(text) == 0 {
			break
		}
		if len(text) == 1 {
			return dst, false
		}
		if c := escapes[text[1]]; c != 0 {
			dst, text = append(dst, c), text[2:]
			if c == '"' {
				text = text[width-1:]
			}
			continue
		}
		r, ok := unit(text)
		if !ok {
			return dst, false
		}
		text = text[6:]
		if utf16.IsSurrogate(r) {
			r2, pair := unit(text)
			if pair {
				r, text = utf16.DecodeRune(r, r2), text[6:]
			} else if bytes.HasPrefix(text, []byte(`\u`)) {
				return dst, false
			}
		}
		dst = utf8.AppendRune(dst, r)
	}
	return dst, true
}

// unit reads \uXXXX.
func unit(b []byte) (r rune, ok bool) {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return 0, false
	}
	for _, c := range b[2:6] {
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}

// AppendString appends the text as a JSON string. Bytes that are no UTF-8
// become U+FFFD.
func AppendString(dst, text []byte) []byte {
	const hex = "0123456789abcdef"
	dst = append(dst, '"')
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c == '"' || c == '\\':
			dst = append(dst, '\\', c)
		case c < ' ':
			dst = append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		case c < utf8.RuneSelf:
			dst = append(dst, c)
		default:
			r, n := utf8.DecodeRune(text[i:])
			dst = utf8.AppendRune(dst, r)
			i += n
			continue
		}
		i++
	}
	return append(dst, '"')
}
