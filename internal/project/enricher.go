package project

import (
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/sighting"
)

// Enricher knows more of a sighting than its event tells: where an address is,
// whose network it is, whom not to watch.
type Enricher interface {
	// Adds says whether Enrich may add values of the attribute.
	Adds(a sighting.Attribute) bool
	// Slot numbers the stretch of time in which a moment lies. Within one,
	// Enrich does the same to equal sightings.
	Slot(at epoch.Micros) int
	// Enrich adds to what the sighting shows, sorted and each value once, or
	// gives the reason why it does not count. It must not change the slices
	// that the sighting has.
	Enrich(s *sighting.Sighting, slot int) Reason
}
