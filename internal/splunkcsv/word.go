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

// stopsIn marks what may end a bare field, and little else: the bytes up to
// the comma. They are the quote, LF, CR, and some punctuation.
func stopsIn(x uint64) uint64 { return (x - (','+1)*each) &^ x & high }

// firstIn is where in its word the first marked byte is.
func firstIn(mask uint64) int { return bits.TrailingZeros64(mask) >> 3 }
