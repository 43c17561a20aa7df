package splunkcsv

// quoting says for each byte whether a field with it stays bare.
type quoting *[256]bool

var (
	minimal = bareBytes(func(c byte) bool { return c != ',' && c != '"' && c != '\n' && c != '\r' })
	strict  = bareBytes(func(c byte) bool {
		return '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
	})
)

func bareBytes(isBare func(c byte) bool) quoting {
	var table [256]bool
	for c := range table {
		table[c] = isBare(byte(c))
	}
	return &table
}

// appendField appends a field, in quotes if a byte asks for it, and where
// readers might trim it: a blank at either end, or at the start a byte that
// begins a byte order mark.
func appendField[T string | []byte](dst []byte, v T, q quoting) []byte {
	n := len(v)
	isBare := n == 0 || v[0] != ' ' && v[n-1] != ' ' && v[0] != byteOrderMark[0]
	for i := 0; isBare && i < n; i++ {
		isBare = q[v[i]]
	}
	if isBare {
		return append(dst, v...)
	}
	dst = append(dst, '"')
	for i := range n {
		if v[i] == '"' {
			dst = append(dst, '"')
		}
		dst = append(dst, v[i])
	}
	return append(dst, '"')
}
