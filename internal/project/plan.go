package project

import (
	"slices"

	"concurrentsessions/internal/origin"
	"concurrentsessions/internal/sighting"
)

// Plan says where everything is that makes a sighting. It does not change and
// is safe for concurrent use; [Compile] makes it.
type Plan struct {
	from From
	// columns are what Splunk is asked for.
	columns []string
	fields  []field
	trie    *node
	nodes   int // of the trie

	time, first, last, count, indexed binding
	key                               []binding
	src                               binding
	// attributes are what is read, shown what of it sightings show: a user
	// agent may be read for the operating system alone.
	attributes [sighting.NumAttributes]binding
	enricher   Enricher
	lat, lon   binding // make up the location
	shown      [sighting.NumAttributes]bool
	filter     []clause
	// besides are the columns from which only attributes are read, and beside
	// the attributes that are read from no others.
	besides slots
	beside  [sighting.NumAttributes]bool

	bindings     int // how many there are
	scaledTime   bool
	origin       origin.Rule
	originNeeded bool
}

// field is one place that may hold values: of a role, or of several.
type field struct {
	name  string
	steps []step
	// column is the slot of the field's column. With a selector it is the slot
	// of the values, names that of the names, equal the name that is wanted.
	column, names int
	equal         string
	// number says that the field is read for every row and is no part of the
	// row's identity.
	number bool
}

// binding is what a role or an option reads: its fields, by number, in the
// order of preference, and a constant as the last resort.
type binding struct {
	// id numbers the plan's bindings.
	id       int
	name     string
	fields   []int
	constant []byte
	reading  reading
}

// reading says which of a field's values count.
type reading uint8

const (
	readValues reading = iota // what is not missing
	readTime                  // what is a time
	readText                  // what is not empty
)

func (b *binding) empty() bool { return len(b.fields) == 0 && len(b.constant) == 0 }

type clause struct {
	binding
	values [][]byte
}

const noColumn = -1

// Splunk's own columns.
const (
	timeColumn    = "_time"
	indexedColumn = "_indextime"
	rawColumn     = "_raw"
)

// RequiredFields lists the columns that rows must have, _time first. A row's
// slots are numbered by this list.
func (p *Plan) RequiredFields() []string { return slices.Clone(p.columns) }

// KeyColumns lists the names of the parts of the key.
func (p *Plan) KeyColumns() []string {
	names := make([]string, len(p.key))
	for i := range p.key {
		names[i] = p.key[i].name
	}
	return names
}

// Attributes lists what sightings can show at all, in column order.
func (p *Plan) Attributes() []sighting.Attribute {
	var list []sighting.Attribute
	for a := range sighting.NumAttributes {
		if p.canShow(a) {
			list = append(list, a)
		}
	}
	return list
}

func (p *Plan) canShow(a sighting.Attribute) bool {
	switch {
	case a == sighting.Src || a == sighting.Origin:
		return true
	case !p.shown[a] && (p.enricher == nil || !p.enricher.Adds(a)):
		return false
	case p.enricher != nil && p.enricher.Adds(a):
		return true
	case a == sighting.Location:
		return !p.lat.empty() && !p.lon.empty()
	case a == sighting.OS || a == sighting.Browser: // also read off the user agent
		return !p.attributes[a].empty() || !p.attributes[sighting.UserAgent].empty()
	}
	return !p.attributes[a].empty()
}

// needed are the bindings without which a row is no sighting, or not one that
// is wanted.
func (p *Plan) needed() []*binding {
	list := []*binding{&p.src}
	for i := range p.key {
		list = append(list, &p.key[i])
	}
	if len(p.first.fields) > 0 {
		list = append(list, &p.first, &p.last)
	} else {
		list = append(list, &p.time)
	}
	for i := range p.filter {
		list = append(list, &p.filter[i].binding)
	}
	return list
}

// optional are the other bindings.
func (p *Plan) optional() []*binding {
	var list []*binding
	for _, b := range []*binding{&p.count, &p.indexed, &p.lat, &p.lon} {
		if !b.empty() {
			list = append(list, b)
		}
	}
	for a := range p.attributes {
		if !p.attributes[a].empty() {
			list = append(list, &p.attributes[a])
		}
	}
	return list
}
