package engine

import (
	"encoding/binary"
	"strings"

	"concurrentsessions/internal/sighting"
)

// valueID numbers one value of one attribute.
type valueID uint32

// identities interns what sightings show. Values of all attributes share one
// numbering, so that one array can count them.
type identities struct {
	keys   dictionary
	values [sighting.NumAttributes]map[string]valueID
	texts  []string // by valueID

	numbers map[string]ID
	list    []identity // by ID
	shown   []valueID  // the values of all identities, one after another

	scratch []byte // the identity that is looked up
}

// identity is one key with what it shows: shown[from:] holds the values,
// attribute by attribute, ends[a] values up to and including attribute a.
type identity struct {
	key  uint32
	from uint32
	ends [sighting.NumAttributes]uint32
}

func newIdentities() identities {
	s := identities{keys: newDictionary(), numbers: map[string]ID{}}
	for a := range s.values {
		s.values[a] = map[string]valueID{}
	}
	return s
}

func (s *identities) intern(in *sighting.Sighting) ID {
	s.scratch = appendKey(s.scratch[:0], in.Key)
	key := s.keys.number(s.scratch)
	b := binary.LittleEndian.AppendUint32(s.scratch[:0], key)
	for a, values := range in.Shows {
		b = binary.AppendUvarint(b, uint64(len(values)))
		for _, v := range values {
			b = binary.LittleEndian.AppendUint32(b, uint32(s.value(sighting.Attribute(a), v)))
		}
	}
	s.scratch = b
	if id, known := s.numbers[string(b)]; known {
		return id
	}
	made := identity{key: key, from: uint32(len(s.shown))}
	for a, values := range in.Shows {
		for _, v := range values {
			s.shown = append(s.shown, s.value(sighting.Attribute(a), v))
		}
		made.ends[a] = uint32(len(s.shown)) - made.from
	}
	id := ID(len(s.list))
	s.list = append(s.list, made)
	s.numbers[string(b)] = id
	return id
}

func (s *identities) value(a sighting.Attribute, text string) valueID {
	if id, known := s.values[a][text]; known {
		return id
	}
	text = strings.Clone(text)
	id := valueID(len(s.texts))
	s.texts = append(s.texts, text)
	s.values[a][text] = id
	return id
}

func (s *identities) key(id ID) uint32 { return s.list[id].key }

// shows gives the identity's values of one attribute.
func (s *identities) shows(id ID, a sighting.Attribute) []valueID {
	in := &s.list[id]
	start := uint32(0)
	if a > 0 {
		start = in.ends[a-1]
	}
	return s.shown[in.from+start : in.from+in.ends[a]]
}

// origin gives the identity's origin, if it has one.
func (s *identities) origin(id ID) (valueID, bool) {
	if v := s.shows(id, sighting.Origin); len(v) > 0 {
		return v[0], true
	}
	return 0, false
}

// dictionary numbers keys in their encoded form.
type dictionary struct {
	numbers map[string]uint32
	texts   []string
}

func newDictionary() dictionary { return dictionary{numbers: map[string]uint32{}} }

func (d *dictionary) number(text []byte) uint32 {
	if n, known := d.numbers[string(text)]; known {
		return n
	}
	n := uint32(len(d.texts))
	owned := string(text)
	d.texts = append(d.texts, owned)
	d.numbers[owned] = n
	return n
}

func (d *dictionary) len() int { return len(d.texts) }

// appendKey encodes a key so that encoded keys sort as their parts do, part by
// part: each part ends with 0 1, and a 0 inside it becomes 0 255.
func appendKey(dst []byte, parts []string) []byte {
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

// splitKey undoes appendKey.
func splitKey(encoded string) []string {
	var parts []string
	var part []byte
	for i := 0; i < len(encoded); i++ {
		switch {
		case encoded[i] != 0:
			part = append(part, encoded[i])
		case encoded[i+1] == 255:
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
