package report

import (
	"cmp"
	"slices"

	"concurrentsessions/internal/epoch"
)

// findingJSON is a finding as the list shows it. The page's script reads these
// names. A moment that is no moment, as an end that never comes, is null.
type findingJSON struct {
	ID           string        `json:"id"`
	Profile      string        `json:"profile"`
	ProfileTitle string        `json:"title"`
	Trigger      *epoch.Micros `json:"trigger"`
	First        *epoch.Micros `json:"first"`
	Last         *epoch.Micros `json:"last"`
	End          *epoch.Micros `json:"end"`
	Window       *epoch.Micros `json:"window"`
	Key          [][2]string   `json:"key"`
	User         string        `json:"user"`
	// Lanes are the origins in the order in which they were first seen.
	Lanes       []string `json:"lanes"`
	Score       int      `json:"score"`
	Reasons     []string `json:"reasons"`
	Count       int      `json:"count"`
	Switches    int      `json:"switches"`
	Gap         string   `json:"gap"`
	Interleaved bool     `json:"interleaved"`
	Ongoing     bool     `json:"ongoing"`
	Attributes  []any    `json:"attributes"` // pairs of name and values
	// Strip is the small timeline of the list: pairs of a place from 0 to
	// stripWidth and a lane.
	Strip   [][2]int `json:"strip"`
	LeftOut int      `json:"leftOut"`
}

func (f *Finding) json() findingJSON {
	members, lanes := f.lanes()
	j := findingJSON{
		ID: field(f.ID), Profile: field(f.Profile), ProfileTitle: field(f.ProfileTitle),
		Trigger: moment(f.Trigger), First: moment(f.First), Last: moment(f.Last), End: moment(f.End), Window: moment(f.Window),
		Key: keyJSON(f.Key), User: field(f.User), Lanes: fields(lanes), Score: f.Score, Reasons: fields(f.Reasons),
		Count: f.Count, Switches: f.Switches, Gap: field(f.ClosestGap), Interleaved: f.Interleaved, Ongoing: f.Ongoing,
		Attributes: make([]any, len(f.Attributes)), Strip: strip(members), LeftOut: f.LeftOut,
	}
	for i, a := range f.Attributes {
		j.Attributes[i] = [2]any{field(a.Name), fields(a.Values)}
	}
	return j
}

// member is a sighting with the lane of its origin.
type member struct {
	*Sighting
	lane int
}

// lanes gives the sightings by time, then origin, and the origins in the order
// in which they were first seen; those that no sighting has come last.
func (f *Finding) lanes() (members []member, lanes []string) {
	members = make([]member, len(f.Sightings))
	for i := range f.Sightings {
		members[i].Sighting = &f.Sightings[i]
	}
	slices.SortStableFunc(members, func(a, b member) int {
		return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Origin, b.Origin))
	})
	place := make(map[string]int, len(f.Origins))
	lane := func(origin string) int {
		at, found := place[origin]
		if !found {
			at = len(lanes)
			place[origin] = at
			lanes = append(lanes, origin)
		}
		return at
	}
	for i := range members {
		members[i].lane = lane(members[i].Origin)
	}
	for _, origin := range f.Origins {
		lane(origin)
	}
	return members, lanes
}

const (
	// stripWidth is how many places the small timeline has, stripMarks how many
	// of them are used at most.
	stripWidth = 100
	stripMarks = 200
)

// strip places the members between the first and the last of them. Members of
// one lane at one place are one mark.
func strip(members []member) [][2]int {
	marks := [][2]int{}
	if len(members) == 0 {
		return marks
	}
	first := members[0].At
	span := float64(max(members[len(members)-1].At-first, 1))
	seen := map[[2]int]bool{}
	for _, m := range members {
		mark := [2]int{int(float64(m.At-first) / span * stripWidth), m.lane}
		if !seen[mark] && len(marks) < stripMarks {
			seen[mark] = true
			marks = append(marks, mark)
		}
	}
	return marks
}

// detailJSON is what is behind a finding. Text is written once and then named
// by its place in Strings.
type detailJSON struct {
	Strings []string `json:"strings"`
	// Sightings have, in this order: time, lane, and the places of src, user
	// agent, os, browser, city, country, asn, app, action and file; then the
	// line, and the place of the event.
	Sightings [][14]int64 `json:"sightings"`
}

func (f *Finding) detail() detailJSON {
	d := detailJSON{Strings: []string{}, Sightings: make([][14]int64, 0, len(f.Sightings))}
	places := map[string]int64{}
	place := func(text string) int64 {
		at, found := places[text]
		if !found {
			at = int64(len(d.Strings))
			places[text] = at
			d.Strings = append(d.Strings, text)
		}
		return at
	}
	members, _ := f.lanes()
	for _, s := range members {
		row := [14]int64{0: int64(s.At), 1: int64(s.lane), 12: int64(s.Line), 13: place(raw(s.Raw))}
		for i, text := range []string{s.Src, s.UserAgent, s.OS, s.Browser, s.City, s.Country, s.ASN, s.App, s.Action, s.File} {
			row[2+i] = place(field(text))
		}
		d.Sightings = append(d.Sightings, row)
	}
	return d
}

// moment is nil for what no event can have as its time.
func moment(t epoch.Micros) *epoch.Micros {
	if t < epoch.Min || t > epoch.Max {
		return nil
	}
	return &t
}

func keyJSON(key []KeyPart) [][2]string {
	pairs := make([][2]string, len(key))
	for i, part := range key {
		pairs[i] = [2]string{field(part.Column), field(part.Value)}
	}
	return pairs
}
