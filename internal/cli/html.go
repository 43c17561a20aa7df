package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"concurrentsessions/internal/command"
	"concurrentsessions/internal/engine"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/offline"
	"concurrentsessions/internal/report"
	"concurrentsessions/internal/sighting"
)

// writeHTML writes the report that an analyst passes on.
func writeHTML(w io.Writer, r *offline.Result, version string) error {
	page := report.Page{
		Title: "Concurrent sessions", Version: version,
		Generated: fmt.Sprintf("%s, from %s events of %s", time.Now().UTC().Format("2006-01-02 15:04 UTC"), count(r.Events), plural(uint64(r.Files), "file")),
	}
	for i := range r.Profiles {
		page.Sources = append(page.Sources, sourceOf(&r.Profiles[i]))
	}
	for i := range r.Findings {
		page.Findings = append(page.Findings, reported(r, &r.Findings[i]))
	}
	if r.Unrecognised > 0 {
		page.Notes = append(page.Notes, plural(r.Unrecognised, "event")+" of no known source")
	}
	for _, problem := range r.Problems {
		page.Notes = append(page.Notes, "could not be read: "+problem.Error())
	}
	if more := r.ProblemCount - len(r.Problems); more > 0 {
		page.Notes = append(page.Notes, plural(uint64(more), "more problem"))
	}
	return report.Write(w, &page)
}

func sourceOf(p *offline.ProfileResult) report.Source {
	s := report.Source{Profile: profileName(p), Title: profileTitle(p), Rows: p.Tally.Rows, Sightings: p.Tally.Sightings, Findings: p.Tally.Findings}
	for _, skipped := range p.Tally.Skipped() {
		s.Skipped = append(s.Skipped, report.Skip{Reason: command.Why(skipped.Skip), Rows: skipped.Rows})
	}
	return s
}

func profileTitle(p *offline.ProfileResult) string {
	if p.Profile == nil {
		return "All events"
	}
	return p.Profile.Title
}

func reported(r *offline.Result, f *offline.Finding) report.Finding {
	out := report.Finding{
		ID: f.ID, Profile: f.Finding.Profile,
		Trigger: f.Trigger, First: f.First, Last: f.Last, End: f.End, Window: windowOf(r, f),
		Origins: f.Shows[sighting.Origin], Score: f.Value, Reasons: f.Reasons,
		Count: int(f.Count), Switches: f.Switches, Interleaved: f.Interleaved, Ongoing: f.Ongoing,
		LeftOut: f.More,
	}
	if f.Profile != nil {
		out.ProfileTitle = f.Profile.Title
	}
	if f.HasGap {
		out.ClosestGap = f.ClosestGap.String()
	}
	for i, column := range f.KeyColumns {
		out.Key = append(out.Key, report.KeyPart{Column: column, Value: f.Key[i]})
		if column == "user" {
			out.User = f.Key[i]
		}
	}
	if users := f.Shows[sighting.User]; out.User == "" && len(users) > 0 {
		out.User = users[0]
	}
	for a := range sighting.NumAttributes {
		if values := f.Shows[a]; len(values) > 0 {
			out.Attributes = append(out.Attributes, report.Attribute{Name: a.String(), Values: values})
		}
	}
	for i := range f.Sightings {
		out.Sightings = append(out.Sightings, reportedSighting(&f.Sightings[i]))
	}
	return out
}

func reportedSighting(s *offline.Sighting) report.Sighting {
	value := func(a sighting.Attribute) string { return strings.Join(s.Shows[a], ", ") }
	raw := string(s.Raw)
	if s.Cut {
		raw += " ..."
	}
	return report.Sighting{
		At: s.At, Src: s.Src(), Origin: s.Origin(),
		UserAgent: value(sighting.UserAgent), OS: value(sighting.OS), Browser: value(sighting.Browser),
		City: value(sighting.City), Country: value(sighting.Country), ASN: value(sighting.ASN),
		App: value(sighting.App), Action: value(sighting.Action),
		File: s.File, Line: s.Line, Raw: raw,
	}
}

// windowOf is how long a sighting of the finding's search counts.
func windowOf(r *offline.Result, f *offline.Finding) epoch.Micros {
	for i := range r.Profiles {
		if r.Profiles[i].Profile == f.Profile {
			if r.Profiles[i].Plan.Engine.Mode == engine.Endless {
				return epoch.Forever
			}
			return r.Profiles[i].Plan.Engine.Window
		}
	}
	return 0
}
