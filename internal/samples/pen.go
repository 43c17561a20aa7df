package samples

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
)

// seed is the one number all samples grow from.
const seed = 20260310

// pen writes one file: it holds the file's random numbers and counts its ids.
type pen struct {
	source string
	rng    *rand.Rand
	ids    int
}

func newPen(source string) *pen {
	d := digest("pen", source)
	return &pen{source: source, rng: rand.New(rand.NewPCG(seed, uint64(d[0])<<8|uint64(d[1])))}
}

// chance is true in about percent of a hundred calls.
func (p *pen) chance(percent int) bool { return p.rng.IntN(100) < percent }

// pick returns one of the values.
func (p *pen) pick(values ...string) string { return values[p.rng.IntN(len(values))] }

// id is a name for the next thing of this file, to be hashed into an id.
func (p *pen) id() string {
	p.ids++
	return p.source + "/" + strconv.Itoa(p.ids)
}

func digest(parts ...string) [sha256.Size]byte {
	return sha256.Sum256([]byte(strconv.Itoa(seed) + "\x00" + strings.Join(parts, "\x00")))
}

// uuid is a version 4 UUID that stands for name.
func uuid(name string) string {
	d := digest("uuid", name)
	d[6] = d[6]&0x0f | 0x40
	d[8] = d[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", d[:4], d[4:6], d[6:8], d[8:10], d[10:16])
}

// hash is 64 hexadecimal digits that stand for name.
func hash(name string) string {
	d := digest("hash", name)
	return hex.EncodeToString(d[:])
}

// exampleID is an id in the form of the vendors' manuals: a prefix, n letters
// or digits that stand for name, and EXAMPLE, so that no scanner mistakes it
// for a live secret.
func exampleID(prefix, name string, n int) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	d := digest(prefix, name)
	var b strings.Builder
	b.WriteString(prefix)
	for _, x := range d[:n] {
		b.WriteByte(alphabet[int(x)%len(alphabet)])
	}
	b.WriteString("EXAMPLE")
	return b.String()
}
