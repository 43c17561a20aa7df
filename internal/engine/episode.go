package engine

import (
	"slices"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/sighting"
)

// Episode is the hot time of one key, pauses of at most one window included,
// with the evidence read off its members.
type Episode struct {
	Key []string
	// Trigger is when it starts and End when its last hot interval ends: with
	// the slice when windows tumble, [epoch.Forever] when they are endless.
	Trigger, End epoch.Micros
	// First and Last are the smallest and largest member times.
	First, Last epoch.Micros
	// Count is the number of events behind the members.
	Count uint64
	// Shows has the distinct values of all members, sorted.
	Shows [sighting.NumAttributes][]string
	// Switches counts neighbours, in order of (time, origin), with different
	// origins.
	Switches int
	// ClosestGap is the smallest distance between two members with different
	// origins; unset when there is one origin only.
	ClosestGap epoch.Micros
	HasGap     bool
	// TopSpeed is the largest speed, in km/h, that a move between neighbours
	// with different origins takes, and Distance how far it goes, in km; 0
	// where the places are not known. A move takes at least one second.
	TopSpeed, Distance float64
	// Interleaved says that some origin is seen strictly before and strictly
	// after a sighting of another one: two holders at once, not a move.
	Interleaved bool
	// Ongoing says that the search's latest time is a hot moment.
	Ongoing bool
}

// Clone copies an episode, to keep it.
func (e *Episode) Clone() Episode {
	kept := *e
	kept.Key = slices.Clone(e.Key)
	for a, values := range e.Shows {
		kept.Shows[a] = slices.Clone(values)
	}
	return kept
}
