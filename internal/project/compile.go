package project

import (
	"errors"
	"fmt"
	"slices"

	"concurrentsessions/internal/profile"
	"concurrentsessions/internal/sighting"
)

// FieldError is an option that names fields, and what is wrong with it.
type FieldError struct {
	// Option is the option's name: by, src, time, first, last or count.
	Option string
	Err    error
}

func (e *FieldError) Error() string { return e.Option + ": " + e.Err.Error() }

func (e *FieldError) Unwrap() error { return e.Err }

// maxKeyParts bounds the fields of one key.
const maxKeyParts = 16

// Compile works out where everything is. The error is a [*FieldError].
func Compile(spec Spec) (*Plan, error) {
	c := &compiler{
		spec: spec,
		plan: &Plan{
			from:         spec.From,
			scaledTime:   spec.Profile != nil && spec.Profile.ScaledTime,
			origin:       spec.Origin,
			originNeeded: spec.OriginNeeded,
			enricher:     spec.Enricher,
		},
		numbers: make(map[string]int),
	}
	if err := c.compile(); err != nil {
		return nil, err
	}
	return c.plan, nil
}

// compiler makes a plan of a spec.
type compiler struct {
	spec    Spec
	plan    *Plan
	numbers map[string]int // the number of each field, by name
	// everyRow is set while binding what is read of every row.
	everyRow bool
}

// compile binds in the order in which the columns are asked for: what is read
// of every row, the key, the source, the rest.
func (c *compiler) compile() error {
	c.column(timeColumn)
	if c.spec.From == Raw {
		c.column(rawColumn)
		if c.spec.IndexTime {
			c.column(indexedColumn)
		}
	}
	c.everyRow = true
	if err := c.bindNumbers(); err != nil {
		return err
	}
	c.everyRow = false
	if err := c.bindKey(); err != nil {
		return err
	}
	if err := c.bindSource(); err != nil {
		return err
	}
	before := len(c.plan.columns)
	c.bindAttributes()
	c.bindBesides(before)
	c.bindFilter()
	c.plan.trie, c.plan.nodes = newTrie(c.plan.fields)
	return nil
}

func (c *compiler) bindNumbers() error {
	p, s := c.plan, c.spec
	if (s.First == "") != (s.Last == "") {
		return &FieldError{Option: "first", Err: errors.New("first and last go together: name both fields, or none")}
	}
	if s.IndexTime {
		p.indexed = c.bind(indexedColumn, profile.Fields{Raw: []string{indexedColumn}}, readTime)
	}
	for _, option := range []struct {
		name, field string
		target      *binding
		reading     reading
	}{
		{"first", s.First, &p.first, readTime},
		{"last", s.Last, &p.last, readTime},
		{"count", s.Count, &p.count, readValues},
	} {
		if option.field == "" {
			continue
		}
		var err error
		if *option.target, err = c.bindLiteral(option.name, option.field, option.reading); err != nil {
			return err
		}
	}
	if s.First == "" {
		var err error
		p.time, err = c.bindRole("time", s.Time, profile.Time, timeColumn, readTime)
		if err != nil {
			return err
		}
		p.time.name = profile.Time.String()
	}
	return nil
}

func (c *compiler) bindKey() error {
	by := c.spec.By
	if len(by) == 0 {
		if c.spec.Profile == nil {
			return &FieldError{Option: "by", Err: errors.New("without a profile, name the fields that form the key, as in by=user,session_id")}
		}
		for _, part := range c.spec.Profile.Key {
			by = append(by, part.Column)
		}
	}
	if len(by) > maxKeyParts {
		return &FieldError{Option: "by", Err: fmt.Errorf("%d fields form the key: want at most %d", len(by), maxKeyParts)}
	}
	for i, name := range by {
		if name == "" {
			return &FieldError{Option: "by", Err: errors.New("a field without a name; remove the extra comma")}
		}
		if slices.Contains(by[:i], name) {
			return &FieldError{Option: "by", Err: fmt.Errorf("%q is named twice: name each field once", name)}
		}
		b, err := c.bindRole("by", name, profile.NumRoles, "", readValues)
		if err != nil {
			return err
		}
		c.plan.key = append(c.plan.key, b)
	}
	return nil
}

func (c *compiler) bindSource() error {
	b, err := c.bindRole("src", c.spec.Src, profile.Src, "src", readValues)
	b.name = profile.Src.String()
	c.plan.src = b
	return err
}

func (c *compiler) bindAttributes() {
	roles := c.spec.Profile
	if roles == nil {
		roles = profile.Authentication()
	}
	for r := range profile.NumRoles {
		a, ok := r.Attribute()
		if !ok || a == sighting.Src {
			continue
		}
		c.plan.shown[a] = c.spec.shows(a)
		if c.plan.shown[a] || c.spec.infersFrom(a) {
			c.plan.attributes[a] = c.bind(r.String(), roles.Roles[r], readValues)
		}
	}
	lat, lon := roles.Roles[profile.Lat], roles.Roles[profile.Lon]
	if c.spec.shows(sighting.Location) && !lat.Empty() && !lon.Empty() {
		c.plan.shown[sighting.Location] = true
		c.plan.lat = c.bind(profile.Lat.String(), lat, readText)
		c.plan.lon = c.bind(profile.Lon.String(), lon, readText)
	}
}

// bindBesides finds the attributes that are read from the columns from on alone,
// of which nothing else is read. Where others are read together with the key, as
// the operating system may be with the user agent, it leaves it at that.
func (c *compiler) bindBesides(from int) {
	p := c.plan
	if p.from != Fields {
		return
	}
	p.besides = slots{from, len(p.columns)}
	for a := range p.attributes {
		p.beside[a] = p.isBeside(&p.attributes[a])
	}
	p.beside[sighting.Location] = p.isBeside(&p.lat) && p.isBeside(&p.lon)
	for _, a := range []sighting.Attribute{sighting.UserAgent, sighting.OS, sighting.Browser, sighting.Location} {
		if !p.beside[a] {
			p.besides = slots{}
		}
	}
}

func (p *Plan) isBeside(b *binding) bool {
	for _, number := range b.fields {
		f := &p.fields[number]
		if f.column < p.besides.from || f.names != noColumn && f.names < p.besides.from {
			return false
		}
	}
	return true
}

func (c *compiler) bindFilter() {
	if !c.spec.WithFilter || c.spec.Profile == nil {
		return
	}
	for _, f := range c.spec.Profile.Filter {
		b := c.bind("filter", f.Fields, readText)
		wanted := clause{binding: b}
		for _, v := range f.Values {
			wanted.values = append(wanted.values, []byte(v))
		}
		c.plan.filter = append(c.plan.filter, wanted)
	}
}

// bindRole binds what an option names: a role of the profile or a field. An
// empty name is the profile's own role, or the field fallback.
func (c *compiler) bindRole(option, name string, own profile.Role, fallback string, r reading) (binding, error) {
	p := c.spec.Profile
	role, isRole := own, p != nil && name == ""
	if p != nil && name != "" {
		role, isRole = p.RoleByName(name)
	}
	if isRole {
		if name == "" {
			name = role.String()
		}
		return c.bind(name, p.Roles[role], r), nil
	}
	if name == "" {
		name = fallback
	}
	return c.bindLiteral(option, name, r)
}

// bindLiteral binds a field that an option names. Only JSON has a notation
// that can be wrong: a column may have any name.
func (c *compiler) bindLiteral(option, name string, r reading) (binding, error) {
	if _, err := parsePath(name); err != nil && c.plan.from == Raw {
		return binding{}, &FieldError{Option: option, Err: err}
	}
	return c.bind(name, profile.Fields{Raw: []string{name}}, r), nil
}

func (c *compiler) bind(name string, fields profile.Fields, r reading) binding {
	b := binding{id: c.plan.bindings, name: name, constant: []byte(fields.Constant), reading: r}
	c.plan.bindings++
	for _, n := range fields.Names(c.plan.from == Fields) {
		b.fields = append(b.fields, c.field(n))
	}
	return b
}

// field gives the number of the field, new or known.
func (c *compiler) field(name string) int {
	if n, ok := c.numbers[name]; ok {
		f := &c.plan.fields[n]
		f.number = f.number && c.everyRow
		return n
	}
	f := field{name: name, column: noColumn, names: noColumn, number: c.everyRow}
	var err error
	if f.steps, err = parsePath(name); err != nil {
		f.steps = []step{{key: name}}
	}
	if c.plan.from == Fields {
		if names, values, equal, ok := selectorColumns(f.steps); ok {
			f.names, f.column, f.equal = c.column(names), c.column(values), equal
		} else {
			f.column = c.column(name)
		}
	}
	n := len(c.plan.fields)
	c.plan.fields = append(c.plan.fields, f)
	c.numbers[name] = n
	return n
}

// column gives the slot of the column, new or known.
func (c *compiler) column(name string) int {
	if slot := slices.Index(c.plan.columns, name); slot >= 0 {
		return slot
	}
	c.plan.columns = append(c.plan.columns, name)
	return len(c.plan.columns) - 1
}
