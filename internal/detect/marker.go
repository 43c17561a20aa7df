package detect

import (
	"slices"

	"concurrentsessions/internal/engine"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/project"
	"concurrentsessions/internal/sighting"
)

// Marker tells of each row what is known around it, of the rows so far. It is
// not safe for concurrent use.
type Marker struct {
	projector *project.Projector
	nearby    *engine.Nearby
	tally     Tally

	known    *known // numbers are places in marked
	marked   []marked
	identity []byte
}

// marked is what the rows of one identity have in common.
type marked struct {
	ids     []engine.ID
	origins []string
	skip    project.Skip
}

// Mark is what is known around one row: of its key, at most one window away.
type Mark struct {
	// Known says that the row is a sighting; without it all else is unset.
	Known bool
	// Origins are the row's own, OriginCount the number of distinct ones of
	// its key nearby.
	Origins     []string
	OriginCount int
	// Hot says that a moment at which the row is present is hot.
	Hot bool
	// Gap is the distance to the nearest sighting of another origin.
	Gap    epoch.Micros
	HasGap bool
}

// NewMarker makes a marker for the plan.
func NewMarker(plan Plan) *Marker {
	return &Marker{
		projector: plan.Project.NewProjector(),
		nearby:    engine.NewNearby(plan.Engine),
		known:     newKnown(),
	}
}

// Row takes one row of Splunk's CSV, whose slots are numbered by the required
// fields of the plan, and marks it.
func (k *Marker) Row(row project.Row) Mark {
	k.tally.Rows++
	skip := k.projector.CSV(row)
	var seen sighting.Seen
	what := &marked{}
	if skip.Reason == project.None {
		what = k.project()
		if seen, skip = k.projector.Seen(); skip.Reason == project.None {
			skip = what.skip
		}
	}
	if skip.Reason != project.None {
		k.tally.skip(skip)
		return Mark{}
	}
	for _, id := range what.ids {
		k.nearby.Observe(id, seen.First)
		k.tally.Sightings++
	}
	return k.mark(what, seen.First)
}

// mark answers for a row. With several sightings, the row is hot if one of
// them is, and its gap is the smallest.
func (k *Marker) mark(what *marked, at epoch.Micros) Mark {
	mark := Mark{Known: true, Origins: what.origins}
	for _, id := range what.ids {
		a := k.nearby.Around(id, at)
		mark.OriginCount = max(mark.OriginCount, a.Origins)
		mark.Hot = mark.Hot || a.Hot
		if a.HasGap && (!mark.HasGap || a.Gap < mark.Gap) {
			mark.Gap, mark.HasGap = a.Gap, true
		}
	}
	return mark
}

func (k *Marker) project() *marked {
	k.identity = k.projector.AppendIdentity(k.identity[:0])
	p := k.known.seeds.of(k.identity)
	if number, found := k.known.find(p); found {
		return &k.marked[number]
	}
	var what marked
	var list []sighting.Sighting
	list, what.skip = k.projector.Sightings()
	for i := range list {
		what.ids = append(what.ids, k.nearby.Intern(list[i].Record()))
		what.origins = append(what.origins, list[i].Shows[sighting.Origin]...)
	}
	slices.Sort(what.origins)
	what.origins = slices.Compact(what.origins)
	k.known.add(p, uint32(len(k.marked)))
	k.marked = append(k.marked, what)
	return &k.marked[len(k.marked)-1]
}

// Tally counts what became of the rows so far.
func (k *Marker) Tally() Tally {
	k.tally.Keys = uint64(k.nearby.Keys())
	return k.tally
}

// Roles tells of every role whether it ever had a value.
func (k *Marker) Roles() []project.RoleUse { return k.projector.Roles() }
