package engine

import (
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/sighting"
)

// log has the sightings in order of arrival: 12 bytes for one that is a single
// event without an index time. Adding one touches no memory but the log's end.
type log struct {
	blocks  []*block
	columns int // of unusual things, in all blocks
	n       int
}

// bytes is about how much memory the log holds.
func (l *log) bytes() int64 { return logBlock * (12*int64(len(l.blocks)) + 8*int64(l.columns)) }

const logBlock = 4096

// block is a column for each thing. Most have only first and id.
type block struct {
	first []epoch.Micros
	id    []ID
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
		if b := l.blocks[last]; b.isPlain() && len(b.id) < logBlock {
			b.first, b.id = append(b.first, at), append(b.id, id)
			l.n++
			return
		}
	}
	l.add(id, sighting.Seen{First: at, Last: at, Count: 1})
}

func (l *log) add(id ID, seen sighting.Seen) {
	if len(l.blocks) == 0 {
		l.blocks = append(l.blocks, &block{}) // small logs stay small
	}
	b := l.blocks[len(l.blocks)-1]
	if len(b.id) == logBlock {
		b = &block{first: make([]epoch.Micros, 0, logBlock), id: make([]ID, 0, logBlock)}
		l.blocks = append(l.blocks, b)
	}
	n := len(b.id)
	b.first = append(b.first, seen.First)
	b.id = append(b.id, id)
	if b.last != nil || seen.Last != seen.First {
		if b.last == nil {
			l.columns++
			b.last = append(make([]epoch.Micros, 0, cap(b.id)), b.first[:n]...)
		}
		b.last = append(b.last, seen.Last)
	}
	if b.indexed != nil || seen.HasIndexed {
		if b.indexed == nil {
			l.columns++
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
			l.columns++
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

// isPlain says that no sighting of the block is unusual.
func (b *block) isPlain() bool { return b.last == nil && b.indexed == nil && b.count == nil }

func (b *block) wide(i int) wide {
	w := wide{last: b.first[i], indexed: unindexed, count: 1}
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
