package project

import (
	"bytes"
	"slices"

	"concurrentsessions/internal/sighting"
)

// held is what was read of the current row: its memory serves the next one.
type held struct {
	values [][]byte // of all lists below
	text   []byte   // of values that the row itself has not

	shows   [sighting.NumAttributes][][]byte
	besides []byte     // more of what is shown, as values of a record
	parts   [][][]byte // of the key
	places  []place

	at      []int    // the current value of each part
	key     [][]byte // these values
	encoded []byte   // the same, for the record
}

// place is one source and its origin, if it has one.
type place struct{ src, origin []byte }

func newHeld(parts int) held {
	return held{parts: make([][][]byte, parts), at: make([]int, parts), key: make([][]byte, parts)}
}

func (h *held) reset() { h.values, h.text, h.places = h.values[:0], h.text[:0], h.places[:0] }

// nextKey goes on to the next combination of the parts' values, in order.
func (h *held) nextKey() bool {
	for last := len(h.at) - 1; last >= 0; last-- {
		if h.at[last]++; h.at[last] < len(h.parts[last]) {
			return true
		}
		h.at[last] = 0
	}
	return false
}

func (h *held) appendRecord(dst []byte, at place) []byte {
	start := len(dst)
	dst = sighting.BeginRecord(dst, h.encoded)
	dst = sighting.AppendValue(dst, sighting.Src, at.src)
	if at.origin != nil {
		dst = sighting.AppendValue(dst, sighting.Origin, at.origin)
	}
	for a, values := range h.shows {
		dst = appendValues(dst, sighting.Attribute(a), values)
	}
	dst = append(dst, h.besides...)
	sighting.EndRecord(dst[start:])
	return dst
}

func appendValues(dst []byte, a sighting.Attribute, values [][]byte) []byte {
	for _, v := range values {
		dst = sighting.AppendValue(dst, a, v)
	}
	return dst
}

func (h *held) addFamily(name []byte) {
	if len(name) > 0 {
		h.values = append(h.values, name)
	}
}

// dropMissing takes out what is no value.
func (h *held) dropMissing(start int) {
	if len(h.values) > start {
		h.values = h.values[:start+len(slices.DeleteFunc(h.values[start:], sighting.IsMissing))]
	}
}

// distinct is the list of the values from start on, sorted, each once.
func (h *held) distinct(start int) [][]byte {
	list := h.values[start:len(h.values):len(h.values)]
	if len(list) > 1 {
		slices.SortFunc(list, bytes.Compare)
		list = slices.CompactFunc(list, bytes.Equal)
	}
	return list
}
