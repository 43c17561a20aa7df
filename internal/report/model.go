// Package report writes findings, and the comparison with the published
// search, as one HTML file that an analyst can open, filter, print and pass on
// with no server and no network.
//
// All that comes from a log is hostile. It reaches the page in two ways only:
// through html/template, and as JSON in script blocks that are no scripts,
// which our script shows with textContent. The page's policy allows the one
// style and the one script whose hashes it names, nothing else, and no text to
// become markup. What cannot be seen, such as control characters and those that
// turn the direction of text, is written out; see [Visible].
package report

import "concurrentsessions/internal/epoch"

// Page is a report of findings. Text is taken as it is in the logs.
type Page struct {
	Title, Version string
	// Generated says when and from what, in the caller's words. With it empty,
	// equal input gives equal bytes.
	Generated string
	Sources   []Source
	// Findings are shown by score at first, and in this order within a score.
	Findings []Finding
	Notes    []string
}

// Source counts what became of the events of one profile.
type Source struct {
	Profile, Title            string
	Rows, Sightings, Findings uint64
	Skipped                   []Skip
}

// Skip counts the rows that were left out for one reason.
type Skip struct {
	Reason string
	Rows   uint64
}

// Finding is one episode with its evidence.
type Finding struct {
	// ID names the finding in the page's address.
	ID, Profile, ProfileTitle string
	// Trigger and End are the hot time's first and last moment; First and Last
	// are the times of the first and last member. epoch.Forever is no end.
	Trigger, First, Last, End epoch.Micros
	// Window is how long a sighting counts; epoch.Forever for ever, 0 not known.
	Window epoch.Micros
	Key    []KeyPart
	User   string
	// Origins may name some that none of the Sightings has.
	Origins []string
	Score   int
	Reasons []string
	// Count is the number of events, Switches that of neighbours in time with
	// different origins.
	Count, Switches int
	// ClosestGap is in seconds, "" if there is none.
	ClosestGap           string
	Interleaved, Ongoing bool
	Attributes           []Attribute
	// Sightings are drawn by time. LeftOut is how many more there are.
	Sightings []Sighting
	LeftOut   int
}

// KeyPart is one field of the key.
type KeyPart struct{ Column, Value string }

// Attribute is what all of a finding's members show of one kind.
type Attribute struct {
	Name   string
	Values []string
}

// Sighting is one member of a finding and the event it was read off.
type Sighting struct {
	At                                                                   epoch.Micros
	Src, Origin, UserAgent, OS, Browser, City, Country, ASN, App, Action string
	File                                                                 string
	// Line is 0 when it is not known.
	Line int
	Raw  string
}
