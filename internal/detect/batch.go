package detect

import (
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/project"
	"concurrentsessions/internal/sighting"
)

// Batch is a list of rows, reduced to what a detector needs to know of them:
// when each was and the number of its identity, or all that its identity says
// if it has no number yet. A [Reducer] makes it. The zero value is an empty
// batch.
type Batch struct {
	rows    []reduced
	odd     []odd
	unknown []unknown
	records []byte // of the unknown ones
	// emptied tells of which table the numbers are.
	emptied uint32
}

// reduced is one row.
type reduced struct {
	print // of the identity
	// number is the identity's, plus one, 0 if the reducer did not know it.
	number uint32
	// at is the caller's number of the row.
	at uint32
	// odd and unknown are the places of what is unusual about the row and of
	// what its identity says, plus one.
	odd, unknown uint32
	first        epoch.Micros
}

// odd is a row that is not just one event at one time, or no sighting at all.
type odd struct {
	seen sighting.Seen
	skip project.Skip
	// unread says that the row could not be read, and has no identity.
	unread bool
}

// unknown is an identity that the reducer did not know: where its records are,
// or why there are none.
type unknown struct {
	from, to int
	skip     project.Skip
}

// Reset empties the batch.
func (b *Batch) Reset() {
	b.rows, b.odd, b.unknown, b.records = b.rows[:0], b.odd[:0], b.unknown[:0], b.records[:0]
}

// Len is the number of rows.
func (b *Batch) Len() int { return len(b.rows) }

// At is the caller's number of a row.
func (b *Batch) At(place int) int { return int(b.rows[place].at) }

// isUnread says that there is no identity.
func (b *Batch) isUnread(row *reduced) bool { return row.odd > 0 && b.odd[row.odd-1].unread }
