package engine

import "concurrentsessions/internal/sighting"

// Bytes is about how much memory is held.
func (n *Nearby) Bytes() int64 {
	return n.bytes + n.identities.bytes() + int64(n.identities.len())*numberBytes
}

// numberBytes is about what an identity takes in numbers and alone.
const numberBytes = 40

// Full is [Engine.Full].
func (n *Nearby) Full() bool { return n.identities.values.len() >= maxValues }

// IsSettled says that it is worth while to put aside what is held: since that was
// done last, as much came in as was brought back. With an endless window all of
// it would be brought back at once.
func (n *Nearby) IsSettled() bool { return n.plan.Mode != Endless && n.observed >= n.broughtBack }

// PutAside writes what is held to the store and starts anew: IDs that were given
// out before mean nothing any more. A page comes back when it is looked at. All
// calls have the same store.
func (n *Nearby) PutAside(store Store) error {
	n.store = store
	for _, p := range n.pages {
		if p.isAside {
			continue
		}
		if p.aside == nil {
			frames, err := n.putAside(p)
			if err != nil {
				return err
			}
			p.aside = frames
		}
		*p = page{aside: p.aside, isAside: true}
	}
	n.identities, n.numbers = newIdentities(n.plan.When.Attributes()), map[identity]ID{}
	n.alone = list[bool]{}
	n.bytes, n.observed, n.broughtBack = 0, 0, 0
	return nil
}

// putAside writes a page. It is a sequence of frames as in spill.go, and begins
// a numbering of its own.
func (n *Nearby) putAside(p *page) ([]frame, error) {
	s := sequence{buffer: n.buffer[:0]}
	identities := uint32(0)
	for _, t := range p.trees {
		var last *node
		// In this order, an identity's sightings follow each other.
		for at := p.first(t.root); at != nil; _, at = p.around(t.root, at.id, at.at) {
			if last == nil || at.id != last.id {
				s.buffer = n.identities.appendRecord(s.buffer, at.id)
				identities++
			}
			s.buffer = appendPlain(s.buffer, identities-1, at.at)
			if err := s.flush(n.store, frameBytes); err != nil {
				return nil, err
			}
			last = at
		}
	}
	err := s.flush(n.store, 1)
	n.buffer = s.buffer
	return s.frames, err
}

// bringBack fills a page that was put aside.
func (n *Nearby) bringBack(p *page) {
	frames := p.aside
	*p = page{}
	r := recordReader{intern: n.Intern, add: func(id ID, seen sighting.Seen) {
		p.add(n.identities.of(id).key, id, seen.First)
	}}
	for _, f := range frames {
		frame, err := f.bringBack(n.store, n.buffer)
		if err != nil {
			n.err = err
			return
		}
		r.read(frame)
		n.buffer = frame
	}
	p.aside = frames
	n.bytes += p.bytes()
	n.broughtBack += p.nodes.n
}

// Err is an error of the store. Answers since are worth nothing.
func (n *Nearby) Err() error { return n.err }
