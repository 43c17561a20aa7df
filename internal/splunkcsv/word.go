package splunkcsv

import (
	"encoding/binary"
	"math/bits"
)

// Eight bytes are looked at as one number, the first byte lowest. A mask has
// the high bit set in each byte that was looked for. Its lowest bit is exact;
// behind it the borrow of a subtraction may set bits too many.
const (
	each = 0x0101010101010101
	high = 0x8080808080808080
)

// word is b[i : i+8], which may reach behind the length of b, not its capacity.
func word(b []byte, i int) uint64 { return binary.LittleEndian.Uint64(b[i : i+8]) }

// quotesIn marks the quotes.
func quotesIn(x uint64) uint64 {
	x ^= '"' * each
	return (x - each) &^ x & high
}

// bytesIn marks exactly the bytes c of a word, and no others.
func bytesIn(x uint64, c byte) uint64 {
	x ^= uint64(c) * each
	return ^((x&^high + ^uint64(high)) | x) & high
}

// bitsOf has a bit for each of 64 bytes that is c, the first lowest.
func bitsOf(b []byte, c byte) (set uint64) {
	_ = b[63]
	for i := 0; i < 64; i += 8 {
		// The product has the marks, a bit each, side by side at its top.
		marks := bytesIn(binary.LittleEndian.Uint64(b[i:]), c) >> 7
		set |= marks * 0x0102040810204080 >> 56 << i
	}
	return set
}

// stopsIn marks what may end a bare field, and little else: the bytes up to
// the comma. They are the quote, LF, CR, and some punctuation.
func stopsIn(x uint64) uint64 { return (x - (','+1)*each) &^ x & high }

// firstIn is where in its word the first marked byte is.
func firstIn(mask uint64) int { return bits.TrailingZeros64(mask) >> 3 }
