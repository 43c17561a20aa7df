package detect

import (
	"encoding/binary"
	"hash/maphash"
	"math"
)

// known maps the identities seen so far, any bytes, to a number each. Nothing
// is ever taken out, and the garbage collector finds no pointers in it:
//
//	slots   [ tag, place ] [ 0, 0 ] [ tag, place ] ...   two for three identities, at least
//	                 └───────────┐
//	blocks  [ .. ][ number 4 | length 1-5 | identity | 0-7 to a multiple of 8 ][ .. ]
//
// A tag is 32 bits of the identity's hash; its lowest bits say at which slot
// the search starts, so slots move to a larger table without a look at the
// identities. A place counts in units of 8 bytes, from 1.
//
// Beside its own bytes, an identity takes 19 to 30.
type known struct {
	seed   maphash.Seed
	slots  []slot
	count  int
	blocks [][]byte
	end    uint32 // in units, behind the last record
}

type slot struct{ tag, place uint32 }

const (
	unit       = 8
	blockUnits = 1 << 17 // 1 MB
	firstSlots = 1 << 10
	maxSlots   = 1 << 31
)

func newKnown() known { return known{seed: maphash.MakeSeed()} }

// forget empties the table. Hashes stay what they are.
func (k *known) forget() { *k = known{seed: k.seed} }

// bytes is about how much memory the table holds.
func (k *known) bytes() int64 {
	return int64(len(k.slots))*8 + int64(len(k.blocks))*blockUnits*unit
}

func (k *known) hash(identity []byte) uint64 { return maphash.Bytes(k.seed, identity) }

// find gives the number of an identity.
func (k *known) find(identity []byte, hash uint64) (number uint32, found bool) {
	if len(k.slots) == 0 {
		return 0, false
	}
	tag := uint32(hash)
	mask := uint32(len(k.slots) - 1)
	for i := tag & mask; ; i = (i + 1) & mask {
		s := k.slots[i]
		if s.place == 0 {
			return 0, false
		}
		if s.tag != tag {
			continue
		}
		if number, text := k.record(s.place); string(text) == string(identity) {
			return number, true
		}
	}
}

// found is what looking up came to.
type found struct {
	slot   slot
	number uint32
	is     bool
}

// lookUp looks up the rows' identities, as far as the first slot of the search
// leads. First all slots are read, then all records: so the processor waits for
// many of them at once.
func (k *known) lookUp(b *Batch, rows []reduced, found []found) {
	found = found[:len(rows)]
	clear(found)
	if len(k.slots) == 0 {
		return
	}
	mask := uint32(len(k.slots) - 1)
	for i := range rows {
		found[i].slot = k.slots[uint32(rows[i].hash)&mask]
	}
	for i := range rows {
		row, f := &rows[i], &found[i]
		if f.slot.place == 0 || f.slot.tag != uint32(row.hash) {
			continue
		}
		number, text := k.record(f.slot.place)
		f.number, f.is = number, string(text) == string(b.identity(row))
	}
}

// add remembers an identity that is not known yet.
func (k *known) add(identity []byte, hash uint64, number uint32) {
	if 4*(k.count+1) > 3*len(k.slots) && !k.grow() {
		return
	}
	if place, ok := k.write(identity, number); ok {
		k.put(slot{uint32(hash), place})
		k.count++
	}
}

func (k *known) put(s slot) {
	mask := uint32(len(k.slots) - 1)
	i := s.tag & mask
	for k.slots[i].place != 0 {
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
		if s.place != 0 {
			k.put(s)
		}
	}
	return true
}

// record reads what stands at a place.
func (k *known) record(place uint32) (number uint32, identity []byte) {
	at := place - 1
	b := k.blocks[at/blockUnits][at%blockUnits*unit:]
	number = binary.LittleEndian.Uint32(b)
	if n := int(b[4]); n < 0x80 {
		return number, b[5 : 5+n]
	}
	n, width := binary.Uvarint(b[4:])
	return number, b[4+width:][:n]
}

// write adds a record. It reports false when there are no places left.
func (k *known) write(identity []byte, number uint32) (place uint32, ok bool) {
	var head [4 + binary.MaxVarintLen64]byte
	binary.LittleEndian.PutUint32(head[:], number)
	h := head[:4+binary.PutUvarint(head[4:], uint64(len(identity)))]
	units := (len(h) + len(identity) + unit - 1) / unit
	if uint64(k.end)+uint64(units)+blockUnits > math.MaxUint32 {
		return 0, false
	}
	at := k.room(units)
	b := k.blocks[at/blockUnits][at%blockUnits*unit:]
	copy(b[copy(b, h):], identity)
	return at + 1, true
}

// room takes so many units off the last block, or begins one. What is longer
// than a block has one of its own, which counts for as many as it is long.
func (k *known) room(units int) (at uint32) {
	if all := uint32(len(k.blocks) * blockUnits); units > int(all-k.end) {
		k.end = all
		more := (units + blockUnits - 1) / blockUnits
		k.blocks = append(k.blocks, make([]byte, more*blockUnits*unit))
		if more > 1 {
			k.blocks = append(k.blocks, make([][]byte, more-1)...)
			k.end = uint32(len(k.blocks) * blockUnits)
			return all
		}
	}
	at = k.end
	k.end += uint32(units)
	return at
}
