// Package project reduces rows and events to sightings. What to read is
// worked out once, as a [Plan]; a [Projector] reads with it.
//
// A projector works in steps, so that a caller can do the costly one once for
// many rows: [Projector.CSV] or [Projector.JSON] takes the row,
// [Projector.Seen] reads the numbers that differ from row to row,
// [Projector.AppendIdentity] gives the bytes on which the rest depends, and
// [Projector.Sightings] makes that rest.
package project

import (
	"fmt"
	"slices"

	"concurrentsessions/internal/origin"
	"concurrentsessions/internal/profile"
	"concurrentsessions/internal/sighting"
)

// From says where Splunk's rows carry the values.
type From uint8

const (
	// Fields: in columns, one for each extracted field.
	Fields From = iota
	// Raw: in the JSON of the column _raw.
	Raw
)

var fromNames = [...]string{Fields: "fields", Raw: "raw"}

// String is the name, as [ParseFrom] reads it.
func (f From) String() string { return fromNames[f] }

// ParseFrom finds fields or raw by name. The error says what is allowed.
func ParseFrom(name string) (From, error) {
	for f, n := range fromNames {
		if n == name {
			return From(f), nil
		}
	}
	return 0, fmt.Errorf("unknown from %q: want fields or raw", name)
}

// Spec is what is asked for.
type Spec struct {
	// Profile names the fields; nil reads key, source and time as By, Src and
	// Time name them, and the rest from the names of CIM Authentication.
	Profile *profile.Profile
	// By names the parts of the key; none means the profile's. With a profile,
	// the name of a role or of a key column means that role's fields.
	By []string
	// Src and Time name the fields of source address and time like By; ""
	// means the profile's, else src and _time.
	Src, Time string
	// Only limits what sightings show to these attributes; nil means all that
	// the profile has.
	Only   []sighting.Attribute
	From   From
	Origin origin.Rule
	// OriginNeeded says that a source without origin makes no sighting.
	OriginNeeded bool
	// First, Last and Count name the fields by which a row stands for many
	// events; "" means that each row is one event.
	First, Last, Count string
	// IndexTime asks for the time of indexing.
	IndexTime bool
	// Enricher, if any, knows more of a sighting than its event tells.
	Enricher Enricher
	// WithFilter applies the profile's filter, where no search has.
	WithFilter bool
}

// shows says whether sightings are to show the attribute.
func (s *Spec) shows(a sighting.Attribute) bool {
	return s.Only == nil || slices.Contains(s.Only, a)
}

// infersFrom says whether the attribute tells another one that is to be shown:
// the user agent tells operating system and browser, where the source does not.
func (s *Spec) infersFrom(a sighting.Attribute) bool {
	return a == sighting.UserAgent && (s.shows(sighting.OS) || s.shows(sighting.Browser))
}
