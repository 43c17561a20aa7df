package sighting

import "encoding/binary"

// Record is a sighting in bytes, so that one can be handed on without a piece
// of memory for each of its values. It is
//
//	length of what follows (4) | length of the key (4) | key | values
//
// where the key is as [AppendKey] writes it, and a value is its length, a
// varint, its attribute (1) and its text. Numbers of 4 bytes are little-endian.
// The values of an attribute are distinct and sorted.
type Record struct {
	Key    []byte
	values []byte
}

const recordHead = 8

// BeginRecord appends the record of a key that shows nothing yet. [AppendValue]
// follows, and [EndRecord].
func BeginRecord(dst, key []byte) []byte {
	dst = binary.LittleEndian.AppendUint32(dst, 0)
	dst = binary.LittleEndian.AppendUint32(dst, uint32(len(key)))
	return append(dst, key...)
}

// AppendValue appends a value to the record at the end of dst.
func AppendValue[T text](dst []byte, a Attribute, value T) []byte {
	dst = binary.AppendUvarint(dst, uint64(1+len(value)))
	return append(append(dst, byte(a)), value...)
}

// EndRecord completes a record.
func EndRecord(record []byte) { binary.LittleEndian.PutUint32(record, uint32(len(record)-4)) }

// AppendRecord appends the sighting as a record.
func (s *Sighting) AppendRecord(dst []byte) []byte {
	start := len(dst)
	dst = BeginRecord(dst, AppendKey(nil, s.Key))
	for a, values := range s.Shows {
		for _, v := range values {
			dst = AppendValue(dst, Attribute(a), v)
		}
	}
	EndRecord(dst[start:])
	return dst
}

// Record is the sighting as a record.
func (s *Sighting) Record() Record {
	r, _ := CutRecord(s.AppendRecord(nil))
	return r
}

// CutRecord gives the record with which b begins, and what is behind it.
func CutRecord(b []byte) (r Record, rest []byte) {
	end := 4 + binary.LittleEndian.Uint32(b)
	values := recordHead + binary.LittleEndian.Uint32(b[4:])
	return Record{Key: b[recordHead:values:values], values: b[values:end:end]}, b[end:]
}

// Next cuts the next value off, as its attribute, one byte, and its text.
func (r *Record) Next() (value []byte, ok bool) {
	if len(r.values) == 0 {
		return nil, false
	}
	length, n := uint64(r.values[0]), 1
	if length >= 0x80 { // few are that long
		length, n = binary.Uvarint(r.values)
	}
	end := n + int(length)
	value, r.values = r.values[n:end:end], r.values[end:]
	return value, true
}

// Sighting is what the record says, in memory of its own.
func (r Record) Sighting() (s Sighting) {
	s.Key = SplitKey(r.Key)
	for value, ok := r.Next(); ok; value, ok = r.Next() {
		s.Shows[value[0]] = append(s.Shows[value[0]], string(value[1:]))
	}
	return s
}

type text interface{ ~string | ~[]byte }

// AppendKey appends a key so that keys sort, as bytes, as their parts do, part
// by part: each part ends with 0 1, and a 0 inside it becomes 0 255.
func AppendKey[T text](dst []byte, parts []T) []byte {
	for _, part := range parts {
		for i := range len(part) {
			dst = append(dst, part[i])
			if part[i] == 0 {
				dst = append(dst, 255)
			}
		}
		dst = append(dst, 0, 1)
	}
	return dst
}

// SplitKey undoes [AppendKey].
func SplitKey(key []byte) []string {
	var parts []string
	var part []byte
	for i := 0; i < len(key); i++ {
		switch {
		case key[i] != 0:
			part = append(part, key[i])
		case key[i+1] == 255:
			part = append(part, 0)
			i++
		default:
			parts = append(parts, string(part))
			part = part[:0]
			i++
		}
	}
	return parts
}
