package rest

import (
	"encoding/binary"
	"strings"
)

// Slots shows a row as the search command sees rows: by numbered columns, slot
// i being the field Names[i].
type Slots struct {
	Names []string
	Row   Row
}

// Field is the values of a slot, joined by LF.
func (s *Slots) Field(slot int) []byte {
	return []byte(strings.Join(s.Row[s.Names[slot]], "\n"))
}

// Sent is what Field is: no quote is doubled.
func (s *Slots) Sent(slot int) (text []byte, doubled bool) { return s.Field(slot), false }

// AppendValues appends each value of a slot that is not empty.
func (s *Slots) AppendValues(dst [][]byte, slot int) [][]byte {
	for _, v := range s.Row[s.Names[slot]] {
		if v != "" {
			dst = append(dst, []byte(v))
		}
	}
	return dst
}

// AppendRaw appends, for each slot from the first up to, not including, the
// last, the number of values, then each with its length before it.
func (s *Slots) AppendRaw(dst []byte, from, to int) []byte {
	for _, name := range s.Names[from:to] {
		values := s.Row[name]
		dst = binary.AppendUvarint(dst, uint64(len(values)))
		for _, v := range values {
			dst = binary.AppendUvarint(dst, uint64(len(v)))
			dst = append(dst, v...)
		}
	}
	return dst
}
