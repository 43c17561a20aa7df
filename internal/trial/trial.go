// Package trial searches one log in many ways. The events are projected once,
// by the product's projector; windows, conditions and prefix lengths are then
// tried on what it saw, with the product's engine.
package trial

import (
	"fmt"

	"concurrentsessions/internal/condition"
	"concurrentsessions/internal/engine"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/origin"
	"concurrentsessions/internal/profile"
	"concurrentsessions/internal/project"
	"concurrentsessions/internal/sighting"
)

// Log is a log as the projector saw it. It is not safe for concurrent use.
type Log struct {
	// Locate, if set, gives country, city and network number of an address to
	// sightings that show none, as iplocation and a lookup do in a search.
	Locate func(src string) Place

	projector *project.Projector
	known     map[string]int // by identity of an event: its place in shown
	identity  []byte
	shown     []shown
	events    []event
}

// Place is what is known of an address; "" is nothing.
type Place struct{ Country, City, ASN string }

// shown is what the events of one identity are reduced to.
type shown struct {
	sightings []sighting.Sighting
	skip      project.Skip
}

type event struct {
	shown int
	seen  sighting.Seen
}

// addresses keeps each address apart, so that any prefix can be tried later.
var addresses = origin.Rule{Mode: origin.Address}

// New makes an empty log of a profile's source. by names the key; none means
// the profile's.
func New(p *profile.Profile, by []string) (*Log, error) {
	plan, err := project.Compile(project.Spec{
		Profile: p, By: by, From: project.Raw, Origin: addresses, OriginNeeded: true, WithFilter: true,
	})
	if err != nil {
		return nil, fmt.Errorf("trial of %s: %w", p.Name, err)
	}
	return &Log{projector: plan.NewProjector(), known: map[string]int{}}, nil
}

// Reset forgets all events.
func (l *Log) Reset() {
	clear(l.known)
	l.shown, l.events = l.shown[:0], l.events[:0]
}

// Event takes one raw event, or says why it is no sighting.
func (l *Log) Event(raw []byte) project.Skip {
	if skip := l.projector.JSON(raw); skip.Reason != project.None {
		return skip
	}
	seen, skip := l.projector.Seen()
	if skip.Reason != project.None {
		return skip
	}
	l.identity = l.projector.AppendIdentity(l.identity[:0])
	n, known := l.known[string(l.identity)]
	if !known {
		var s shown
		s.sightings, s.skip = l.projector.Sightings()
		n = len(l.shown)
		l.known[string(l.identity)] = n
		l.shown = append(l.shown, s)
	}
	if skip := l.shown[n].skip; skip.Reason != project.None {
		return skip
	}
	l.events = append(l.events, event{n, seen})
	return project.Skip{}
}

// Sightings is the number of events that are sightings.
func (l *Log) Sightings() int { return len(l.events) }

// Times gives the first and the last time of a sighting; false without any.
func (l *Log) Times() (first, last epoch.Micros, ok bool) {
	for i, e := range l.events {
		if i == 0 || e.seen.First < first {
			first = e.seen.First
		}
		if i == 0 || e.seen.Last > last {
			last = e.seen.Last
		}
	}
	return first, last, len(l.events) > 0
}

// Option is one way to search.
type Option struct {
	Mode   engine.Mode
	Window epoch.Micros
	When   condition.Condition
	Origin origin.Rule
}

// Of is the way of a profile by default.
func Of(p *profile.Profile) Option {
	return Option{Window: p.Window, When: p.When, Origin: origin.Default()}
}

// Find yields the episodes, in the order of the product's findings. An episode
// is valid until yield returns.
func (l *Log) Find(o Option, yield func(*engine.Episode)) {
	e := engine.New(engine.Plan{Mode: o.Mode, Window: o.Window, When: o.When})
	ids := make([][]engine.ID, len(l.shown))
	for i := range l.shown {
		for _, s := range l.shown[i].sightings {
			if l.place(&s, o.Origin) {
				ids[i] = append(ids[i], e.Intern(s.Record()))
			}
		}
	}
	for _, in := range l.events {
		for _, id := range ids[in.shown] {
			// A single event has no end to be refused for.
			_ = e.Observe(id, in.seen)
		}
	}
	_ = e.Finish(func(found *engine.Episode) error {
		yield(found)
		return nil
	})
}

// place gives a sighting the origin that the rule makes of its address, or
// reports false if that is none.
func (l *Log) place(s *sighting.Sighting, rule origin.Rule) bool {
	src := s.Shows[sighting.Src][0]
	text, ok := rule.Of(src)
	if !ok {
		return false
	}
	s.Shows[sighting.Origin] = []string{text}
	if l.Locate != nil {
		at := l.Locate(src)
		fill(s, sighting.Country, at.Country)
		fill(s, sighting.City, at.City)
		fill(s, sighting.ASN, at.ASN)
	}
	return true
}

// fill gives the sighting a value of an attribute of which it shows none.
func fill(s *sighting.Sighting, a sighting.Attribute, value string) {
	if value != "" && len(s.Shows[a]) == 0 {
		s.Shows[a] = []string{value}
	}
}
