package detect

import (
	"bytes"
	"slices"

	"concurrentsessions/internal/engine"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/memory"
	"concurrentsessions/internal/project"
)

// Marker tells of each row what is known around it, of the rows so far. Reducers
// reduce the rows, side by side; the marker takes them in their order. It is not
// safe for concurrent use.
type Marker struct {
	plan    Plan
	numbers numbering
	nearby  *engine.Nearby
	tally   Tally
	mark    Mark
	err     error // of the store
}

// Mark is what is known around one row: of its key, at most one window away.
type Mark struct {
	// Known says that the row is a sighting; without it all else is unset.
	Known bool
	// Origins are the row's own, OriginCount the number of distinct ones of
	// its key nearby.
	Origins     [][]byte
	OriginCount int
	// Hot says that a moment at which the row is present is hot.
	Hot bool
	// Gap is the distance to the nearest sighting of another origin.
	Gap    epoch.Micros
	HasGap bool
}

// NewMarker makes a marker for the plan.
func NewMarker(plan Plan) *Marker {
	k := &Marker{plan: plan, nearby: engine.NewNearby(plan.Engine)}
	k.numbers = newNumbering(plan.Project, k.nearby.Intern)
	return k
}

// NewReducer is [Detector.NewReducer].
func (k *Marker) NewReducer() *Reducer { return k.numbers.newReducer() }

// Take takes the rows of a batch, and yields each with its place in the batch
// and its mark, which is valid until the next. Where the batch does not tell all
// that is needed of a row, again has the projector read it once more, by the
// number that it has in the batch.
func (k *Marker) Take(b *Batch, again func(p *project.Projector, at int), yield func(place int, m *Mark)) error {
	for i := range b.rows {
		if i%rowsBetweenChecks == 0 {
			k.fitMemory()
		}
		if k.err != nil {
			break
		}
		row := &b.rows[i]
		k.see(b, row, k.numbers.of(b, row, again))
		k.err = k.nearby.Err()
		yield(i, &k.mark)
	}
	return k.err
}

// see gives the sightings of a row to nearby, and marks the row or counts why it
// gives none.
func (k *Marker) see(b *Batch, row *reduced, number uint32) {
	k.tally.Rows++
	k.mark = Mark{Origins: k.mark.Origins[:0]}
	var skip project.Skip
	if row.odd > 0 {
		skip = b.odd[row.odd-1].skip
	}
	var ids []engine.ID
	if skip.Reason == project.None {
		ids, skip = k.numbers.sightings(number)
	}
	if skip.Reason != project.None {
		k.tally.skip(skip)
		return
	}
	k.mark.Known = true
	for _, id := range ids {
		k.nearby.Observe(id, row.first)
	}
	k.tally.Sightings += uint64(len(ids))
	for _, id := range ids {
		k.answer(id, row.first)
	}
	if len(k.mark.Origins) > 1 {
		slices.SortFunc(k.mark.Origins, bytes.Compare)
		k.mark.Origins = slices.CompactFunc(k.mark.Origins, bytes.Equal)
	}
}

// answer adds what is known around a sighting. With several of them, the row is
// hot if one is, and its gap is the smallest.
func (k *Marker) answer(id engine.ID, at epoch.Micros) {
	m, a := &k.mark, k.nearby.Around(id, at)
	m.OriginCount = max(m.OriginCount, a.Origins)
	m.Hot = m.Hot || a.Hot
	if a.HasGap && (!m.HasGap || a.Gap < m.Gap) {
		m.Gap, m.HasGap = a.Gap, true
	}
	if origin := k.nearby.Origin(id); origin != nil {
		m.Origins = append(m.Origins, origin)
	}
}

// fitMemory puts what the marker holds aside when it is too much.
func (k *Marker) fitMemory() {
	much := k.nearby.Bytes() + k.numbers.known.bytes()
	if k.plan.Memory == 0 || much <= k.plan.Memory && !k.nearby.Full() || !k.nearby.IsSettled() {
		return
	}
	if k.err = k.nearby.PutAside(k.plan.Aside); k.err != nil {
		return
	}
	k.numbers.forget()
	memory.MakeRoom(int(much))
}

// Tally counts what became of the rows so far, but not their keys.
func (k *Marker) Tally() Tally { return k.tally }

// Roles is [Detector.Roles].
func (k *Marker) Roles() []project.RoleUse { return k.numbers.roles() }
