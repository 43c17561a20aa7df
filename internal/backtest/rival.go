package backtest

import (
	"concurrentsessions/internal/compare"
	"concurrentsessions/internal/detect"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/escu"
	"concurrentsessions/internal/project"
	"concurrentsessions/internal/rest"
)

// rival keeps the rows for the comparison with the published search.
type rival struct {
	search *escu.Search
	raw    *escu.RawReader // nil if the rows have extracted fields
	input  compare.Input
	most   int
	// own is a projector beside the detector's, which keeps its sightings to
	// itself.
	own *project.Projector
}

func newRival(p Plan, d detect.Plan) (r *rival, whyNot string) {
	switch {
	case p.Compared == 0:
		return nil, "it was not asked for"
	case p.Options.Profile == nil:
		return nil, "without a profile it is not known which search that would be"
	case p.Options.First != "":
		return nil, "the rows stand for several events each"
	}
	search, ok := escu.ByProfile(p.Options.Profile.Name)
	if !ok {
		return nil, "there is no published search for profile " + p.Options.Profile.Name
	}
	window := p.Options.Window
	if p.Options.Endless {
		window = epoch.Forever
	}
	r = &rival{search: search, most: p.Compared, own: d.Project.NewProjector()}
	r.input = compare.Input{Search: search, Window: window, Rule: p.Options.Origin}
	if p.Options.From == project.Raw {
		r.raw = search.NewRawReader()
	}
	return r, ""
}

// fields are those that the published search needs.
func (r *rival) fields() []string {
	if r.raw != nil {
		return []string{"_time", "_raw"}
	}
	return r.search.RequiredFields()
}

// row keeps a row, or reports false if there are too many.
func (r *rival) row(row rest.Row, slots *rest.Slots) bool {
	if len(r.input.Events) >= r.most {
		return false
	}
	var e compare.Event
	skip := r.own.CSV(slots)
	if skip.Reason == project.None {
		e.Sightings, skip = r.own.Sightings()
	}
	if skip.Reason != project.None {
		e.Sightings = nil
	}
	if seen, noTime := r.own.Seen(); noTime.Reason == project.None {
		e.At = seen.First
	} else {
		e.Sightings = nil // the detector skips it too
	}
	published := rest.Slots{Names: r.fields(), Row: row}
	if r.raw != nil && !r.raw.Event(published.Field(1), published.Field(0)) {
		return true // no search reads it
	}
	for field := range r.search.Fields {
		if r.raw != nil {
			e.Published = append(e.Published, r.raw.Values(field))
			continue
		}
		var values []string
		for _, v := range published.AppendValues(nil, field) {
			values = append(values, string(v))
		}
		e.Published = append(e.Published, values)
	}
	r.input.Events = append(r.input.Events, e)
	return true
}

func (r *rival) compare(ours []compare.Ours) []compare.Pair {
	r.input.Ours = ours
	return compare.Compare(r.input)
}
