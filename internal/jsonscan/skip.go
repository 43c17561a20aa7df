package jsonscan

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

const (
	ones    = 0x0101010101010101
	highs   = 0x8080808080808080
	quotes  = '"' * ones
	slashes = '\\' * ones
)

// wordsBeforeSearch is how many words of a string are looked at here, before
// bytes.IndexByte goes on: calling it costs more than a short string does.
const wordsBeforeSearch = 4

// These are how wide a quote is, in bytes: it is written Once in JSON itself, and
// Twice where JSON stands in a quoted field of CSV as it was sent.
const (
	Once  = 1
	Twice = 2
)

// Quote gives the place of the quote that closes a string, given the place of
// the string's first byte, and how wide quotes are; -1 if the text ends before.
//
// It looks for quotes alone, eight bytes at a time. Only one behind a
// backslash needs a second look.
func Quote(b []byte, i, width int) int {
	start := i
	for words := 0; words < wordsBeforeSearch && i+8 <= len(b); words++ {
		x := binary.LittleEndian.Uint64(b[i:]) ^ quotes
		found := (x - ones) &^ x & highs // lowest set bit: the first quote
		if found == 0 {
			i += 8
			continue
		}
		i += bits.TrailingZeros64(found) / 8
		if b[i-1] != '\\' || !isEscaped(b[start:i]) {
			return i
		}
		i += width
	}
	return searchQuote(b, start, i, width)
}

// Plain gives the place of the quote that closes a string without escapes,
// given the place of the string's first byte; -1 if it has any, or no end.
func Plain(b []byte, i int) int {
	for i+8 <= len(b) {
		x := binary.LittleEndian.Uint64(b[i:])
		q, s := x^quotes, x^slashes
		found := ((q-ones)&^q | (s-ones)&^s) & highs // lowest set bit: the first of both
		if found == 0 {
			i += 8
			continue
		}
		i += bits.TrailingZeros64(found) / 8
		if b[i] != '"' {
			return -1
		}
		return i
	}
	for ; i < len(b) && b[i] != '\\'; i++ {
		if b[i] == '"' {
			return i
		}
	}
	return -1
}

func searchQuote(b []byte, start, i, width int) int {
	for {
		n := bytes.IndexByte(b[i:], '"')
		if n < 0 {
			return -1
		}
		if i += n; i == start || b[i-1] != '\\' || !isEscaped(b[start:i]) {
			return i
		}
		i += width
	}
}

// isEscaped says whether what follows the text of a string is escaped: whether
// the text ends in an odd number of backslashes.
func isEscaped(text []byte) bool {
	i := len(text)
	for i > 0 && text[i-1] == '\\' {
		i--
	}
	return (len(text)-i)%2 == 1
}

// Nested gives the place just behind the bracket that closes an object or
// array, given the place just behind the one that opens it, and how wide quotes
// are; -1 if the text ends before, or if a round bracket shows that it is no
// JSON. Of brackets only the number counts, not the kind.
func Nested(b []byte, i, width int) int {
	depth := 1
	for i < len(b) {
		switch kind[b[i]] {
		case kindQuote:
			end := Quote(b, i+width, width)
			if end < 0 {
				return -1
			}
			// Most strings have a colon or a comma and the next string behind them.
			i = end + width
			if next := i + 1; next < len(b) && b[next] == '"' && kind[b[i]] == kindOther {
				i = next
			}
			continue
		case kindOpen:
			depth++
		case kindClose:
			if depth--; depth == 0 {
				return i + 1
			}
		case kindRound:
			return -1
		}
		i++
	}
	return -1
}

const (
	kindOther = iota
	kindQuote
	kindOpen
	kindClose
	kindRound
)

var kind = [256]uint8{
	'"': kindQuote, '{': kindOpen, '[': kindOpen, '}': kindClose, ']': kindClose, '(': kindRound, ')': kindRound,
}
