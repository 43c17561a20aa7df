package engine

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"hash/maphash"

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
	partitions [partitions]partition
	sightings  int
	keys       int // known when everything was brought back
}

type partition struct {
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
		if err := a.flush(p, frameBytes); err != nil {
			return err
		}
	}
	for _, b := range e.log.blocks {
		plain := b.isPlain()
		for i, id := range b.id {
			p := where[id]
			buffer := a.partitions[p].buffer
			if plain {
				buffer = appendPlain(buffer, local[id], b.first[i])
			} else {
				buffer = appendWide(buffer, local[id], b.first[i], b.wide(i))
			}
			a.partitions[p].buffer = buffer
			if err := a.flush(p, frameBytes); err != nil {
				return err
			}
		}
	}
	for p := range a.partitions {
		if err := a.flush(uint8(p), 1); err != nil {
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

// flush writes the partition's buffer as a frame, if it has at least so many
// bytes.
func (a *aside) flush(p uint8, least int) error {
	part := &a.partitions[p]
	if len(part.buffer) < least {
		return nil
	}
	place, err := a.store.Write(part.buffer)
	if err != nil {
		return fmt.Errorf("put sightings aside: %w", err)
	}
	part.frames = append(part.frames, frame{place, len(part.buffer), crc32.Checksum(part.buffer, castagnoli)})
	part.buffer = part.buffer[:0]
	return nil
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// bringBack makes an engine of a partition.
func (a *aside) bringBack(plan Plan, p int) (*Engine, error) {
	e := New(plan)
	r := recordReader{engine: e}
	var buffer []byte
	for _, f := range a.partitions[p].frames {
		if cap(buffer) < f.length {
			buffer = make([]byte, f.length)
		}
		buffer = buffer[:f.length]
		if err := a.store.Read(buffer, f.place); err != nil {
			return nil, fmt.Errorf("bring sightings back: %w", err)
		}
		if crc32.Checksum(buffer, castagnoli) != f.checksum {
			return nil, fmt.Errorf("bring sightings back: %w", ErrDamaged)
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

// recordReader plays records into an engine. What it reads is what put wrote:
// the checksum has vouched for it.
type recordReader struct {
	engine *Engine
	ids    []ID // by local number
	in     []byte
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
			r.engine.log.add(r.ids[id], sighting.Seen{First: first, Last: first, Count: 1})
		case recordWide:
			id := r.uint()
			seen := sighting.Seen{First: r.micros(), Last: r.micros(), Count: r.uint(), HasIndexed: r.byte() == 1}
			if seen.HasIndexed {
				seen.Indexed = r.micros()
			}
			r.engine.log.add(r.ids[id], seen)
		}
	}
}

func (r *recordReader) identity() (id ID) {
	record, rest := sighting.CutRecord(r.in)
	r.in = rest
	return r.engine.Intern(record)
}

func (r *recordReader) byte() byte {
	b := r.in[0]
	r.in = r.in[1:]
	return b
}

func (r *recordReader) uint() uint64 {
	v, n := binary.Uvarint(r.in)
	r.in = r.in[n:]
	return v
}

func (r *recordReader) micros() epoch.Micros {
	v, n := binary.Varint(r.in)
	r.in = r.in[n:]
	return epoch.Micros(v)
}
