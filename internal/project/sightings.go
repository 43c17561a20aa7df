package project

import (
	"slices"
	"strings"

	"concurrentsessions/internal/sighting"
)

// maxSightings bounds the combinations that one row may stand for.
const maxSightings = 10_000

// Sightings makes the row's sightings: one for each combination of key values
// and source values. They share no memory with the row and are not used again.
func (pr *Projector) Sightings() ([]sighting.Sighting, Skip) {
	p := pr.plan
	if !pr.accepted() {
		return nil, Skip{Reason: Filtered}
	}
	// Everything is read before anything is decided: whether a role ever has
	// a value must not depend on what else a row lacks.
	shows := pr.shows()
	sources := pr.read(&p.src)
	key := make([][]string, len(p.key))
	total, missing := 1, -1
	for i := range p.key {
		key[i] = pr.read(&p.key[i])
		if len(key[i]) == 0 && missing < 0 {
			missing = i
		}
		total = min(total*len(key[i]), maxSightings+1)
	}
	if missing >= 0 {
		return nil, Skip{NoKey, p.key[missing].name}
	}
	if len(sources) == 0 {
		return nil, Skip{NoSource, p.src.name}
	}
	places := p.places(sources)
	if len(places) == 0 {
		return nil, Skip{NotAddress, p.src.name}
	}
	total *= len(places)
	if total > maxSightings {
		return nil, Skip{Reason: TooMany}
	}
	list := make([]sighting.Sighting, 0, total)
	eachKey(key, func(key []string) {
		for _, at := range places {
			shows[sighting.Src], shows[sighting.Origin] = at.src, at.origin
			list = append(list, sighting.Sighting{Key: key, Shows: shows})
		}
	})
	return pr.enrich(list)
}

// enrich lets the enricher add to the sightings and leave some out.
func (pr *Projector) enrich(list []sighting.Sighting) ([]sighting.Sighting, Skip) {
	if pr.plan.enricher == nil {
		return list, Skip{}
	}
	var skip Skip
	slot := pr.slot()
	kept := list[:0]
	for i := range list {
		reason := pr.plan.enricher.Enrich(&list[i], slot)
		if reason == None {
			kept = append(kept, list[i])
		} else {
			skip = Skip{Reason: reason}
		}
	}
	if len(kept) == 0 {
		return nil, skip
	}
	return kept, Skip{}
}

// slot is the enricher's stretch of time in which the row lies.
func (pr *Projector) slot() int {
	seen, skip := pr.Seen()
	if skip.Reason != None {
		return 0
	}
	return pr.plan.enricher.Slot(seen.First)
}

// place is one source and its origin, if it has one, as a sighting shows them.
type place struct{ src, origin []string }

// places finds the origins of the sources, and leaves out those that have
// none where one is needed.
func (p *Plan) places(sources []string) []place {
	list := make([]place, 0, len(sources))
	for i, src := range sources {
		at := place{src: sources[i : i+1 : i+1]}
		if o, ok := p.origin.Of(src); ok {
			at.origin = []string{o}
		} else if p.originNeeded {
			continue
		}
		list = append(list, at)
	}
	return list
}

// shows reads the attributes, except source and origin.
func (pr *Projector) shows() (shows [sighting.NumAttributes][]string) {
	for a := range pr.plan.attributes {
		shows[a] = pr.read(&pr.plan.attributes[a])
	}
	shows[sighting.OS], shows[sighting.Browser] = pr.clients.families(
		shows[sighting.OS], shows[sighting.Browser], shows[sighting.UserAgent])
	shows[sighting.Location] = pr.location()
	for a := range shows {
		switch {
		case sighting.Attribute(a) == sighting.Location:
		case !pr.plan.shown[a]:
			shows[a] = nil
		case len(shows[a]) > 0: // read off the user agent, perhaps
			pr.had[pr.plan.attributes[a].id] = true
		}
	}
	return shows
}

// location joins latitude and longitude, if there is one of each. A 0 is a
// degree like any other.
func (pr *Projector) location() []string {
	p := pr.plan
	for i, lat := range p.lat.fields {
		if i >= len(p.lon.fields) {
			break
		}
		φ, λ := pr.current.first(lat), pr.current.first(p.lon.fields[i])
		if len(φ) > 0 && len(λ) > 0 {
			pr.had[p.lat.id], pr.had[p.lon.id] = true, true
			return []string{string(φ) + "," + string(λ)}
		}
	}
	return nil
}

// read gives the values of the first field that has any, sorted, each once.
func (pr *Projector) read(b *binding) []string {
	for _, field := range b.fields {
		pr.values = pr.current.appendValues(pr.values[:0], field)
		pr.values = slices.DeleteFunc(pr.values, sighting.IsMissing)
		if len(pr.values) > 0 {
			pr.had[b.id] = true
			return distinct(pr.values)
		}
	}
	if b.constant != "" {
		pr.had[b.id] = true
		return []string{b.constant}
	}
	return nil
}

// accepted says whether the profile's filter wants the event.
func (pr *Projector) accepted() bool {
	for i := range pr.plan.filter {
		if !pr.holds(&pr.plan.filter[i]) {
			return false
		}
	}
	return true
}

func (pr *Projector) holds(c *clause) bool {
	for _, field := range c.fields {
		pr.values = pr.current.appendValues(pr.values[:0], field)
		if len(pr.values) == 0 {
			continue
		}
		return slices.ContainsFunc(pr.values, func(value []byte) bool {
			return slices.ContainsFunc(c.values, func(wanted string) bool {
				return strings.EqualFold(wanted, string(value))
			})
		})
	}
	return false
}

// eachKey calls yield with every combination of the parts' values, in order.
func eachKey(parts [][]string, yield func(key []string)) {
	at := make([]int, len(parts))
	for {
		key := make([]string, len(parts))
		for i := range parts {
			key[i] = parts[i][at[i]]
		}
		yield(key)
		last := len(parts) - 1
		for ; last >= 0; last-- {
			if at[last]++; at[last] < len(parts[last]) {
				break
			}
			at[last] = 0
		}
		if last < 0 {
			return
		}
	}
}
