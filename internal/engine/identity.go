package engine

import (
	"encoding/binary"
	"hash/maphash"

	"concurrentsessions/internal/sighting"
)

// valueID numbers one value of one attribute: the number, and the attribute in
// the last five bits.
type valueID uint32

const attributeBits = 5

// Each attribute has its bits.
var _ [1<<attributeBits - sighting.NumAttributes]struct{}

func (v valueID) attribute() sighting.Attribute {
	return sighting.Attribute(v & (1<<attributeBits - 1))
}

// number is the value's place in the dictionary.
func (v valueID) number() uint32 { return uint32(v >> attributeBits) }

// identities interns what sightings show and whose they are. Values of all
// attributes share one numbering, so that one array can count them.
//
// An identity is a key, a source with its origin, and a client: all that is
// shown beside them. There are few clients and many identities, so an identity
// is 16 bytes.
type identities struct {
	counted [sighting.NumAttributes]bool // by the condition

	keys    dictionary
	values  dictionary // texts with their attribute before them
	clients dictionary // lists of values

	list  list[identity] // by ID
	table table

	scratch []byte // a key or a value
	list4   []byte // a client
}

type identity struct {
	key    uint32
	src    valueID
	origin valueID // noValue if it has none
	client uint32
}

const noValue = ^valueID(0)

func newIdentities(counted []sighting.Attribute) identities {
	s := identities{keys: newDictionary(), values: newDictionary(), clients: newDictionary()}
	for _, a := range counted {
		s.counted[a] = true
	}
	return s
}

func (s *identities) intern(in *sighting.Sighting) ID {
	s.scratch = appendKey(s.scratch[:0], in.Key)
	made := identity{key: s.keys.number(s.scratch), src: noValue, origin: noValue}
	if src := in.Shows[sighting.Src]; len(src) > 0 {
		made.src = s.value(sighting.Src, src[0])
	}
	if origin := in.Shows[sighting.Origin]; len(origin) > 0 {
		made.origin = s.value(sighting.Origin, origin[0])
	}
	made.client = s.client(in)
	hash := s.hash(made)
	id, known := s.table.find(hash, func(id uint32) bool { return *s.list.at(int(id)) == made })
	if !known {
		id = uint32(s.list.add(made))
		s.table.add(hash, id)
	}
	return ID(id)
}

func (s *identities) hash(i identity) uint64 { return maphash.Comparable(s.keys.seed, i) }

func (s *identities) value(a sighting.Attribute, text string) valueID {
	s.scratch = append(append(s.scratch[:0], byte(a)), text...)
	return valueID(s.values.number(s.scratch)<<attributeBits | uint32(a))
}

// client numbers what is shown beside source and origin: how many values the
// condition counts, these values, then the others, four bytes each.
func (s *identities) client(in *sighting.Sighting) uint32 {
	b := append(s.list4[:0], 0, 0, 0, 0)
	b = s.appendValues(b, in, true)
	binary.LittleEndian.PutUint32(b, uint32(len(b)/4-1))
	b = s.appendValues(b, in, false)
	s.list4 = b
	return s.clients.number(b)
}

func (s *identities) appendValues(b []byte, in *sighting.Sighting, counted bool) []byte {
	for a, values := range in.Shows {
		if a := sighting.Attribute(a); a == sighting.Src || a == sighting.Origin || s.counted[a] != counted {
			continue
		}
		for _, v := range values {
			b = binary.LittleEndian.AppendUint32(b, uint32(s.value(sighting.Attribute(a), v)))
		}
	}
	return b
}

// appendShown appends the values that the identity shows.
func (s *identities) appendShown(dst []valueID, id ID) []valueID {
	i := s.of(id)
	if i.src != noValue {
		dst = append(dst, i.src)
	}
	if i.origin != noValue {
		dst = append(dst, i.origin)
	}
	return appendNumbers(dst, s.clients.text(i.client)[4:])
}

// appendCounted appends those that the condition counts.
func (s *identities) appendCounted(dst []valueID, id ID) []valueID {
	i := s.of(id)
	if i.src != noValue && s.counted[sighting.Src] {
		dst = append(dst, i.src)
	}
	if i.origin != noValue && s.counted[sighting.Origin] {
		dst = append(dst, i.origin)
	}
	client := s.clients.text(i.client)
	n := binary.LittleEndian.Uint32(client)
	return appendNumbers(dst, client[4:4+4*n])
}

// place is where the identity is seen from, noValue if that is not known.
func (s *identities) place(id ID) valueID {
	client := s.clients.text(s.of(id).client)[4:]
	for ; len(client) > 0; client = client[4:] {
		if v := valueID(binary.LittleEndian.Uint32(client)); v.attribute() == sighting.Location {
			return v
		}
	}
	return noValue
}

func appendNumbers(dst []valueID, b []byte) []valueID {
	for ; len(b) > 0; b = b[4:] {
		dst = append(dst, valueID(binary.LittleEndian.Uint32(b)))
	}
	return dst
}

// bytes is about how much memory the identities hold.
func (s *identities) bytes() int64 {
	return s.keys.bytes() + s.values.bytes() + s.clients.bytes() + s.table.bytes() + int64(s.list.len())*16
}

func (s *identities) len() int { return s.list.len() }

func (s *identities) of(id ID) *identity { return s.list.at(int(id)) }

func (s *identities) text(v valueID) []byte { return s.values.text(v.number())[1:] }

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
func splitKey(encoded []byte) []string {
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
