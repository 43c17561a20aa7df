package cli

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"concurrentsessions/internal/command"
	"concurrentsessions/internal/condition"
	"concurrentsessions/internal/engine"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/offline"
	"concurrentsessions/internal/profile"
	"concurrentsessions/internal/project"
	"concurrentsessions/internal/report"
	"concurrentsessions/internal/sighting"
)

// subject is a user, and all that the logs have of them.
type subject struct {
	user    string
	sources map[*profile.Profile]*subjectSource
}

// subjectSource is what one source has of the user.
type subjectSource struct {
	picker  *project.Picker // of the fields that may name the user
	events  uint64
	skipped map[project.Skip]uint64
	keys    map[string]*subjectKey
}

// subjectKey is one session of the user.
type subjectKey struct {
	key       []string
	sightings []seenAs
}

type seenAs struct {
	at    epoch.Micros
	shows *[sighting.NumAttributes][]string
}

func newSubject(user string) *subject {
	return &subject{user: user, sources: map[*profile.Profile]*subjectSource{}}
}

// event keeps what an event says of the user.
func (u *subject) event(p *offline.Projected) {
	s := u.sources[p.Profile]
	if s == nil {
		s = &subjectSource{skipped: map[project.Skip]uint64{}, keys: map[string]*subjectKey{}}
		places := []string{"user"}
		if p.Profile != nil {
			places = p.Profile.Roles[profile.User].Raw
		}
		s.picker = project.NewPicker([][]string{places})
		u.sources[p.Profile] = s
	}
	if isFiltered(p) || !u.isAbout(s, p) {
		return
	}
	s.events++
	if p.Skip.Reason != project.None {
		s.skipped[p.Skip]++
		return
	}
	for i := range p.Sightings {
		from := &p.Sightings[i]
		id := strings.Join(from.Key, "\x00")
		k := s.keys[id]
		if k == nil {
			k = &subjectKey{key: from.Key}
			s.keys[id] = k
		}
		k.sightings = append(k.sightings, seenAs{p.Seen.First, &from.Shows})
	}
}

func isFiltered(p *offline.Projected) bool { return p.Skip.Reason == project.Filtered }

// isAbout says whether the event names the user: in the fields of the role
// user, also when the event is skipped, or in the key.
func (u *subject) isAbout(s *subjectSource, p *offline.Projected) bool {
	if s.picker.Event(p.Event.JSON, nil) {
		for _, value := range s.picker.AppendValues(nil, 0) {
			if u.is(string(value)) {
				return true
			}
		}
	}
	return slices.ContainsFunc(p.Sightings, func(s sighting.Sighting) bool { return slices.ContainsFunc(s.Key, u.is) })
}

// is compares in any case, and takes the last part of an ARN for a name.
func (u *subject) is(value string) bool {
	return strings.EqualFold(value, u.user) || strings.EqualFold(value[strings.LastIndexByte(value, '/')+1:], u.user)
}

// write says of each source and session what was found, or why nothing.
func (u *subject) write(w io.Writer, r *offline.Result) error {
	found := false
	for i := range r.Profiles {
		p := &r.Profiles[i]
		s := u.sources[p.Profile]
		if s == nil || s.events == 0 {
			continue
		}
		found = true
		fmt.Fprintf(w, "%s: %s\n", profileName(p), plural(s.events, "event"))
		for _, skip := range slices.SortedFunc(maps.Keys(s.skipped), func(a, b project.Skip) int {
			return cmp.Or(cmp.Compare(a.Reason, b.Reason), cmp.Compare(a.Field, b.Field))
		}) {
			fmt.Fprintf(w, "  %s skipped: %s\n", plural(s.skipped[skip], "event"), command.Why(skip))
		}
		for _, id := range slices.Sorted(maps.Keys(s.keys)) {
			s.keys[id].write(w, r, p)
		}
	}
	if !found {
		_, err := fmt.Fprintf(w, "no event names %s; with --all-events, events beside those of the published searches count too\n", report.Visible(u.user))
		return err
	}
	return nil
}

func (k *subjectKey) write(w io.Writer, r *offline.Result, p *offline.ProfileResult) {
	slices.SortFunc(k.sightings, func(a, b seenAs) int { return cmp.Compare(a.at, b.at) })
	first, last := k.sightings[0].at, k.sightings[len(k.sightings)-1].at
	fmt.Fprintf(w, "  %s\n    %s from %s to %s\n", strings.ReplaceAll(lines(k.key), "\n", ", "),
		plural(uint64(len(k.sightings)), "sighting"), clock(first), clock(last))
	findings := 0
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Profile == p.Profile && slices.Equal(f.Key, k.key) {
			findings++
			fmt.Fprintf(w, "    finding %s at %s, score %d\n", f.ID, clock(f.Trigger), f.Value)
		}
	}
	if findings == 0 {
		fmt.Fprintf(w, "    no finding: %s\n", k.whyNot(&p.Plan.Engine))
	}
}

// whyNot says why a session has no finding.
func (k *subjectKey) whyNot(plan *engine.Plan) string {
	counts := k.counts(k.sightings, plan)
	if !plan.When.Holds(&counts) {
		var short []string
		for _, a := range plan.When.Attributes() {
			short = append(short, fmt.Sprintf("dc(%s) is %d", a, counts[a]))
		}
		return fmt.Sprintf("all its sightings together do not meet %s (%s)", plan.When, strings.Join(short, ", "))
	}
	if e := k.episode(plan); e != nil {
		return fmt.Sprintf("its episode starts at %s, which is not in the reported range", clock(e.Trigger))
	}
	if nearest, ok := k.nearestSwitch(); ok {
		return fmt.Sprintf("the condition %s holds in no window of %s s; the nearest sightings of different origins are %s s apart",
			plan.When, plan.Window, nearest)
	}
	return fmt.Sprintf("the condition %s holds in no window of %s s", plan.When, plan.Window)
}

func (k *subjectKey) counts(list []seenAs, plan *engine.Plan) (counts condition.Counts) {
	for _, a := range plan.When.Attributes() {
		distinct := map[string]bool{}
		for _, s := range list {
			for _, v := range s.shows[a] {
				distinct[v] = true
			}
		}
		counts[a] = len(distinct)
	}
	return counts
}

// episode is the session's first episode, whatever range is reported.
func (k *subjectKey) episode(plan *engine.Plan) (first *engine.Episode) {
	unbounded := *plan
	unbounded.Since, unbounded.Until, unbounded.ByIndexTime = engine.Bound{}, engine.Bound{}, false
	e := engine.New(unbounded)
	for _, s := range k.sightings {
		shown := sighting.Sighting{Key: k.key, Shows: *s.shows}
		_ = e.Observe(e.Intern(shown.Record()), sighting.Seen{First: s.at, Last: s.at, Count: 1})
	}
	_ = e.Finish(func(ep *engine.Episode) error { // in memory nothing can fail
		if first == nil {
			kept := ep.Clone()
			first = &kept
		}
		return nil
	})
	return first
}

// nearestSwitch is the smallest distance between neighbours of different
// origins.
func (k *subjectKey) nearestSwitch() (nearest epoch.Micros, ok bool) {
	for i := 1; i < len(k.sightings); i++ {
		a, b := k.sightings[i-1], k.sightings[i]
		if slices.Equal(a.shows[sighting.Origin], b.shows[sighting.Origin]) {
			continue
		}
		if gap := b.at - a.at; !ok || gap < nearest {
			nearest, ok = gap, true
		}
	}
	return nearest, ok
}
