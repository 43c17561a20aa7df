// Package offline finds session theft in log files, with the engine that runs
// in Splunk and without Splunk: files in, findings with the sightings behind
// them out.
package offline

import (
	"io"

	"concurrentsessions/internal/command"
	"concurrentsessions/internal/detect"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/finding"
	"concurrentsessions/internal/logfile"
	"concurrentsessions/internal/profile"
	"concurrentsessions/internal/project"
	"concurrentsessions/internal/sighting"
)

// Plan says what to read and what to look for.
type Plan struct {
	// Paths are files, folders, and "-" for Stdin.
	Paths []string
	Stdin io.Reader // nil means the process's own
	// Options are those of the search command, as [command.ParseOffline] reads
	// them. With a profile, or with the fields of a key and without one, every
	// event is read in that way; else the profile is recognised from each
	// event.
	Options *command.Options
	// AllEvents lifts the profiles' filters.
	AllEvents bool
	// Sightings is how many sightings are kept of each finding; 0 for none,
	// which saves the second reading.
	Sightings int
	// Problems is how many problems are kept; all are counted.
	Problems int
	// Files are the limits of reading. Its Streams and Progress are not used.
	Files logfile.Options
	// Each, if set, is called for every event of every profile that it is of,
	// in the order in which they are read.
	Each func(*Projected)
	// Progress, if set, is called now and then while files are read.
	Progress func(Progress)

	workers int // 0 means by the number of cores, -1 none
}

// Progress is how far a run is.
type Progress struct {
	// Reading is 1, and 2 while the sightings are collected.
	Reading int
	// Read and Total are bytes as on disk, of this reading; Total is 0 when it
	// is not known.
	Read, Total int64
}

// Result is what was found, and what was read to find it.
type Result struct {
	// Findings are ordered by trigger, then key, over all profiles.
	Findings []Finding
	// Profiles are those that had events, in the order of profile.Names.
	Profiles []ProfileResult
	// Events counts all events. Unrecognised are of no profile, Malformed no
	// JSON objects.
	Events, Unrecognised, Malformed uint64
	// Problems are the first ones, ProblemCount is the number of all.
	Problems     []logfile.Problem
	ProblemCount int
	Files        int
	Bytes        int64 // as on disk
	// First and Last are the range of the sightings' times, if there were any.
	First, Last epoch.Micros
}

// ProfileResult is what became of the events of one profile.
type ProfileResult struct {
	Profile *profile.Profile // nil when a key was given without a profile
	Plan    detect.Plan
	Tally   detect.Tally
	Roles   []project.RoleUse
}

// Finding is a finding with what is behind it.
type Finding struct {
	*finding.Finding
	Profile *profile.Profile // nil when a key was given without a profile
	// KeyColumns name the parts of the key.
	KeyColumns []string
	// Sightings are the members, by time. More is how many were left out: those
	// furthest from the trigger.
	Sightings []Sighting
	More      int
}

// Sighting is one member of a finding and the event it was read off.
type Sighting struct {
	At epoch.Micros
	// Shows has the values of each attribute. Src has one value and Origin at
	// most one.
	Shows [sighting.NumAttributes][]string
	File  string
	Line  int
	// Raw is the beginning of the event; Cut says that there is more of it.
	Raw []byte
	Cut bool
}

// Src is the source address as the log has it.
func (s *Sighting) Src() string { return first(s.Shows[sighting.Src]) }

// Origin is the network identity of the source, "" if it has none.
func (s *Sighting) Origin() string { return first(s.Shows[sighting.Origin]) }

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}
