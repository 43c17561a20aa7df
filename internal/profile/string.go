package profile

import (
	"fmt"
	"strings"
)

// String prints the profile for people.
func (p *Profile) String() string {
	var b strings.Builder
	columns := make([]string, len(p.Key))
	for i, part := range p.Key {
		columns[i] = part.Column
	}
	fmt.Fprintf(&b, "%s: %s\n", p.Name, p.Title)
	fmt.Fprintf(&b, "  key %s, window %ss, when %s\n", strings.Join(columns, ", "), p.Window, p.When)
	fmt.Fprintf(&b, "  base score %d = impact %d x confidence %d / 100\n", p.BaseScore, p.Impact, p.Confidence)
	for r := range NumRoles {
		if f := p.Roles[r]; !f.Empty() {
			fmt.Fprintf(&b, "  %-14s %s\n", p.roleName(r), f)
		}
	}
	for _, c := range p.Filter {
		fmt.Fprintf(&b, "  counts offline %s in (%s)\n", c.Fields, strings.Join(c.Values, ", "))
	}
	return b.String()
}

// roleName is the role's name in this source.
func (p *Profile) roleName(r Role) string {
	if r == Session && p.Session != "" {
		return p.Session
	}
	return r.String()
}

// String lists the fields in the order of preference.
func (f Fields) String() string {
	text := strings.Join(f.Names(true), ", ")
	if f.Constant == "" {
		return text
	}
	if text != "" {
		text += ", else "
	}
	return fmt.Sprintf("%s%q", text, f.Constant)
}

// Names lists the fields in the order of preference, each once: with extracted
// the names that an add-on gives come first.
func (f Fields) Names(extracted bool) []string {
	var names []string
	seen := make(map[string]bool)
	add := func(list []string) {
		for _, name := range list {
			if !seen[name] {
				seen[name] = true
				names = append(names, name)
			}
		}
	}
	if extracted {
		add(f.Extracted)
	}
	add(f.Raw)
	return names
}
