package splunkcsv

import (
	"bytes"
	"math/bits"
)

// spare is how many bytes the buffer has behind its length, so that a word can
// be loaded wherever a byte is.
const spare = 8

// farQuote is how far the end of a quoted field is sought word by word; the
// search that then takes over is faster, but starts slower.
const farQuote = 32

// nextFast moves to the next row if that is as splunkd writes nearly every
// row. Otherwise it reports false and leaves all as it was: the plain path
// takes the row then. A row is read once, from left to right:
//
//	"1700000000.5",ann,192.0.2.7,"any, ""text""",x,,,,,,LF
//	└── up to the last selected ─┘└─ skipped ────┘└───┘
//	        field by field          to the LF     the __mv_ columns
//
// It is such a row if
//   - it is whole in the buffer, not blank, and does not end with CR;
//   - no field up to the last selected one breaks the quoting rules;
//   - it has no line end inside quotes behind that field;
//   - all __mv_ fields are empty: as many commas as there are __mv_ columns
//     stand before its LF.
//
// Of what is skipped only the row's end is looked for: whether it keeps the
// quoting rules, and how many fields it is, is not noticed.
func (r *Reader) nextFast() bool {
	l := &r.lines
	if l.scan >= l.whole || r.plan.upto == 0 {
		return false
	}
	b := l.buf[l.scan:l.whole] // ends with LF
	r.doubled = false
	at, ok := r.delimit(b)
	if !ok {
		return false
	}
	lf, ok := r.rowEnd(b, at)
	if !ok || b[lf-1] == '\r' {
		return false
	}
	r.row = b[:lf:lf]
	r.known, r.multi = r.plan.upto, false
	r.fits = r.plan.upto == r.header.plain
	l.start = l.scan
	l.scan += lf + 1
	return true
}

// delimit finds the ends of the fields up to the last selected one, and gives
// the place of the last one's end.
func (r *Reader) delimit(b []byte) (at int, ok bool) {
	ends := r.ends[1 : r.plan.upto+1]
	i := 0
	for c := range ends {
		if b[i] == '"' {
			if i = r.quotedEnd(b, i+1); i < 0 {
				return 0, false
			}
		} else {
			for {
				m := stopsIn(word(b, i))
				if m == 0 {
					i += 8
					continue // not past the LF, which is a stop
				}
				i += firstIn(m)
				if b[i] == ',' || b[i] == '\n' {
					break
				}
				if b[i] == '"' {
					return 0, false
				}
				i++
			}
		}
		ends[c] = i
		if b[i] == '\n' {
			return i, c == len(ends)-1 && i > 0
		}
		i++
	}
	return i - 1, true
}

// quotedEnd finds the comma or LF behind a quoted field whose text starts at i.
func (r *Reader) quotedEnd(b []byte, i int) int {
	for far := i + farQuote; ; {
		if m := quotesIn(word(b, i)); m != 0 {
			i += firstIn(m)
		} else if i += 8; i < far && i < len(b) {
			continue
		} else {
			if i >= len(b) {
				return -1
			}
			j := bytes.IndexByte(b[i:], '"')
			if j < 0 {
				return -1
			}
			i += j
		}
		if i+1 >= len(b) {
			return -1
		}
		switch b[i+1] {
		case ',', '\n':
			return i + 1
		case '"':
			if i += 2; i >= len(b) {
				return -1
			}
			if r.doubled { // there may be many more
				i = passDoubled(b, i)
			}
			r.doubled = true
		default:
			return -1
		}
	}
}

// passDoubled goes from a place in quoted text, behind a doubled quote if any,
// to one from which no more than 64 bytes of doubled quotes and other text come
// before the text's end, or before the end of b.
func passDoubled(b []byte, i int) int {
	const (
		even = 0x5555555555555555
		odd  = ^uint64(even)
	)
	for i+64 <= len(b) {
		quotes := bitsOf(b[i:], '"')
		// A run of quotes that reaches the end is for the next round.
		whole := 64 - bits.LeadingZeros64(^quotes)
		if whole == 0 {
			return i
		}
		quotes &= ^uint64(0) >> (64 - whole)
		// Added to its start, a run moves to the bit behind its end. The text ends
		// at a run of odd length.
		starts := quotes &^ (quotes << 1)
		if (quotes+starts&even)&^quotes&odd|(quotes+starts&odd)&^quotes&even != 0 {
			return i
		}
		i += whole
	}
	return i
}

// rowEnd finds the LF of a row whose last selected field ends at the given
// place, if the __mv_ fields are empty.
func (r *Reader) rowEnd(b []byte, at int) (lf int, ok bool) {
	end := r.header.end
	if r.plan.upto == r.header.plain {
		return at + len(end) - 1, at+len(end) <= len(b) && string(b[at:at+len(end)]) == end
	}
	j := bytes.IndexByte(b[at:], '\n')
	lf = at + j
	start := lf + 1 - len(end)
	if start < at || string(b[start:lf+1]) != end || bytes.Count(b[at:lf], quote)%2 != 0 {
		return 0, false
	}
	return lf, lf > 0
}
