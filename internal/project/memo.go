package project

import "concurrentsessions/internal/sighting"

// memo remembers what rows show beside key and source, for one client is seen
// with many keys: by the columns from which nothing else is read, the values as
// a record has them.
type memo struct {
	known map[string][]byte
	hits  int
	off   bool
	of    []byte // the columns of the current row
}

// maxMemo bounds a memo. Where it is filled before it was of use as often, it
// costs more than it saves; otherwise it starts again.
const maxMemo = 4096

// find gives what is remembered of the columns as they were sent.
func (m *memo) find(row Row, from, to int) (values []byte, known bool) {
	m.of = row.AppendRaw(m.of[:0], from, to)
	values, known = m.known[string(m.of)]
	if known {
		m.hits++
	}
	return values, known
}

// add remembers the values for what was not found last.
func (m *memo) add(values []byte) {
	if len(m.known) == maxMemo {
		m.off = m.hits < maxMemo
		m.hits, m.known = 0, nil
	}
	if m.off {
		return
	}
	if m.known == nil {
		m.known = map[string][]byte{}
	}
	m.known[string(m.of)] = values
}

// bindBesides finds the attributes that are read from the columns from on alone,
// of which nothing else is read. Where others are read together with the key, as
// the operating system may be with the user agent, it leaves it at that.
func (p *Plan) bindBesides(from int) {
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
