package splunkcsv

import (
	"bytes"
	"encoding/binary"
	"math/bits"
	"slices"
)

// appendMulti appends the __mv_ text of values, before CSV quoting.
func appendMulti[T string | []byte](dst []byte, values []T) []byte {
	for i, v := range values {
		if i > 0 {
			dst = append(dst, ';')
		}
		dst = append(dst, '$')
		for j := range len(v) {
			if v[j] == '$' {
				dst = append(dst, '$')
			}
			dst = append(dst, v[j])
		}
		dst = append(dst, '$')
	}
	return dst
}

// cutMulti takes the first value off an __mv_ text, its $ still doubled:
//
//	\$((?:\$\$|[^$])*)\$(?:;|$)
//
// ok is false where the text does not begin with a value.
func cutMulti(text []byte) (value, rest []byte, doubled, ok bool) {
	if len(text) == 0 || text[0] != '$' {
		return nil, nil, false, false
	}
	for i := 1; ; {
		j := bytes.IndexByte(text[i:], '$')
		if j < 0 {
			return nil, nil, false, false
		}
		i += j
		switch {
		case i+1 == len(text):
			return text[1:i:i], nil, doubled, true
		case text[i+1] == ';':
			return text[1:i:i], text[i+2:], doubled, true
		case text[i+1] != '$':
			return nil, nil, false, false
		}
		doubled = true
		i += 2
	}
}

// appendHalved appends text, in which each mark is doubled, with each once.
func appendHalved(dst, text []byte, mark byte) []byte {
	dst = slices.Grow(dst, len(text))
	from, second := 0, false // what is not copied yet, and how it begins
	for i := 0; i < len(text); i += 64 {
		for marks := marksIn(text[i:], mark); marks != 0; marks &= marks - 1 {
			at := i + bits.TrailingZeros64(marks)
			if second {
				from = at + 1
			} else {
				dst = appendShort(dst, text, from, at+1)
			}
			second = !second
		}
	}
	return append(dst, text[min(from, len(text)):]...)
}

// marksIn has a bit for each of the first 64 bytes of text that is a mark.
func marksIn(text []byte, mark byte) uint64 {
	if len(text) >= 64 {
		return bitsOf(text, mark)
	}
	var last [64]byte
	copy(last[:], text)
	return bitsOf(last[:], mark)
}

// appendShort appends text[from:to], which is short as a rule: then two words do.
func appendShort(dst, text []byte, from, to int) []byte {
	at, n := len(dst), to-from
	if n > 16 || from+16 > len(text) || at+16 > cap(dst) {
		return append(dst, text[from:to]...)
	}
	binary.LittleEndian.PutUint64(dst[at:at+8], word(text, from))
	binary.LittleEndian.PutUint64(dst[at+8:at+16], word(text, from+8))
	return dst[:at+n]
}
