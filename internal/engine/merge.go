package engine

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/sighting"
)

// runs are the episodes to report of all partitions, put aside: a run for each
// partition, in order. To yield them, the runs are merged.
//
// A record is the trigger, the key, the evidence, then for each attribute the
// number of values that are shown and these.
type runs struct {
	store Store
	list  []sequence
}

// runBytes is how long a frame of a run is at least. While runs are merged, one
// of each is in memory.
const runBytes = 16 << 10

// add puts the episodes of a partition aside. What is shorter than a frame
// stays in memory.
func (r *runs) add(part *held) error {
	var run sequence
	var key []byte
	err := part.each(func(e *Episode) error {
		key = sighting.AppendKey(key[:0], e.Key)
		run.buffer = binary.AppendVarint(run.buffer, int64(e.Trigger))
		run.buffer = appendEvidence(appendText(run.buffer, key), e)
		for _, values := range e.Shows {
			run.buffer = binary.AppendUvarint(run.buffer, uint64(len(values)))
			for _, v := range values {
				run.buffer = appendText(run.buffer, v)
			}
		}
		return run.flush(r.store, runBytes)
	})
	r.list = append(r.list, run)
	return err
}

func (r *runs) each(yield func(*Episode) error) error {
	var heads []*head // of the runs that are not at their end
	for i := range r.list {
		h := &head{sequence: &r.list[i], store: r.store}
		if more, err := h.next(); err != nil {
			return err
		} else if more {
			heads = append(heads, h)
		}
	}
	var m maker
	for len(heads) > 0 {
		first := slices.MinFunc(heads, func(a, b *head) int {
			return cmp.Or(cmp.Compare(a.trigger, b.trigger), bytes.Compare(a.key, b.key))
		})
		if err := yield(first.episode(&m)); err != nil {
			return err
		}
		if more, err := first.next(); err != nil {
			return err
		} else if !more {
			heads = slices.DeleteFunc(heads, func(h *head) bool { return h == first })
		}
	}
	return nil
}

// head is where the reading of a run is: behind the key of an episode.
type head struct {
	cursor
	store Store
	*sequence
	frame   int    // that is read next
	room    []byte // for it
	trigger epoch.Micros
	key     []byte
}

// next reads up to the next episode's key and tells whether there is one.
func (h *head) next() (bool, error) {
	if len(h.in) == 0 {
		if err := h.nextFrame(); err != nil || len(h.in) == 0 {
			return false, err
		}
	}
	h.trigger, h.key = h.micros(), h.text()
	return true, nil
}

// nextFrame takes up the next frame, in the end what is in memory, and then
// nothing.
func (h *head) nextFrame() (err error) {
	switch at := h.frame; {
	case at < len(h.frames):
		h.room, err = h.frames[at].bringBack(h.store, h.room)
		h.in = h.room
	case at == len(h.frames):
		h.in = h.buffer
	}
	h.frame++
	return err
}

func (h *head) episode(m *maker) *Episode {
	m.begin(h.trigger, h.key)
	h.readEvidence(&m.out)
	for a := range sighting.NumAttributes {
		for range h.uint() {
			m.show(a, h.text())
		}
	}
	return m.end()
}
