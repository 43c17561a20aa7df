package engine

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"hash/maphash"
	"slices"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/sighting"
)

// What the engine holds can be put aside, as often as memory runs short. It
// goes to a Store, split by key into partitions, so that at the end each
// partition is an engine of its own that has all there is of its keys. The
// result is that of an engine that never ran short.
//
// A partition is a sequence of frames, and a frame a sequence of records:
//
//	0                                 a new numbering of identities begins
//	1 sighting.Record                 an identity, numbered from 0
//	2 identity first                  a plain sighting
//	3 identity first last count has-index-time index-time
//	                                  any other sighting
//
// Numbers are varints. Frames carry a checksum.

// Store keeps what is put aside.
type Store interface {
	// Write keeps a frame and gives its place. The frame is the caller's
	// again when Write returns.
	Write(frame []byte) (place int64, err error)
	// Read fills frame with what was written at the place.
	Read(frame []byte, place int64) error
}

// ErrDamaged says that what was put aside came back changed.
var ErrDamaged = errors.New("what was put aside came back damaged")

const (
	partitions = 64
	frameBytes = 64 << 10
)

const (
	recordReset byte = iota
	recordIdentity
	recordPlain
	recordWide
)

// aside is what was put aside so far.
type aside struct {
	store      Store
	seed       maphash.Seed // by which keys are split
	partitions [partitions]sequence
	sightings  int
	keys       int // known when everything was brought back
}

// sequence is records one after the other, in frames but for the last ones.
type sequence struct {
	frames []frame
	buffer []byte
}

type frame struct {
	place    int64
	length   int
	checksum uint32
}

// PutAside writes what the engine holds to the store and starts anew: IDs that
// were given out before mean nothing any more. All calls have the same store.
func (e *Engine) PutAside(store Store) error {
	if e.aside == nil {
		e.aside = &aside{store: store, seed: maphash.MakeSeed()}
	}
	if err := e.aside.put(e); err != nil {
		return err
	}
	e.identities = newIdentities(e.plan.When.Attributes())
	e.log = log{}
	e.found = nil // it speaks of the numbers that were
	return nil
}

func (a *aside) put(e *Engine) error {
	for p := range a.partitions {
		a.partitions[p].buffer = append(a.partitions[p].buffer, recordReset)
	}
	local, where := make([]uint32, e.identities.len()), make([]uint8, e.identities.len())
	var next [partitions]uint32
	for i := range local {
		p := a.partitionOf(&e.identities, ID(i))
		where[i], local[i] = p, next[p]
		next[p]++
		a.partitions[p].buffer = e.identities.appendRecord(a.partitions[p].buffer, ID(i))
		if err := a.partitions[p].flush(a.store, frameBytes); err != nil {
			return err
		}
	}
	for _, b := range e.log.blocks {
		plain := b.isPlain()
		for i, id := range b.id {
			part := &a.partitions[where[id]]
			if plain {
				part.buffer = appendPlain(part.buffer, local[id], b.first(i))
			} else {
				part.buffer = appendWide(part.buffer, local[id], b.first(i), b.wide(i))
			}
			if err := part.flush(a.store, frameBytes); err != nil {
				return err
			}
		}
	}
	for p := range a.partitions {
		if err := a.partitions[p].flush(a.store, 1); err != nil {
			return err
		}
	}
	a.sightings += e.log.n
	return nil
}

func (a *aside) partitionOf(identities *identities, id ID) uint8 {
	key := identities.keys.text(identities.of(id).key)
	return uint8(maphash.Bytes(a.seed, key) % partitions)
}

// flush writes the buffer as a frame, if it has at least so many bytes.
func (s *sequence) flush(store Store, least int) error {
	if len(s.buffer) < least {
		return nil
	}
	place, err := store.Write(s.buffer)
	if err != nil {
		return fmt.Errorf("put sightings aside: %w", err)
	}
	s.frames = append(s.frames, frame{place, len(s.buffer), crc32.Checksum(s.buffer, castagnoli)})
	s.buffer = s.buffer[:0]
	return nil
}

// bringBack gives what the frame holds, in room if it is large enough.
func (f frame) bringBack(store Store, room []byte) ([]byte, error) {
	buffer := slices.Grow(room[:0], f.length)[:f.length]
	if err := store.Read(buffer, f.place); err != nil {
		return nil, fmt.Errorf("bring sightings back: %w", err)
	}
	if crc32.Checksum(buffer, castagnoli) != f.checksum {
		return nil, fmt.Errorf("bring sightings back: %w", ErrDamaged)
	}
	return buffer, nil
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// bringBack makes an engine of a partition.
func (a *aside) bringBack(plan Plan, p int) (*Engine, error) {
	e := New(plan)
	r := recordReader{intern: e.Intern, add: e.log.add}
	var buffer []byte
	for _, f := range a.partitions[p].frames {
		var err error
		if buffer, err = f.bringBack(a.store, buffer); err != nil {
			return nil, err
		}
		r.read(buffer)
	}
	return e, nil
}

func (s *identities) appendRecord(dst []byte, id ID) []byte {
	key := s.of(id).key
	dst = append(dst, recordIdentity)
	start := len(dst)
	dst = sighting.BeginRecord(dst, s.keys.text(key))
	s.shown = s.appendShown(s.shown[:0], id)
	for _, v := range s.shown {
		dst = sighting.AppendValue(dst, v.attribute(), s.textOf(v, key))
	}
	sighting.EndRecord(dst[start:])
	return dst
}

func appendPlain(dst []byte, id uint32, first epoch.Micros) []byte {
	dst = binary.AppendUvarint(append(dst, recordPlain), uint64(id))
	return binary.AppendVarint(dst, int64(first))
}

func appendWide(dst []byte, id uint32, first epoch.Micros, w wide) []byte {
	dst = binary.AppendUvarint(append(dst, recordWide), uint64(id))
	dst = binary.AppendVarint(dst, int64(first))
	dst = binary.AppendVarint(dst, int64(w.last))
	dst = binary.AppendUvarint(dst, w.count)
	if w.indexed == unindexed {
		return append(dst, 0)
	}
	return binary.AppendVarint(append(dst, 1), int64(w.indexed))
}

// recordReader plays records into what they were put aside of. What it reads is
// what was written: the checksum has vouched for it.
type recordReader struct {
	cursor
	intern func(sighting.Record) ID
	add    func(ID, sighting.Seen)
	ids    []ID // by local number
}

func (r *recordReader) read(frame []byte) {
	for r.in = frame; len(r.in) > 0; {
		switch r.byte() {
		case recordReset:
			r.ids = r.ids[:0]
		case recordIdentity:
			r.ids = append(r.ids, r.identity())
		case recordPlain:
			id, first := r.uint(), r.micros()
			r.add(r.ids[id], sighting.Seen{First: first, Last: first, Count: 1})
		case recordWide:
			id := r.uint()
			seen := sighting.Seen{First: r.micros(), Last: r.micros(), Count: r.uint(), HasIndexed: r.byte() == 1}
			if seen.HasIndexed {
				seen.Indexed = r.micros()
			}
			r.add(r.ids[id], seen)
		}
	}
}

func (r *recordReader) identity() (id ID) {
	record, rest := sighting.CutRecord(r.in)
	r.in = rest
	return r.intern(record)
}

// cursor reads records that are known to be whole.
type cursor struct{ in []byte }

func (c *cursor) byte() byte {
	b := c.in[0]
	c.in = c.in[1:]
	return b
}

func (c *cursor) uint() uint64 {
	v, n := binary.Uvarint(c.in)
	c.in = c.in[n:]
	return v
}

func (c *cursor) micros() epoch.Micros {
	v, n := binary.Varint(c.in)
	c.in = c.in[n:]
	return epoch.Micros(v)
}

// text is a view of what is read.
func (c *cursor) text() []byte {
	n := c.uint()
	text := c.in[:n:n]
	c.in = c.in[n:]
	return text
}

func appendText[T string | []byte](dst []byte, text T) []byte {
	return append(binary.AppendUvarint(dst, uint64(len(text))), text...)
}
