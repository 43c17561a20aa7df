package engine

import (
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/sighting"
)

// log has the sightings in order of arrival: 8 bytes for one that is a single
// event without an index time, at about the time of those around it. Adding one
// touches no memory but the log's end.
type log struct {
	blocks []*block
	width  int // bytes a sighting, in all blocks together
	n      int
}

// bytes is about how much memory the log holds.
func (l *log) bytes() int64 { return logBlock * int64(l.width) }

const logBlock = 4096

// block is a column for each thing. Most have only near and id.
type block struct {
	id []ID
	// base is when the first sighting was first, near is how many microseconds
	// after it each was. Where that is no number of 32 bits, far has the times.
	base epoch.Micros
	near []int32
	far  []epoch.Micros
	// Columns that are nil hold the usual: last is first, there is no index
	// time, and count is 1.
	last    []epoch.Micros
	indexed []epoch.Micros // unindexed if there is none
	count   []uint64
}

// unindexed stands for no index time.
const unindexed = -epoch.Forever

// entry is one sighting, and wide what is unusual about it: its place among
// the wides plus one, 0 if there is nothing.
type entry struct {
	first epoch.Micros
	id    ID
	wide  uint32
}

// wide is what few sightings have.
type wide struct {
	last    epoch.Micros
	indexed epoch.Micros // unindexed if there is no index time
	count   uint64
}

// addEvent is add for a single event without an index time.
func (l *log) addEvent(id ID, at epoch.Micros) {
	if last := len(l.blocks) - 1; last >= 0 {
		b := l.blocks[last]
		after := int32(at - b.base)
		if b.isPlain() && b.far == nil && len(b.id) < logBlock && b.base+epoch.Micros(after) == at {
			b.near, b.id = append(b.near, after), append(b.id, id)
			l.n++
			return
		}
	}
	l.add(id, sighting.Seen{First: at, Last: at, Count: 1})
}

func (l *log) add(id ID, seen sighting.Seen) {
	if len(l.blocks) == 0 {
		l.blocks = append(l.blocks, &block{base: seen.First}) // small logs stay small
		l.width += 8
	}
	b := l.blocks[len(l.blocks)-1]
	if len(b.id) == logBlock {
		b = &block{base: seen.First, near: make([]int32, 0, logBlock), id: make([]ID, 0, logBlock)}
		l.blocks = append(l.blocks, b)
		l.width += 8
	}
	n := len(b.id)
	if after := int32(seen.First - b.base); b.far == nil && b.base+epoch.Micros(after) == seen.First {
		b.near = append(b.near, after)
	} else {
		if b.far == nil {
			l.width += 4
			b.far, b.near = b.appendFirst(make([]epoch.Micros, 0, cap(b.id))), nil
		}
		b.far = append(b.far, seen.First)
	}
	b.id = append(b.id, id)
	if b.last != nil || seen.Last != seen.First {
		if b.last == nil {
			l.width += 8
			b.last = b.appendFirst(make([]epoch.Micros, 0, cap(b.id)))[:n]
		}
		b.last = append(b.last, seen.Last)
	}
	if b.indexed != nil || seen.HasIndexed {
		if b.indexed == nil {
			l.width += 8
		}
		b.indexed = padded(b.indexed, n, unindexed)
		at := unindexed
		if seen.HasIndexed {
			at = seen.Indexed
		}
		b.indexed = append(b.indexed, at)
	}
	if b.count != nil || seen.Count != 1 {
		if b.count == nil {
			l.width += 8
		}
		b.count = append(padded(b.count, n, 1), seen.Count)
	}
	l.n++
}

// padded is the column with the usual value for the first n sightings.
func padded[T any](column []T, n int, usual T) []T {
	for len(column) < n {
		column = append(column, usual)
	}
	return column
}

// isPlain says that no sighting of the block is unusual, but for its time.
func (b *block) isPlain() bool { return b.last == nil && b.indexed == nil && b.count == nil }

// first is the first time of a sighting.
func (b *block) first(i int) epoch.Micros {
	if b.far != nil {
		return b.far[i]
	}
	return b.base + epoch.Micros(b.near[i])
}

// appendFirst appends all first times.
func (b *block) appendFirst(dst []epoch.Micros) []epoch.Micros {
	dst = append(dst, b.far...)
	for _, after := range b.near {
		dst = append(dst, b.base+epoch.Micros(after))
	}
	return dst
}

func (b *block) wide(i int) wide {
	w := wide{last: b.first(i), indexed: unindexed, count: 1}
	if b.last != nil {
		w.last = b.last[i]
	}
	if b.indexed != nil {
		w.indexed = b.indexed[i]
	}
	if b.count != nil {
		w.count = b.count[i]
	}
	return w
}
