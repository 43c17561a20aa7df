// Package compare holds our findings against the rows of the published search
// on the same events: found by both, only by us, only by it, and why.
//
// A reason is not guessed but tried. It is given only if the published search,
// run again over the events concerned with that one thing changed, comes to
// the other result: a finding it had missed appears, a row it had made is
// gone. Where no single change does it, the reason says so.
package compare

import (
	"cmp"
	"slices"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/escu"
	"concurrentsessions/internal/origin"
	"concurrentsessions/internal/sighting"
)

// Input is one comparison.
type Input struct {
	Search *escu.Search
	// Window is how far apart two sightings of a finding may be, and Rule what
	// makes an origin of an address. epoch.Forever is window=all.
	Window epoch.Micros
	Rule   origin.Rule
	Ours   []Ours
	// Events are what both have read, in any order.
	Events []Event
}

// Ours is one of our findings, so far as the comparison needs it. First and
// Last are the times of its first and last member.
type Ours struct {
	Key                  []string
	First, Last, Trigger epoch.Micros
	FindingID            string
}

// Event is one event as both see it.
type Event struct {
	// Published has the values of each of Search.Fields.
	Published [][]string
	// At is when we say that it happened. Sightings is what we reduce it to;
	// none if we skip it.
	At        epoch.Micros
	Sightings []sighting.Sighting
}

// Verdict says who found it.
type Verdict uint8

// The verdicts.
const (
	Both Verdict = iota
	OnlyOurs
	OnlyTheirs
)

var verdictNames = [...]string{"both", "only ours", "only theirs"}

// String is the verdict in words.
func (v Verdict) String() string { return verdictNames[v] }

// Pair is one line of the comparison.
type Pair struct {
	Verdict Verdict
	Ours    *Ours // nil if only theirs; points into Input.Ours
	Theirs  *Row  // nil if only ours
	// At is the finding's trigger, else the time of the row's first event.
	At epoch.Micros
	// Code and Reason say why only one of them found it; empty if both did.
	Code   Code
	Reason string
}

// Row is a row of the published search.
type Row struct {
	Values [][]string // by Search.Columns
	search *escu.Search
}

// Get is the values of a column; none if null, or if there is no such column.
func (r *Row) Get(column string) []string {
	for i, c := range r.search.Columns() {
		if c.Name == column {
			return r.Values[i]
		}
	}
	return nil
}

// Compare runs the published search over the events and pairs its rows with
// our findings. A finding and a row are a pair if they share an event: one
// that is in the row's group, and a sighting of the finding's key between its
// first and last time. One finding can be in several pairs, as an episode
// spans bins, and so can a row. Pairs come in the order of their time.
func Compare(in Input) []Pair {
	m := match(in)
	var pairs []Pair
	paired := make([]bool, len(m.rows))
	for i := range in.Ours {
		ours := &in.Ours[i]
		members := m.members(ours)
		rows := m.rowsBehind(members)
		for _, row := range rows {
			paired[row] = true
			pairs = append(pairs, Pair{Verdict: Both, Ours: ours, Theirs: &m.rows[row], At: ours.Trigger})
		}
		if len(rows) == 0 {
			code, reason := m.whyMissed(members)
			pairs = append(pairs, Pair{Verdict: OnlyOurs, Ours: ours, At: ours.Trigger, Code: code, Reason: reason})
		}
	}
	for row := range m.rows {
		if !paired[row] {
			behind := m.behind[row]
			code, reason := m.whyMade(behind)
			pairs = append(pairs, Pair{
				Verdict: OnlyTheirs, Theirs: &m.rows[row], At: behind[0].At, Code: code, Reason: reason,
			})
		}
	}
	slices.SortStableFunc(pairs, func(a, b Pair) int { return cmp.Compare(a.At, b.At) })
	return pairs
}
