package detect

import (
	"cmp"
	"slices"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/project"
	"concurrentsessions/internal/sighting"
)

// Tally counts what became of the rows.
type Tally struct {
	// Rows is the number of rows read.
	Rows uint64
	// Sightings counts those that the engine took; a row with several key or
	// source values gives several.
	Sightings uint64
	// Keys is the number of different keys.
	Keys uint64
	// Findings is the number of findings given out.
	Findings uint64

	// First and Last are the range of the sightings' times, when there are any.
	First, Last epoch.Micros

	seen    bool
	skipped map[project.Skip]uint64
}

// see widens the range of times.
func (t *Tally) see(seen sighting.Seen) {
	if !t.seen {
		t.First, t.Last, t.seen = seen.First, seen.Last, true
		return
	}
	t.First, t.Last = min(t.First, seen.First), max(t.Last, seen.Last)
}

// Skipped is a number of rows that gave no sighting, for one reason.
type Skipped struct {
	project.Skip
	Rows uint64
}

func (t *Tally) skip(why project.Skip) {
	if t.skipped == nil {
		t.skipped = map[project.Skip]uint64{}
	}
	t.skipped[why]++
}

// Skipped lists the rows that gave no sighting, by reason and field.
func (t *Tally) Skipped() []Skipped {
	list := make([]Skipped, 0, len(t.skipped))
	for why, rows := range t.skipped {
		list = append(list, Skipped{why, rows})
	}
	slices.SortFunc(list, func(a, b Skipped) int {
		return cmp.Or(cmp.Compare(a.Reason, b.Reason), cmp.Compare(a.Field, b.Field))
	})
	return list
}
