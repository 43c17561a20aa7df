package detect

import (
	"hash/maphash"
	"sync/atomic"

	"concurrentsessions/internal/memory"
)

// known maps the identities seen so far to a number each. Nothing is ever taken
// out, and the garbage collector finds no pointers in it. One goroutine adds;
// any may look up in a table of it meanwhile, and misses what is just added.
//
// An identity is kept as 96 bits of two hashes with secret seeds, not as its
// bytes: so a look at one line of the processor's cache tells whether it is
// known. Among ten million identities, two are taken for one in one of 10^15
// searches.
type known struct {
	seeds seeds
	table atomic.Pointer[table]
	count int
	// emptied is how often everything was forgotten.
	emptied uint32
}

// table is one by open addressing; the number of slots is a power of two.
type table struct {
	slots []slot
	// emptied tells which numbers it has.
	emptied uint32
}

// seeds are those of the two hashes.
type seeds struct{ hash, check maphash.Seed }

// print is what stands for an identity.
type print struct {
	hash  uint64
	check uint32
}

// slot is written once, its number last.
type slot struct {
	hash   atomic.Uint64
	check  atomic.Uint32
	number atomic.Uint32 // plus one, 0 is free
}

const (
	slotBytes  = 16
	firstSlots = 1 << 10
	maxSlots   = 1 << 31
)

func newKnown() *known {
	k := &known{seeds: seeds{maphash.MakeSeed(), maphash.MakeSeed()}}
	k.table.Store(&table{})
	return k
}

// of is the identity's print.
func (s *seeds) of(identity []byte) print {
	return print{maphash.Bytes(s.hash, identity), uint32(maphash.Bytes(s.check, identity))}
}

// forget empties the table. Prints stay what they are; numbers do not.
func (k *known) forget() {
	k.count = 0
	k.emptied++
	k.table.Store(&table{emptied: k.emptied})
}

// bytes is about how much memory the table holds.
func (k *known) bytes() int64 { return int64(len(k.table.Load().slots)) * slotBytes }

// find gives the number of an identity.
func (k *known) find(p print) (number uint32, found bool) { return k.table.Load().find(p) }

// touch has the processor fetch the slots at which the search for each row begins.
func (t *table) touch(rows []reduced) {
	if len(t.slots) == 0 {
		return
	}
	mask := uint64(len(t.slots) - 1)
	for i := range rows {
		_ = t.slots[rows[i].hash&mask].number.Load()
	}
}

func (t *table) find(p print) (number uint32, found bool) {
	if len(t.slots) == 0 {
		return 0, false
	}
	mask := uint64(len(t.slots) - 1)
	for i := p.hash & mask; ; i = (i + 1) & mask {
		s := &t.slots[i]
		number := s.number.Load()
		if number == 0 {
			return 0, false
		}
		if s.hash.Load() == p.hash && s.check.Load() == p.check {
			return number - 1, true
		}
	}
}

// add remembers an identity that is not known yet.
func (k *known) add(p print, number uint32) {
	t := k.table.Load()
	if 4*(k.count+1) > 3*len(t.slots) {
		if t = t.larger(); t == nil {
			return // what comes then is found out anew each time: slow but right
		}
		k.table.Store(t)
	}
	t.put(p, number+1)
	if k.count++; k.count == len(t.slots)/2 {
		memory.MakeRoom(len(t.slots) / 2 * slotBytes) // nobody looks at the smaller table any more
	}
}

func (t *table) put(p print, number uint32) {
	mask := uint64(len(t.slots) - 1)
	i := p.hash & mask
	for t.slots[i].number.Load() != 0 {
		i = (i + 1) & mask
	}
	s := &t.slots[i]
	s.hash.Store(p.hash)
	s.check.Store(p.check)
	s.number.Store(number)
}

// larger is the table with twice the slots, nil when that cannot be.
func (t *table) larger() *table {
	if len(t.slots) >= maxSlots {
		return nil
	}
	memory.MakeRoom(2 * len(t.slots) * slotBytes)
	to := &table{slots: make([]slot, max(firstSlots, 2*len(t.slots))), emptied: t.emptied}
	for i := range t.slots {
		if s := &t.slots[i]; s.number.Load() != 0 {
			to.put(print{s.hash.Load(), s.check.Load()}, s.number.Load())
		}
	}
	return to
}
