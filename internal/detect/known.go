package detect

import "hash/maphash"

// known maps the identities seen so far to a number each. Nothing is ever taken
// out, and the garbage collector finds no pointers in it.
//
// An identity is kept as 96 bits of two hashes with secret seeds, not as its
// bytes: so a look at one line of the processor's cache tells whether it is
// known. Among ten million identities, two are taken for one in one of 10^15
// searches.
type known struct {
	seeds seeds
	slots []slot // by open addressing; the length is a power of two
	count int
}

// seeds are those of the two hashes.
type seeds struct{ hash, check maphash.Seed }

// print is what stands for an identity.
type print struct {
	hash  uint64
	check uint32
}

type slot struct {
	print
	number uint32 // plus one, 0 is free
}

const (
	slotBytes  = 16
	firstSlots = 1 << 10
	maxSlots   = 1 << 31
)

func newKnown() known {
	return known{seeds: seeds{maphash.MakeSeed(), maphash.MakeSeed()}}
}

// of is the identity's print.
func (s *seeds) of(identity []byte) print {
	return print{maphash.Bytes(s.hash, identity), uint32(maphash.Bytes(s.check, identity))}
}

// forget empties the table. Prints stay what they are.
func (k *known) forget() { *k = known{seeds: k.seeds} }

// bytes is about how much memory the table holds.
func (k *known) bytes() int64 { return int64(len(k.slots)) * slotBytes }

// find gives the number of an identity.
func (k *known) find(p print) (number uint32, found bool) {
	if len(k.slots) == 0 {
		return 0, false
	}
	mask := uint64(len(k.slots) - 1)
	for i := p.hash & mask; ; i = (i + 1) & mask {
		switch s := &k.slots[i]; {
		case s.number == 0:
			return 0, false
		case s.print == p:
			return s.number - 1, true
		}
	}
}

// lookUp reads the slot with which the search for each row begins, so that the
// processor waits for the memory of many at once.
func (k *known) lookUp(rows []reduced, slots []slot) {
	if len(k.slots) == 0 {
		clear(slots[:len(rows)])
		return
	}
	mask := uint64(len(k.slots) - 1)
	for i := range rows {
		slots[i] = k.slots[rows[i].hash&mask]
	}
}

// add remembers an identity that is not known yet.
func (k *known) add(p print, number uint32) {
	if 4*(k.count+1) > 3*len(k.slots) && !k.grow() {
		return
	}
	k.put(slot{p, number + 1})
	k.count++
}

func (k *known) put(s slot) {
	mask := uint64(len(k.slots) - 1)
	i := s.hash & mask
	for k.slots[i].number != 0 {
		i = (i + 1) & mask
	}
	k.slots[i] = s
}

// grow doubles the table. It reports false when that cannot be: what comes
// then is found out anew each time, which is slow but right.
func (k *known) grow() bool {
	if len(k.slots) >= maxSlots {
		return false
	}
	old := k.slots
	k.slots = make([]slot, max(firstSlots, 2*len(old)))
	for _, s := range old {
		if s.number != 0 {
			k.put(s)
		}
	}
	return true
}
