package splunkcsv

import "bytes"

// appendMulti appends the __mv_ text of values, before CSV quoting.
func appendMulti(dst []byte, values []string) []byte {
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

// appendHalved appends text with each doubled mark once.
func appendHalved(dst, text []byte, mark byte) []byte {
	for {
		i := bytes.IndexByte(text, mark)
		if i < 0 {
			return append(dst, text...)
		}
		dst = append(dst, text[:i+1]...)
		text = text[min(i+2, len(text)):]
	}
}
