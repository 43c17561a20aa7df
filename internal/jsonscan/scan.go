// Package jsonscan finds where JSON values begin and end without decoding
// them. It is for cutting events out of larger texts and for looking at an
// event's members; it does not check the JSON in between.
//
// Nothing recurses, so no depth of nesting does harm.
package jsonscan

import "bytes"

// Scan follows one value over pieces of text. The zero value stands before the
// value's first byte; white space before it is not skipped.
type Scan struct {
	depth    int
	inString bool
	escaped  bool // the piece before ended with a backslash in a string
	inScalar bool
}

// structural are the bytes that matter between strings.
var structural = [256]bool{'"': true, '{': true, '}': true, '[': true, ']': true}

// afterScalar are the bytes that end a number, true, false or null.
var afterScalar = [256]bool{
	' ': true, '\t': true, '\r': true, '\n': true, ',': true, ':': true, ']': true, '}': true, '[': true, '{': true, '"': true,
}

// Feed takes the next piece. It gives the number of bytes that belong to the
// value, and whether the value ends there; if not, that is the whole piece. A
// number, true, false or null ends at the first byte that is no part of it, so
// at the end of the text the caller has to say that it has ended.
func (s *Scan) Feed(b []byte) (n int, done bool) {
	i := 0
	for i < len(b) {
		switch {
		case s.inString:
			n, closed := s.feedString(b[i:])
			i += n
			if closed && s.depth == 0 {
				return i, true
			}
			continue
		case s.inScalar:
			for i < len(b) && !afterScalar[b[i]] {
				i++
			}
			return i, i < len(b)
		}
		if s.depth > 0 {
			for i < len(b) && !structural[b[i]] {
				i++
			}
			if i == len(b) {
				break
			}
		}
		switch b[i] {
		case '"':
			s.inString = true
		case '{', '[':
			s.depth++
		case '}', ']':
			if s.depth <= 1 {
				return i + s.depth, true // at depth 0 there is no value
			}
			s.depth--
		default:
			s.inScalar = true
			continue
		}
		i++
	}
	return i, false
}

// feedString goes on within a string, and reports whether it is closed.
func (s *Scan) feedString(b []byte) (n int, closed bool) {
	if s.escaped && len(b) > 0 {
		s.escaped = false
		n = 1
	}
	for {
		quote := bytes.IndexByte(b[n:], '"')
		text := b[n:]
		if quote >= 0 {
			text = text[:quote]
		}
		slash := bytes.IndexByte(text, '\\')
		switch {
		case slash < 0 && quote < 0:
			return len(b), false
		case slash < 0:
			s.inString = false
			return n + quote + 1, true
		case n+slash+1 == len(b):
			s.escaped = true
			return len(b), false
		}
		n += slash + 2
	}
}

// End gives the place just behind the value that starts at b[i], or -1 if b
// ends before the value does. A number, true, false or null may end with b.
func End(b []byte, i int) int {
	var s Scan
	n, done := s.Feed(b[i:])
	if !done && !s.inScalar || n == 0 {
		return -1
	}
	return i + n
}

// Space gives the first place from i on that is no white space.
func Space(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\r' || b[i] == '\t') {
		i++
	}
	return i
}
