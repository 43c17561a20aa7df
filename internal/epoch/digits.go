package epoch

import "encoding/binary"

// zeros is eight digits 0.
const zeros = 0x3030303030303030

// parseTenDigits reads epoch seconds as Splunk writes them, all of 2001 to
// 2286: ten digits, and perhaps a point and one to six digits more. It is
// [parseSeconds] for these, eight digits at a time.
//
//	1700000000.123
//	└ eight ┘└2┘ └─┘ the last eight bytes, with zeros for those before the fraction
func parseTenDigits(text []byte) (Micros, bool) {
	n := len(text)
	if n < 10 || n == 11 || n > 17 {
		return 0, false
	}
	eight, ok := eightDigits(binary.LittleEndian.Uint64(text))
	pair := two(text[8], text[9])
	if !ok || pair == notTwo {
		return 0, false
	}
	m := Micros(eight*100+uint64(pair)) * Second
	if n == 10 {
		return m, true
	}
	digits := n - 11
	others := uint64(1)<<(64-8*digits) - 1 // the bytes before them
	frac, ok := eightDigits(binary.LittleEndian.Uint64(text[n-8:])&^others | zeros&others)
	if !ok || text[10] != '.' {
		return 0, false
	}
	return m + Micros(frac*micros[digits]), true
}

// micros is what the last of so many decimals is worth.
var micros = [...]uint64{1: 100_000, 10_000, 1_000, 100, 10, 1}

// eightDigits reads eight digits, the first one in the lowest byte. Each step
// joins neighbours: digits to pairs, pairs to fours, fours to eight.
func eightDigits(x uint64) (n uint64, ok bool) {
	ok = x&0xf0f0f0f0f0f0f0f0 == zeros && (x+0x0606060606060606)&0xf0f0f0f0f0f0f0f0 == zeros
	x &= 0x0f0f0f0f0f0f0f0f
	x = (x*10 + x>>8) & 0x00ff00ff00ff00ff
	x = (x*100 + x>>16) & 0x0000ffff0000ffff
	x = (x*10_000 + x>>32) & 0xffffffff
	return x, ok
}
