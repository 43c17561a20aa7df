package project

import "concurrentsessions/internal/sighting"

// RoleUse is what became of a role, or of a field that an option names.
type RoleUse struct {
	// Name is the key column, the role, or the option's field.
	Name string
	// Fields are the fields that were tried, in the order of preference.
	Fields []string
	// Needed says that a row without a value makes no sighting.
	Needed bool
	// Had says that some row had a value.
	Had bool
}

// Roles tells of each role whether it ever had a value, in those rows of which
// [Projector.Seen] and [Projector.Sightings] were called.
func (pr *Projector) Roles() []RoleUse {
	p, d := pr.plan, pr.document
	var list []RoleUse
	add := func(b *binding, needed bool, more ...int) {
		use := RoleUse{Name: b.name, Needed: needed, Had: pr.had[b.id]}
		for _, number := range append(b.fields[:len(b.fields):len(b.fields)], more...) {
			use.Fields = append(use.Fields, p.fields[number].name)
		}
		list = append(list, use)
	}
	for _, b := range d.bindings[:d.needed] {
		if b.reading != readText { // a clause of the filter is no role
			add(b, true)
		}
	}
	for _, b := range []*binding{&p.count, &p.indexed} {
		if !b.empty() {
			add(b, false)
		}
	}
	for _, a := range p.Attributes() {
		switch a {
		case sighting.Src, sighting.Origin: // the source is needed, see above
		case sighting.OS, sighting.Browser:
			add(&p.attributes[a], false, p.attributes[sighting.UserAgent].fields...)
		case sighting.Location:
			add(&p.lat, false)
			add(&p.lon, false)
		default:
			add(&p.attributes[a], false)
		}
	}
	return list
}
