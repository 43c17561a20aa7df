package engine

import (
	"concurrentsessions/internal/condition"
	"concurrentsessions/internal/epoch"
)

// Mode is how long what a sighting shows stays present.
type Mode uint8

const (
	// Sliding keeps it for one window from the sighting on.
	Sliding Mode = iota
	// Tumbling keeps it until the clock-aligned slice of one window ends.
	Tumbling
	// Endless keeps it for ever (window=all).
	Endless
)

// Plan says what to look for and which episodes to report. It is plain data.
type Plan struct {
	Mode Mode
	// Window is how far apart two sightings may be and still count together;
	// unused when the mode is Endless.
	Window epoch.Micros
	When   condition.Condition
	// Earliest and Latest are the search's half-open time range.
	Earliest, Latest Bound
	// Since and Until select the episodes to report: by trigger, or, with
	// ByIndexTime, by when the rows behind them were indexed.
	Since, Until Bound
	ByIndexTime  bool
}

// Bound is an end of a time range. The zero value is no bound.
type Bound struct {
	At  epoch.Micros
	Set bool
}

// At is a bound that is set.
func At(m epoch.Micros) Bound { return Bound{At: m, Set: true} }
