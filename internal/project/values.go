package project

import (
	"bytes"

	"concurrentsessions/internal/epoch"
)

// source gives the values of a plan's fields in the current row or event.
// Values are valid until the next one.
type source interface {
	// first is the first value, or nil.
	first(field int) []byte
	// appendValues appends all values.
	appendValues(dst [][]byte, field int) [][]byte
	// appendIdentity appends bytes that tell the current values of all fields
	// that are no numbers from every other values.
	appendIdentity(dst []byte) []byte
}

// readTime reads a time. A time of 0 is none, and what else means "no value"
// is no time.
func (p *Plan) readTime(text []byte) (m epoch.Micros, ok bool) {
	if p.scaledTime {
		m, ok = epoch.ParseScaled(text)
	} else {
		m, ok = epoch.Parse(text)
	}
	return m, ok && m != 0
}

// maxCount is the largest number of events that a row may stand for.
const maxCount = 1_000_000_000_000_000

// readCount reads how many events a row stands for: a whole number, or one
// with a fraction, which is cut. It is 1 if there is none.
func readCount(text []byte) uint64 {
	whole, _, _ := bytes.Cut(bytes.TrimSpace(text), []byte("."))
	var n uint64
	for _, c := range whole {
		if c < '0' || c > '9' {
			return 1
		}
		if n = n*10 + uint64(c-'0'); n > maxCount {
			return 1
		}
	}
	return max(n, 1)
}
