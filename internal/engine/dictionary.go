package engine

import (
	"bytes"
	"encoding/binary"
	"hash/maphash"

	"concurrentsessions/internal/memory"
)

// dictionary numbers texts from 0 in the order in which they are first seen.
// It costs the text, about 20 bytes, and nothing for the garbage collector to
// look at.
type dictionary struct {
	arena  arena
	places list[place]
	table  table
	seed   maphash.Seed
}

func newDictionary() dictionary { return dictionary{seed: maphash.MakeSeed()} }

// number gives the text's number. The text is copied if it is new.
func (d *dictionary) number(text []byte) uint32 {
	hash := uint32(maphash.Bytes(d.seed, text))
	if n, known := d.find(hash, text); known {
		return n
	}
	n := uint32(d.places.add(d.arena.add(text)))
	d.table.add(hash, n)
	return n
}

func (d *dictionary) find(hash uint32, text []byte) (n uint32, known bool) {
	slots := d.table.slots
	if len(slots) == 0 {
		return 0, false
	}
	mask := uint32(len(slots) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		switch slot := slots[i]; {
		case slot.number == 0:
			return 0, false
		case slot.hash == hash && bytes.Equal(d.text(slot.number-1), text):
			return slot.number - 1, true
		}
	}
}

// text gives the text of a number. It must not be changed.
func (d *dictionary) text(n uint32) []byte { return d.arena.text(*d.places.at(int(n))) }

func (d *dictionary) len() int { return d.places.len() }

// bytes is about how much memory the dictionary holds.
func (d *dictionary) bytes() int64 {
	return int64(len(d.arena.blocks))*blockBytes + int64(d.places.len())*8 + d.table.bytes()
}

// arena holds texts in blocks. A text begins with its length.
type arena struct{ blocks [][]byte }

// place is where a text begins: its block and the offset in it.
type place uint64

const (
	offsetBits = 16
	blockBytes = 1 << offsetBits
)

func (a *arena) add(text []byte) place {
	need := binary.MaxVarintLen64 + len(text)
	last := len(a.blocks) - 1
	switch {
	case last < 0: // small arenas stay small
		a.blocks, last = append(a.blocks, make([]byte, 0, max(need, 512))), 0
	case len(a.blocks[last])+need > blockBytes: // a longer text has a block of its own
		a.blocks, last = append(a.blocks, make([]byte, 0, max(need, blockBytes))), last+1
	}
	block := a.blocks[last]
	at := place(last)<<offsetBits | place(len(block))
	block = binary.AppendUvarint(block, uint64(len(text)))
	a.blocks[last] = append(block, text...)
	return at
}

func (a *arena) text(at place) []byte {
	block := a.blocks[at>>offsetBits][at&(blockBytes-1):]
	length, n := uint64(block[0]), 1
	if length >= 0x80 { // few are that long
		length, n = binary.Uvarint(block)
	}
	end := n + int(length)
	return block[n:end:end]
}

// table is the hash table of a dictionary's numbers, by open addressing.
type table struct {
	slots []numbered // the length is a power of two
	used  int
}

// numbered has 32 bits of the hash, so that few texts are looked at that are not
// the one, and the number plus one; 0 is free.
type numbered struct{ hash, number uint32 }

const slotBytes = 8

func (t *table) bytes() int64 { return int64(len(t.slots)) * slotBytes }

// add adds a number that is not in the table.
func (t *table) add(hash, n uint32) {
	if 4*(t.used+1) > 3*len(t.slots) {
		old := t.slots
		memory.MakeRoom(2 * len(old) * slotBytes)
		t.slots = make([]numbered, max(16, 2*len(old)))
		for _, slot := range old {
			if slot.number != 0 {
				t.put(slot)
			}
		}
	}
	t.put(numbered{hash, n + 1})
	t.used++
}

func (t *table) put(slot numbered) {
	mask := uint32(len(t.slots) - 1)
	i := slot.hash & mask
	for t.slots[i].number != 0 {
		i = (i + 1) & mask
	}
	t.slots[i] = slot
}
