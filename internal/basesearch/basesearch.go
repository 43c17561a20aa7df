// Package basesearch plays the search before the command: which events of a
// log it finds, with the fields that Splunk and the vendor's add-on extract.
package basesearch

import (
	"bytes"

	"concurrentsessions/internal/compare"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/escu"
	"concurrentsessions/internal/origin"
	"concurrentsessions/internal/profile"
	"concurrentsessions/internal/project"
	"concurrentsessions/internal/sighting"
	"concurrentsessions/internal/splunkd"
)

// Result is what the base search finds in a log.
type Result struct {
	// Total is the number of events in the log.
	Total int
	// Events are those that the search wants, and Table the same as rows.
	Events []Event
	Table  splunkd.Table
}

// Event is one event that the base search wants.
type Event struct {
	Raw []byte
	// At is its time, 0 if it has none, and Sightings what it is reduced to.
	At        epoch.Micros
	Sightings []sighting.Sighting
}

// DefaultOrigin is the command's own default.
var DefaultOrigin = origin.Rule{Mode: origin.Network, IPv4Prefix: 32, IPv6Prefix: 64}

// Run runs the profile's base search over a log of one JSON event a line. With
// all, every event is wanted.
func Run(p *profile.Profile, log []byte, all bool) (*Result, error) {
	plan, err := project.Compile(project.Spec{
		Profile: p, From: project.Raw, Origin: DefaultOrigin, OriginNeeded: true, WithFilter: !all,
	})
	if err != nil {
		return nil, err
	}
	r := &Result{}
	var wanted [][]byte
	projector := plan.NewProjector()
	for line := range bytes.Lines(log) {
		r.Total++
		if e, ok := read(projector, line); ok {
			r.Events = append(r.Events, e)
			wanted = append(wanted, line)
		}
	}
	r.Table, err = splunkd.FromJSON(wanted, p.Roles[profile.Time].Raw...)
	if err != nil {
		return nil, err
	}
	r.Table.Alias(addOn(p)...)
	return r, nil
}

// read reduces an event, or reports false if the search does not want it.
func read(projector *project.Projector, line []byte) (Event, bool) {
	e := Event{Raw: line}
	skip := projector.JSON(line)
	if skip.Reason == project.None {
		e.Sightings, skip = projector.Sightings()
	}
	if seen, noTime := projector.Seen(); noTime.Reason == project.None {
		e.At = seen.First
	}
	return e, skip.Reason != project.Filtered
}

// addOn plays the vendor's add-on: each role's first extracted name gets the
// value that stands in the event.
func addOn(p *profile.Profile) []splunkd.Alias {
	var list []splunkd.Alias
	for role, fields := range p.Roles {
		if profile.Role(role) != profile.Time && len(fields.Extracted) > 0 {
			list = append(list, splunkd.Alias{Name: fields.Extracted[0], From: fields.Raw, Constant: fields.Constant})
		}
	}
	return list
}

// Compared gives the events as a comparison with the published search needs
// them.
func (r *Result) Compared(search *escu.Search) []compare.Event {
	reader := search.NewRawReader()
	list := make([]compare.Event, len(r.Events))
	for i, e := range r.Events {
		list[i] = compare.Event{At: e.At, Sightings: e.Sightings}
		reader.Event(e.Raw, []byte(r.Table.Value(i, "_time")))
		for field := range search.Fields {
			list[i].Published = append(list[i].Published, reader.Values(field))
		}
	}
	return list
}
