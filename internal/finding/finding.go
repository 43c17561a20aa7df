// Package finding holds the one row that reports an episode: its columns,
// their order and how each is written.
package finding

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"

	"concurrentsessions/internal/engine"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/score"
)

// Finding reports one episode.
type Finding struct {
	engine.Episode
	score.Score
	// Profile is the profile's name, "" without one.
	Profile string
	// ID is a stable hash of profile, key and trigger.
	ID string
}

// Clone copies a finding, to keep it.
func (f *Finding) Clone() *Finding {
	kept := *f
	kept.Episode = f.Episode.Clone()
	kept.Reasons = slices.Clone(f.Reasons)
	return &kept
}

// Maker makes the findings of a profile, one at a time. It is not safe for
// concurrent use.
type Maker struct {
	out    Finding
	scorer *score.Scorer
	text   []byte // what an ID is the hash of
}

// NewMaker makes a maker for a profile with the given base score.
func NewMaker(profile string, base int) *Maker {
	return &Maker{out: Finding{Profile: profile}, scorer: score.NewScorer(base)}
}

// Make reports an episode. The finding is valid until the next call, and as
// long as the episode.
func (m *Maker) Make(e *engine.Episode) *Finding {
	m.out.Episode = *e
	m.out.Score = m.scorer.Of(e)
	m.text = appendIdentity(m.text[:0], m.out.Profile, e.Key, e.Trigger)
	m.out.ID = hash(m.text)
	return &m.out
}

// idBytes is how much of the hash an ID keeps: collisions among a billion
// findings stay below one in 10^20.
const idBytes = 16

// ID hashes the profile, the parts of the key, each with its length, and the
// trigger's integer microseconds with SHA-256; it is the first 16 bytes in
// hexadecimal.
func ID(profile string, key []string, trigger epoch.Micros) string {
	return hash(appendIdentity(nil, profile, key, trigger))
}

func appendIdentity(b []byte, profile string, key []string, trigger epoch.Micros) []byte {
	b = appendText(b, profile)
	b = binary.BigEndian.AppendUint64(b, uint64(len(key)))
	for _, part := range key {
		b = appendText(b, part)
	}
	return binary.BigEndian.AppendUint64(b, uint64(trigger))
}

func appendText(dst []byte, text string) []byte {
	return append(binary.BigEndian.AppendUint64(dst, uint64(len(text))), text...)
}

func hash(text []byte) string {
	sum := sha256.Sum256(text)
	var id [2 * idBytes]byte
	hex.Encode(id[:], sum[:idBytes])
	return string(id[:])
}
