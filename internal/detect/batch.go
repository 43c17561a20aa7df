package detect

import (
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/project"
	"concurrentsessions/internal/sighting"
)

// Batch is a list of rows, reduced to what a detector needs to know of a row
// whose like it has seen before: when it was, and the print of its identity. A
// [Reducer] makes it. The zero value is an empty batch.
type Batch struct {
	rows []reduced
	odd  []odd
}

// reduced is one row.
type reduced struct {
	print // of the identity
	// at is the caller's number of the row.
	at uint32
	// odd is the place of what is unusual about the row, plus one.
	odd   uint32
	first epoch.Micros
}

// odd is a row that is not just one event at one time, or no sighting at all.
type odd struct {
	seen sighting.Seen
	skip project.Skip
	// unread says that the row could not be read, and has no identity.
	unread bool
}

// Reset empties the batch.
func (b *Batch) Reset() { b.rows, b.odd = b.rows[:0], b.odd[:0] }

// Len is the number of rows.
func (b *Batch) Len() int { return len(b.rows) }

func (b *Batch) add(row reduced, seen sighting.Seen, skip project.Skip, unread bool) {
	if skip.Reason != project.None || seen.Last != seen.First || seen.HasIndexed || seen.Count != 1 {
		b.odd = append(b.odd, odd{seen, skip, unread})
		row.odd = uint32(len(b.odd))
	}
	row.first = seen.First
	b.rows = append(b.rows, row)
}

// isUnread says that there is no identity.
func (b *Batch) isUnread(row *reduced) bool { return row.odd > 0 && b.odd[row.odd-1].unread }
