package evaluate

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"concurrentsessions/internal/engine"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/escu"
	"concurrentsessions/internal/origin"
	"concurrentsessions/internal/profile"
	"concurrentsessions/internal/score"
	"concurrentsessions/internal/sighting"
	"concurrentsessions/internal/trial"
)

// judge judges the people of one source, one after the other.
type judge struct {
	profile     *profile.Profile
	bySession   bool // the key names the session
	sessionPart int  // which part of the key it is
	needsClient bool // the condition asks for different clients
	search      *escu.Search
	reader      *escu.RawReader
	log         *trial.Log
	result      *Source

	places map[string]trial.Place
	events []*Event // of the case at hand, by time
	index  map[string]int
}

func newJudge(source string) (*judge, error) {
	p, ok := profile.ByName(source)
	if !ok {
		return nil, fmt.Errorf("no profile is named %q", source)
	}
	search, ok := escu.ByProfile(source)
	if !ok {
		return nil, fmt.Errorf("no published search covers %q", source)
	}
	log, err := trial.New(p, nil)
	if err != nil {
		return nil, err
	}
	j := &judge{profile: p, search: search, reader: search.NewRawReader(), log: log, result: newSource(source)}
	for i, part := range p.Key {
		if part.Role == profile.Session {
			j.bySession, j.sessionPart = true, i
		}
	}
	for _, a := range p.When.Attributes() {
		j.needsClient = j.needsClient || a == sighting.OS || a == sighting.Browser
	}
	return j, nil
}

// judge adds the outcome of a case to the result.
func (j *judge) judge(c Case) {
	j.begin(c)
	for _, a := range c.Attacks {
		j.index[a.ID] = len(j.result.Attacks)
		j.result.Attacks = append(j.result.Attacks, Attack{
			Attack: a, Reach: j.reach(a.ID, j.events), Swept: make([]bool, len(j.result.Sweeps)), Without: make([]int, len(score.Rules)),
		})
	}
	if !severalSources(j.events) {
		return // every search asks for two addresses
	}
	j.published()
	for _, e := range j.events {
		j.log.Event(e.Raw)
	}
	j.log.Locate = nil
	option := trial.Of(j.profile)
	j.log.Find(option, func(e *engine.Episode) { j.alert(Sliding, e); j.score(Plain, e) })
	option.Mode = engine.Tumbling
	j.log.Find(option, func(e *engine.Episode) { j.alert(Tumbling, e) })
	j.log.Locate = func(src string) trial.Place { return j.places[src] }
	option.Mode = engine.Sliding
	j.log.Find(option, func(e *engine.Episode) { j.score(Located, e) })
	for i := range j.result.Sweeps {
		sweep := &j.result.Sweeps[i]
		j.log.Find(sweep.try, func(e *engine.Episode) {
			v := j.verdict(e, sweep.try.Origin)
			sweep.count(v)
			for _, id := range v.attacks {
				j.result.Attacks[j.index[id]].Swept[i] = true
			}
		})
	}
}

func (j *judge) begin(c Case) {
	j.log.Reset()
	j.events, j.index, j.places = j.events[:0], map[string]int{}, map[string]trial.Place{}
	for i := range c.Events {
		e := &c.Events[i]
		j.events = append(j.events, e)
		j.places[e.Src] = trial.Place{Country: e.Country, City: e.City, ASN: e.ASN}
	}
	slices.SortStableFunc(j.events, func(a, b *Event) int {
		return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Src, b.Src))
	})
	j.result.Events += len(j.events)
}

func (j *judge) alert(m Method, e *engine.Episode) {
	j.count(m, j.verdict(e, origin.Default()))
}

func (j *judge) count(m Method, v verdict) {
	j.result.Methods[m].count(v)
	for _, id := range v.attacks {
		j.result.Attacks[j.index[id]].Found[m] = true
	}
}

func (j *judge) score(variant Variant, e *engine.Episode) {
	v := j.verdict(e, origin.Default())
	s := score.Of(e, j.profile.BaseScore).Value
	if variant == Located {
		j.weigh(e, v.attacks)
	}
	if len(v.attacks) == 0 {
		j.result.Scores[variant].count(v.cause, s, 1)
	}
	for _, id := range v.attacks {
		best := &j.result.Attacks[j.index[id]].Score[variant]
		*best = max(*best, s)
	}
}

// verdict looks behind an episode.
func (j *judge) verdict(e *engine.Episode, rule origin.Rule) verdict {
	from, _ := slices.BinarySearchFunc(j.events, e.First, func(e *Event, at epoch.Micros) int { return cmp.Compare(e.At, at) })
	var members []*Event
	for _, m := range j.events[from:] {
		if m.At > e.Last {
			break
		}
		if m.Src != "" && (!j.bySession || m.Session == e.Key[j.sessionPart]) {
			members = append(members, m)
		}
	}
	return behind(members, func(src string) string {
		text, _ := rule.Of(src)
		return text
	})
}

func decimal(n int) string { return strconv.Itoa(n) }
