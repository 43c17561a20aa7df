package project

import "concurrentsessions/internal/jsonscan"

// repeated is a stretch of events that nobody asks for, as it stood in its place
// the last time. Much of an event is the same in the next one, and to compare
// takes less time than to find where it ends. It ends with the bracket that
// closes it, so equal bytes end at the same place.
type repeated struct {
	text   []byte
	misses int // less those times when it was the same
}

// These bound what is remembered of a stretch, in bytes, and for how long it is
// where it is not the same again.
const maxRepeated, maxMisses = 512, 16

// is says whether b starts with what was there the last time.
func (r *repeated) is(b []byte) bool {
	if len(r.text) == 0 || len(b) < len(r.text) || string(b[:len(r.text)]) != string(r.text) {
		return false
	}
	r.misses = max(r.misses-1, -maxMisses)
	return true
}

// note notes what was there instead.
func (r *repeated) note(text []byte) {
	r.text = r.text[:0]
	if r.misses < maxMisses {
		if r.misses++; len(text) <= maxRepeated {
			r.text = append(r.text, text...)
		}
	}
}

// skip gives the place behind the value at b[i].
func (d *document) skip(b []byte, i int, last *repeated) int {
	if c := b[i]; c != '{' && c != '[' {
		return d.skipValue(b, i)
	}
	return d.nested(b, i, i+1, last)
}

// nested is [jsonscan.Nested] from b[inside] on, for a stretch that starts at b[i].
func (d *document) nested(b []byte, i, inside int, last *repeated) int {
	if last.is(b[i:]) {
		return i + len(last.text)
	}
	end := jsonscan.Nested(b, inside, d.width)
	if end >= 0 {
		last.note(b[i:end])
	}
	return end
}
