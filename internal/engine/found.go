package engine

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"math"
	"slices"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/sighting"
)

// held is the episodes to report, held in memory while they wait for their
// turn: a record of a few dozen bytes each, and their order. There may be many,
// so that an episode is made in full only when it is yielded.
//
// A record is the evidence, then the numbers of the values that are shown.
type held struct {
	identities *identities
	records    arena
	order      []turn
	record     []byte
}

// turn is when an episode is yielded, and what it is made of.
type turn struct {
	trigger epoch.Micros
	record  place
	key     uint32
}

func (h *held) add(key uint32, e *Episode, shown []valueID) {
	h.record = appendEvidence(h.record[:0], e)
	for _, v := range shown {
		h.record = binary.AppendUvarint(h.record, uint64(v))
	}
	h.order = append(h.order, turn{e.Trigger, h.records.add(h.record), key})
}

// bytes is about how much memory is held.
func (h *held) bytes() int64 {
	return int64(len(h.records.blocks))*blockBytes + int64(cap(h.order))*24
}

func (h *held) sort() {
	slices.SortFunc(h.order, func(a, b turn) int {
		if a.trigger != b.trigger {
			return cmp.Compare(a.trigger, b.trigger)
		}
		return bytes.Compare(h.key(a), h.key(b))
	})
}

func (h *held) key(t turn) []byte { return h.identities.keys.text(t.key) }

func (h *held) each(yield func(*Episode) error) error {
	var m maker
	for _, t := range h.order {
		m.begin(t.trigger, h.key(t))
		in := cursor{h.records.text(t.record)}
		in.readEvidence(&m.out)
		for len(in.in) > 0 {
			v := valueID(in.uint())
			m.show(v.attribute(), h.identities.textOf(v, t.key))
		}
		if err := yield(m.end()); err != nil {
			return err
		}
	}
	return nil
}

// What an episode has beside its trigger, its key and its values: first which
// of these there are, then the moments as distances from the trigger.
const (
	hasGap byte = 1 << iota
	hasSpeed
	isInterleaved
	isOngoing
)

func appendEvidence(dst []byte, e *Episode) []byte {
	var has byte
	for _, flag := range [...]struct {
		is  bool
		bit byte
	}{{e.HasGap, hasGap}, {e.TopSpeed > 0, hasSpeed}, {e.Interleaved, isInterleaved}, {e.Ongoing, isOngoing}} {
		if flag.is {
			has |= flag.bit
		}
	}
	dst = append(dst, has)
	for _, at := range [...]epoch.Micros{e.End, e.First, e.Last} {
		dst = binary.AppendVarint(dst, int64(at-e.Trigger))
	}
	dst = binary.AppendUvarint(dst, e.Count)
	dst = binary.AppendUvarint(dst, uint64(e.Switches))
	if e.HasGap {
		dst = binary.AppendVarint(dst, int64(e.ClosestGap))
	}
	if e.TopSpeed > 0 {
		dst = binary.AppendUvarint(dst, math.Float64bits(e.TopSpeed))
		dst = binary.AppendUvarint(dst, math.Float64bits(e.Distance))
	}
	return dst
}

// readEvidence reads it into an episode that has its trigger.
func (c *cursor) readEvidence(e *Episode) {
	has := c.byte()
	e.HasGap, e.Interleaved, e.Ongoing = has&hasGap != 0, has&isInterleaved != 0, has&isOngoing != 0
	for _, at := range [...]*epoch.Micros{&e.End, &e.First, &e.Last} {
		*at = e.Trigger + c.micros()
	}
	e.Count = c.uint()
	e.Switches = int(c.uint())
	if e.HasGap {
		e.ClosestGap = c.micros()
	}
	if has&hasSpeed != 0 {
		e.TopSpeed = math.Float64frombits(c.uint())
		e.Distance = math.Float64frombits(c.uint())
	}
}

// maker makes one episode at a time. Its texts are copied together into one
// string.
type maker struct {
	out   Episode
	text  []byte
	ends  []int // in text: of the parts of the key, then of the values
	parts int
	shown []sighting.Attribute // by value
	list  []string
}

// begin begins an episode. The key is encoded.
func (m *maker) begin(trigger epoch.Micros, key []byte) {
	m.out = Episode{Trigger: trigger}
	m.text, m.ends, m.shown = m.text[:0], m.ends[:0], m.shown[:0]
	for len(key) > 0 {
		zero := bytes.IndexByte(key, 0)
		m.text = append(m.text, key[:zero]...)
		if key[zero+1] == 255 {
			m.text = append(m.text, 0)
		} else {
			m.ends = append(m.ends, len(m.text))
		}
		key = key[zero+2:]
	}
	m.parts = len(m.ends)
}

// show adds a value. They come by attribute and then by text.
func (m *maker) show(a sighting.Attribute, text []byte) {
	m.text = append(m.text, text...)
	m.ends = append(m.ends, len(m.text))
	m.shown = append(m.shown, a)
}

// end gives the episode, valid until the next begins but for its strings.
func (m *maker) end() *Episode {
	text, from := string(m.text), 0
	m.list = m.list[:0]
	for _, to := range m.ends {
		m.list = append(m.list, text[from:to])
		from = to
	}
	m.out.Key = m.list[:m.parts:m.parts]
	values := m.list[m.parts:]
	for from := 0; from < len(values); {
		to := from
		for to < len(values) && m.shown[to] == m.shown[from] {
			to++
		}
		m.out.Shows[m.shown[from]] = values[from:to:to]
		from = to
	}
	return &m.out
}
