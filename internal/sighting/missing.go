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

// IsMissing says whether a value is no value: empty or a placeholder, in any
// case, blanks around it ignored.
func IsMissing(value []byte) bool {
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
