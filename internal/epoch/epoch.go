// Package epoch holds event times: whole microseconds since 1970-01-01 UTC.
//
// Every comparison in the product is made on these integers, so it is exact.
// More digits than six are cut, never rounded.
package epoch

import (
	"math"
	"strconv"
)

// Micros is a moment, or the distance between two, in microseconds.
type Micros int64

const (
	// Second is one second.
	Second Micros = 1_000_000
	// Max and Min bound every moment that is read: the year 33658 and as far
	// back. Any moment plus any window then fits an int64.
	Max = 1_000_000_000_000 * Second
	Min = -Max
	// MaxSpan bounds every span: 100,000 days.
	MaxSpan = 100_000 * 86_400 * Second
	// Forever is later than any moment plus any span.
	Forever Micros = math.MaxInt64
)

// Append writes m as epoch seconds: at most six decimals, no trailing zeros.
func (m Micros) Append(dst []byte) []byte {
	u := uint64(m)
	if m < 0 {
		dst = append(dst, '-')
		u = -u
	}
	dst = strconv.AppendUint(dst, u/uint64(Second), 10)
	frac := u % uint64(Second)
	if frac == 0 {
		return dst
	}
	var digits [7]byte
	digits[0] = '.'
	for i := 6; i > 0; i-- {
		digits[i] = byte('0' + frac%10)
		frac /= 10
	}
	end := 7
	for digits[end-1] == '0' {
		end--
	}
	return append(dst, digits[:end]...)
}

// String is Append as a string.
func (m Micros) String() string { return string(m.Append(nil)) }

// Slice is the clock-aligned slice of the given width that holds m:
// floor(m / width), also before 1970.
func (m Micros) Slice(width Micros) int64 {
	q := m / width
	if m%width < 0 {
		q--
	}
	return int64(q)
}
