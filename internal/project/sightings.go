package project

import (
	"bytes"
	"slices"

	"concurrentsessions/internal/sighting"
)

// maxSightings bounds the combinations that one row may stand for.
const maxSightings = 10_000

// Sightings makes the row's sightings: one for each combination of key values
// and source values. They share no memory with the row and are not used again.
func (pr *Projector) Sightings() ([]sighting.Sighting, Skip) {
	records, skip := pr.appendPlain(nil)
	var list []sighting.Sighting
	for len(records) > 0 {
		var r sighting.Record
		r, records = sighting.CutRecord(records)
		list = append(list, r.Sighting())
	}
	if pr.plan.enricher == nil || len(list) == 0 {
		return list, skip
	}
	return pr.enrich(list)
}

// AppendRecords appends the row's sightings as records. There are some unless
// it says why not.
func (pr *Projector) AppendRecords(dst []byte) ([]byte, Skip) {
	if pr.plan.enricher == nil {
		return pr.appendPlain(dst)
	}
	list, skip := pr.Sightings()
	for i := range list {
		dst = list[i].AppendRecord(dst)
	}
	return dst, skip
}

// appendPlain appends records of what the row itself says.
func (pr *Projector) appendPlain(dst []byte) ([]byte, Skip) {
	p, h := pr.plan, &pr.held
	h.reset()
	if !pr.accepted() {
		return dst, Skip{Reason: Filtered}
	}
	// Everything is read before anything is decided: whether a role ever has
	// a value must not depend on what else a row lacks.
	pr.readShows()
	sources := pr.read(&p.src)
	total, missing := 1, -1
	for i := range p.key {
		h.parts[i] = pr.read(&p.key[i])
		if len(h.parts[i]) == 0 && missing < 0 {
			missing = i
		}
		total = min(total*len(h.parts[i]), maxSightings+1)
	}
	if missing >= 0 {
		return dst, Skip{NoKey, p.key[missing].name}
	}
	if len(sources) == 0 {
		return dst, Skip{NoSource, p.src.name}
	}
	pr.readPlaces(sources)
	if len(h.places) == 0 {
		return dst, Skip{NotAddress, p.src.name}
	}
	if total*len(h.places) > maxSightings {
		return dst, Skip{Reason: TooMany}
	}
	clear(h.at)
	for more := true; more; more = h.nextKey() {
		for i, values := range h.parts {
			h.key[i] = values[h.at[i]]
		}
		h.encoded = sighting.AppendKey(h.encoded[:0], h.key)
		for _, at := range h.places {
			dst = h.appendRecord(dst, at)
		}
	}
	return dst, Skip{}
}

// enrich lets the enricher add to the sightings and leave some out.
func (pr *Projector) enrich(list []sighting.Sighting) ([]sighting.Sighting, Skip) {
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

// readPlaces finds the origins of the sources, and leaves out those that have
// none where one is needed.
func (pr *Projector) readPlaces(sources [][]byte) {
	h := &pr.held
	for _, src := range sources {
		from := len(h.text)
		var ok bool
		if h.text, ok = pr.plan.origin.AppendOf(h.text, string(src)); ok {
			h.places = append(h.places, place{src, h.text[from:]})
		} else if !pr.plan.originNeeded {
			h.places = append(h.places, place{src, nil})
		}
	}
}

// readShows reads the attributes, except source and origin.
func (pr *Projector) readShows() {
	p, h, m := pr.plan, &pr.held, &pr.memo
	h.besides = nil
	if m.off || pr.current != pr.columns || p.besides.from == p.besides.to {
		pr.readAttributes()
		return
	}
	var known bool
	if h.besides, known = m.find(pr.columns.row, p.besides.from, p.besides.to); known {
		for a := range h.shows {
			if h.shows[a] = nil; !p.beside[a] {
				h.shows[a] = pr.read(&p.attributes[a])
			}
		}
		return
	}
	pr.readAttributes()
	for a := range h.shows {
		if p.beside[a] {
			h.besides = appendValues(h.besides, sighting.Attribute(a), h.shows[a])
			h.shows[a] = nil
		}
	}
	m.add(h.besides)
}

// readAttributes reads all of them off the row.
func (pr *Projector) readAttributes() {
	p, shows := pr.plan, &pr.held.shows
	for a := range p.attributes {
		shows[a] = pr.read(&p.attributes[a])
	}
	agents := shows[sighting.UserAgent]
	shows[sighting.OS] = pr.families(shows[sighting.OS], &pr.clients.systems, agents, func(f families) []byte { return f.os })
	shows[sighting.Browser] = pr.families(shows[sighting.Browser], &pr.clients.browsers, agents, func(f families) []byte { return f.browser })
	for a := range shows {
		switch {
		case !p.shown[a]:
			shows[a] = nil
		case len(shows[a]) > 0: // read off the user agent, perhaps
			pr.had[p.attributes[a].id] = true
		}
	}
	shows[sighting.Location] = pr.location()
}

// families names the families of the client: from the source's own field, or
// else from the user agents.
func (pr *Projector) families(own [][]byte, cache *cache[[]byte], agents [][]byte, which func(families) []byte) [][]byte {
	h := &pr.held
	start := len(h.values)
	for _, v := range own {
		h.addFamily(cache.of(v))
	}
	if len(h.values) == start {
		for _, v := range agents {
			h.addFamily(which(pr.clients.agents.of(v)))
		}
	}
	return h.distinct(start)
}

// location joins latitude and longitude, if there is one of each. A 0 is a
// degree like any other.
func (pr *Projector) location() [][]byte {
	p, h := pr.plan, &pr.held
	for i, lat := range p.lat.fields {
		if i >= len(p.lon.fields) {
			break
		}
		φ, λ := pr.current.first(lat), pr.current.first(p.lon.fields[i])
		if len(φ) > 0 && len(λ) > 0 {
			pr.had[p.lat.id], pr.had[p.lon.id] = true, true
			from, start := len(h.text), len(h.values)
			h.text = append(append(append(h.text, φ...), ','), λ...)
			h.values = append(h.values, h.text[from:])
			return h.values[start:]
		}
	}
	return nil
}

// read gives the values of the first field that has any, sorted, each once.
func (pr *Projector) read(b *binding) [][]byte {
	h := &pr.held
	start := len(h.values)
	for _, field := range b.fields {
		h.values = pr.current.appendValues(h.values, field)
		if h.dropMissing(start); len(h.values) > start {
			pr.had[b.id] = true
			return h.distinct(start)
		}
	}
	if len(b.constant) > 0 {
		pr.had[b.id] = true
		h.values = append(h.values, b.constant)
	}
	return h.distinct(start)
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
	h := &pr.held
	for _, field := range c.fields {
		h.values = pr.current.appendValues(h.values[:0], field)
		if len(h.values) == 0 {
			continue
		}
		return slices.ContainsFunc(h.values, func(value []byte) bool {
			return slices.ContainsFunc(c.values, func(wanted []byte) bool { return bytes.EqualFold(wanted, value) })
		})
	}
	return false
}
