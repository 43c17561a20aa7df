package project

import (
	"bytes"
	"fmt"
	"strings"

	"concurrentsessions/internal/sighting"
)

// String prints the plan for people: what is asked of Splunk, and where each
// role is looked for.
func (p *Plan) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "from %s: %s\n", p.from, strings.Join(p.columns, ", "))
	line := func(kind string, bound *binding, rest string) {
		if bound.empty() {
			return
		}
		names := make([]string, 0, len(bound.fields)+1)
		for _, number := range bound.fields {
			names = append(names, p.fields[number].name)
		}
		if len(bound.constant) > 0 {
			names = append(names, fmt.Sprintf("%q", bound.constant))
		}
		fmt.Fprintf(&b, "%s %s: %s%s\n", kind, bound.name, strings.Join(names, ", else "), rest)
	}
	for _, n := range []*binding{&p.time, &p.first, &p.last, &p.count, &p.indexed} {
		line("number", n, "")
	}
	for i := range p.key {
		line("key", &p.key[i], "")
	}
	line("source", &p.src, "")
	for a := range sighting.NumAttributes {
		line("attribute", &p.attributes[a], "")
	}
	for i := range p.filter {
		line("only", &p.filter[i].binding, " in ("+string(bytes.Join(p.filter[i].values, []byte(", ")))+")")
	}
	return b.String()
}
