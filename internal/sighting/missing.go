package sighting

import "bytes"

// placeholders are the values that mean "no value", in lower case. Logs write
// them where a field has nothing to say; counted as values they would lump
// strangers into one session.
var placeholders = map[string]bool{
	"": true, "-": true, "0": true, "unknown": true, "null": true, "none": true, "n/a": true,
	"undefined": true, "(null)": true, "<null>": true,
	"00000000-0000-0000-0000-000000000000": true,
}

// longestPlaceholder is the length of the all-zero UUID.
const longestPlaceholder = 36

// beginsPlaceholder are the first bytes of the placeholders, in any case.
var beginsPlaceholder = [256]bool{
	'-': true, '0': true, 'u': true, 'U': true, 'n': true, 'N': true, '(': true, '<': true,
}

// IsMissing says whether a value is no value: empty or a placeholder, in any
// case, blanks around it ignored.
func IsMissing(value []byte) bool {
	if len(value) > 0 && value[0] > ' ' && value[0] < 0x80 && !beginsPlaceholder[value[0]] {
		return false // nearly every value
	}
	value = bytes.TrimSpace(value)
	if len(value) > longestPlaceholder {
		return false
	}
	var lower [longestPlaceholder]byte
	for i, c := range value {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		lower[i] = c
	}
	return placeholders[string(lower[:len(value)])]
}
