// Package finding holds the one row that reports an episode: its columns,
// their order and how each is written.
package finding

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"

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

// New reports an episode under a profile with the given base score. It keeps
// the episode's slices.
func New(e *engine.Episode, profile string, base int) *Finding {
	return &Finding{Episode: *e, Score: score.Of(e, base), Profile: profile, ID: ID(profile, e.Key, e.Trigger)}
}

// idBytes is how much of the hash an ID keeps: collisions among a billion
// findings stay below one in 10^20.
const idBytes = 16

// ID hashes the profile, the parts of the key, each with its length, and the
// trigger's integer microseconds with SHA-256; it is the first 16 bytes in
// hexadecimal.
func ID(profile string, key []string, trigger epoch.Micros) string {
	b := appendText(nil, profile)
	b = binary.BigEndian.AppendUint64(b, uint64(len(key)))
	for _, part := range key {
		b = appendText(b, part)
	}
	b = binary.BigEndian.AppendUint64(b, uint64(trigger))
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:idBytes])
}

func appendText(dst []byte, text string) []byte {
	return append(binary.BigEndian.AppendUint64(dst, uint64(len(text))), text...)
}
