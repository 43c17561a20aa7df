package project

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// appendUnescaped appends what a string says, given what stands between its
// quotes. It reports false for what JSON does not allow where there are escapes.
// Half a surrogate pair is U+FFFD.
func appendUnescaped(dst, text []byte) ([]byte, bool) {
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

var escapes = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

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
