package engine

import (
	"bytes"
	"encoding/binary"

	"concurrentsessions/internal/sighting"
)

// valueID numbers one value of one attribute: the number, and the attribute in
// the last five bits.
type valueID uint32

const attributeBits = 5

// maxValues is half of the numbers of values that there are.
const maxValues = 1 << (31 - attributeBits)

// Each attribute has its bits.
var _ [1<<attributeBits - sighting.NumAttributes]struct{}

func (v valueID) attribute() sighting.Attribute {
	return sighting.Attribute(v & (1<<attributeBits - 1))
}

// number is the value's place in the dictionary.
func (v valueID) number() uint32 { return uint32(v >> attributeBits) }

// identities numbers what sightings show and whose they are. Values of all
// attributes share one numbering, so that one array can count them.
//
// An identity is a key, a source with its origin, and a client: all that is
// shown beside them. There are few clients and many identities, so an identity
// is 16 bytes. Equal sightings may get several numbers; nothing depends on it.
type identities struct {
	counted [sighting.NumAttributes]bool // by the condition

	keys    dictionary // as sighting.AppendKey writes them
	values  dictionary // texts with their attribute before them
	clients dictionary // lists of values

	list list[identity] // by ID

	client []byte // of the sighting at hand
	others []byte // its values that the condition does not count
	shown  []valueID
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

func (s *identities) add(r sighting.Record) ID { return ID(s.list.add(s.read(r))) }

// read numbers what a record says. A client is how many values the condition
// counts, these values, then the others, four bytes each.
func (s *identities) read(r sighting.Record) identity {
	made := identity{key: s.keys.number(r.Key), src: noValue, origin: noValue}
	client, others := append(s.client[:0], 0, 0, 0, 0), s.others[:0]
	for value, ok := r.Next(); ok; value, ok = r.Next() {
		switch a := sighting.Attribute(value[0]); {
		case a == sighting.Src:
			made.src = s.value(value)
		case a == sighting.Origin:
			made.origin = s.value(value)
		case s.counted[a]:
			client = binary.LittleEndian.AppendUint32(client, uint32(s.value(value)))
		default:
			v, ok := keyPart(a, r.Key, value[1:])
			if !ok {
				v = s.value(value)
			}
			others = binary.LittleEndian.AppendUint32(others, uint32(v))
		}
	}
	binary.LittleEndian.PutUint32(client, uint32(len(client)/4-1))
	s.client, s.others = append(client, others...), others
	made.client = s.clients.number(s.client)
	return made
}

// value numbers a text with its attribute before it.
func (s *identities) value(text []byte) valueID {
	return valueID(s.values.number(text)<<attributeBits | uint32(text[0]))
}

// A value that is a part of the key has a number that says so, counted from the
// last one down: so a user name is kept once, and users have clients in common.

// maxKeyParts bounds the parts that are told from other values.
const maxKeyParts = 16

// keyPart numbers a value that is a part of the key. A part with a 0 in it is
// written otherwise there, and not found.
func keyPart(a sighting.Attribute, key, text []byte) (v valueID, ok bool) {
	for part := uint32(0); len(key) > 0 && part < maxKeyParts; part++ {
		own, rest, _ := bytes.Cut(key, keyPartEnd)
		if bytes.Equal(own, text) {
			return valueID((noValue.number()-part)<<attributeBits | uint32(a)), true
		}
		key = rest
	}
	return 0, false
}

// keyPartEnd stands behind each part of a key as sighting.AppendKey writes it.
var keyPartEnd = []byte{0, 1}

// keyPart is which part of the key the value is, if it is one.
func (v valueID) keyPart() (part int, ok bool) {
	part = int(noValue.number() - v.number())
	return part, part < maxKeyParts
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
	return s.keys.bytes() + s.values.bytes() + s.clients.bytes() + int64(s.list.len())*16
}

func (s *identities) len() int { return s.list.len() }

func (s *identities) of(id ID) *identity { return s.list.at(int(id)) }

// text is the text of a value that the condition counts, or of a source.
func (s *identities) text(v valueID) []byte { return s.values.text(v.number())[1:] }

// textOf is the text of any value that is shown with the key.
func (s *identities) textOf(v valueID, key uint32) []byte {
	part, ok := v.keyPart()
	if !ok {
		return s.text(v)
	}
	text := s.keys.text(key)
	for range part {
		_, text, _ = bytes.Cut(text, keyPartEnd)
	}
	text, _, _ = bytes.Cut(text, keyPartEnd)
	return text
}
