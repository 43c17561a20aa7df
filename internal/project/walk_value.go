package project

import (
	"bytes"

	"concurrentsessions/internal/jsonscan"
)

// value takes what n wants of the value at b[i], and gives the place behind it.
func (d *document) value(b []byte, i int, n *node) int {
	switch b[i] {
	case '"':
		return d.str(b, i+d.width, n.leaves)
	case '{':
		return d.object(b, i+1, n)
	case '[':
		return d.array(b, i+1, n)
	}
	end := scalarEnd(b, i)
	if end > 0 && b[i] != 'n' {
		d.addText(n.leaves, b[i:end])
	}
	return end
}

// str takes a string, from behind its quote.
func (d *document) str(b []byte, i int, leaves []int) int {
	if end := jsonscan.Plain(b, i); end >= 0 {
		d.addText(leaves, b[i:end])
		return end + d.width
	}
	end := jsonscan.Quote(b, i, d.width)
	if end < 0 {
		return odd
	}
	for _, number := range leaves {
		from := len(d.text)
		var ok bool
		if d.text, ok = jsonscan.AppendUnescaped(d.text, b[i:end], d.width); !ok {
			return odd
		}
		if len(d.text) > from {
			d.spans[number] = append(d.spans[number], span{from, len(d.text)})
		}
	}
	return end + d.width
}

func (d *document) addText(leaves []int, text []byte) {
	if len(text) == 0 {
		return
	}
	for _, number := range leaves {
		d.add(number, text)
	}
}

// array walks the elements of an array from behind its bracket, and gives the
// place behind it.
func (d *document) array(b []byte, i int, n *node) int {
	if n.elements == nil && len(n.chosen) == 0 {
		return jsonscan.Nested(b, i, d.width)
	}
	for first := true; ; first = false {
		if i = space(b, i); i < len(b) && b[i] == ']' {
			return i + 1
		}
		if !first {
			if i == len(b) || b[i] != ',' {
				return odd
			}
			i = space(b, i+1)
		}
		if i == len(b) {
			return odd
		}
		if i = d.element(b, i, n); i < 0 {
			return odd
		}
	}
}

// element takes what is wanted of one element of an array.
func (d *document) element(b []byte, i int, n *node) int {
	if len(n.chosen) == 0 {
		return d.value(b, i, n.elements)
	}
	if n.elements != nil && d.value(b, i, n.elements) < 0 {
		return odd
	}
	if b[i] == '{' {
		for c := range n.chosen {
			has, ok := d.has(b, i+1, &n.chosen[c])
			if !ok || has && d.value(b, i, n.chosen[c].node) < 0 {
				return odd
			}
		}
	}
	return d.skipValue(b, i)
}

// has says whether the object, from behind its brace, has the member that is
// chosen by. It is not ok if that is odd.
func (d *document) has(b []byte, i int, c *choice) (has, ok bool) {
	for first := true; ; first = false {
		start := nextName(b, i, first)
		if start < 0 {
			return false, closed(b, i, first) > 0
		}
		key, value := readName(b, start, d.width)
		if value < 0 {
			return false, false
		}
		end := d.skipValue(b, value)
		if end < 0 {
			return false, false
		}
		if string(key) == c.member {
			return d.says(b[value:end], c.equal)
		}
		i = end
	}
}

// says says whether a value, as written, means the text.
func (d *document) says(value []byte, text string) (says, ok bool) {
	switch value[0] {
	case '"':
		value = value[d.width : len(value)-d.width]
		if bytes.IndexByte(value, '\\') < 0 {
			return string(value) == text, true
		}
		end := len(d.text)
		plain, ok := jsonscan.AppendUnescaped(d.text, value, d.width)
		d.text = plain[:end]
		return string(plain[end:]) == text, ok
	case '{', '[', 'n':
		return text == "", true
	}
	return string(value) == text, true
}

// skipValue gives the place behind the value at b[i].
func (d *document) skipValue(b []byte, i int) int {
	switch b[i] {
	case '"':
		if end := jsonscan.Quote(b, i+d.width, d.width); end >= 0 {
			return end + d.width
		}
		return odd
	case '{', '[':
		return jsonscan.Nested(b, i+1, d.width)
	}
	return scalarEnd(b, i)
}

// isNumber are the bytes that numbers are written with.
var isNumber = [256]bool{
	'0': true, '1': true, '2': true, '3': true, '4': true, '5': true, '6': true, '7': true, '8': true, '9': true,
	'-': true, '+': true, '.': true, 'e': true, 'E': true,
}

// scalarEnd gives the place behind a number, true, false or null.
func scalarEnd(b []byte, i int) int {
	switch c := b[i]; {
	case c == '-' || '0' <= c && c <= '9':
		for i++; i < len(b) && isNumber[b[i]]; i++ {
		}
	case c == 't' && bytes.HasPrefix(b[i:], []byte("true")), c == 'n' && bytes.HasPrefix(b[i:], []byte("null")):
		i += 4
	case c == 'f' && bytes.HasPrefix(b[i:], []byte("false")):
		i += 5
	default:
		return odd
	}
	if i < len(b) && !endsScalar[b[i]] {
		return odd // 12a, truely
	}
	return i
}

var endsScalar = [256]bool{',': true, '}': true, ']': true, ' ': true, '\t': true, '\r': true, '\n': true}
