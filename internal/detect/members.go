package detect

import (
	"concurrentsessions/internal/engine"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/finding"
	"concurrentsessions/internal/project"
	"concurrentsessions/internal/sighting"
)

// Members tells of events that are read a second time which findings they are
// behind. It is not safe for concurrent use.
type Members struct {
	projector *project.Projector
	tumbling  epoch.Micros // the width of the slices, 0 without
	byKey     map[string][]episode
	findings  int

	// known has, for every identity seen so far, the sightings whose key has
	// findings.
	known    map[string][]suspect
	identity []byte
}

// episode is one finding and when its members are seen.
type episode struct {
	number   int
	from, to epoch.Micros
}

type suspect struct {
	sighting *sighting.Sighting
	episodes []episode
}

// NewMembers makes one for findings of the plan. They are numbered by their
// place in the list.
func NewMembers(plan Plan, findings []*finding.Finding) *Members {
	m := &Members{
		projector: plan.Project.NewProjector(),
		byKey:     map[string][]episode{},
		findings:  len(findings),
		known:     map[string][]suspect{},
	}
	if plan.Engine.Mode == engine.Tumbling {
		m.tumbling = plan.Engine.Window
	}
	for i, f := range findings {
		from, to := plan.Engine.Reach(&f.Episode)
		key := string(sighting.AppendKey(nil, f.Key))
		m.byKey[key] = append(m.byKey[key], episode{i, from, to})
	}
	return m
}

// Len is the number of findings.
func (m *Members) Len() int { return m.findings }

// Record takes one raw event with Splunk's times, as [Detector.Record] does,
// and yields each finding that a sighting of it is a member of. The sighting is
// shared and must not be changed.
func (m *Members) Record(event, time, indexed []byte, yield func(finding int, s *sighting.Sighting, seen sighting.Seen)) {
	if m.projector.Record(event, time, indexed).Reason != project.None {
		return
	}
	suspects := m.suspects()
	if len(suspects) == 0 {
		return
	}
	seen, skip := m.projector.Seen()
	if skip.Reason != project.None || m.acrossSlices(seen) {
		return
	}
	for _, s := range suspects {
		for _, e := range s.episodes {
			if seen.Last >= e.from && seen.First <= e.to {
				yield(e.number, s.sighting, seen)
			}
		}
	}
}

// acrossSlices says that the engine did not count the row.
func (m *Members) acrossSlices(seen sighting.Seen) bool {
	return m.tumbling > 0 && seen.First.Slice(m.tumbling) != seen.Last.Slice(m.tumbling)
}

func (m *Members) suspects() []suspect {
	m.identity = m.projector.AppendIdentity(m.identity[:0])
	if list, ok := m.known[string(m.identity)]; ok {
		return list
	}
	var list []suspect
	sightings, skip := m.projector.Sightings()
	if skip.Reason == project.None {
		for i := range sightings {
			if episodes := m.byKey[string(sighting.AppendKey(nil, sightings[i].Key))]; len(episodes) > 0 {
				list = append(list, suspect{&sightings[i], episodes})
			}
		}
	}
	m.known[string(m.identity)] = list
	return list
}
