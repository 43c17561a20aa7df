package offline

import (
	"concurrentsessions/internal/logfile"
	"concurrentsessions/internal/profile"
	"concurrentsessions/internal/project"
	"concurrentsessions/internal/sighting"
)

// Projected is one event as one profile reads it.
type Projected struct {
	Profile *profile.Profile // nil when a key was given without a profile
	// Event is valid until Each returns.
	Event *logfile.Event
	// Sightings are what the event is reduced to, and Seen is when they were;
	// or Skip says why there are none.
	Seen      sighting.Seen
	Sightings []sighting.Sighting
	Skip      project.Skip
}

// project reads an event that the detector has taken.
func (s *source) project(e *logfile.Event) *Projected {
	if s.projector == nil {
		s.projector = s.plan.Project.NewProjector()
	}
	p := &Projected{Profile: s.profile, Event: e}
	if p.Skip = s.projector.Record(e.JSON, e.Time, e.Indexed); p.Skip.Reason != project.None {
		return p
	}
	if p.Seen, p.Skip = s.projector.Seen(); p.Skip.Reason != project.None {
		return p
	}
	p.Sightings, p.Skip = s.projector.Sightings()
	return p
}
