package simulate

import (
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"concurrentsessions/internal/epoch"
)

// template is an event's text with <names> where values go. Values hold
// nothing that JSON escapes.
type template []piece

// piece is a text and the name of the value after it, "" at the end.
type piece struct{ text, name string }

// parse reads a template; line ends and the tabs after them are left out.
func parse(text string) template {
	text = strings.NewReplacer("\n", "", "\t", "").Replace(text)
	var t template
	for {
		before, rest, found := strings.Cut(text, "<")
		if !found {
			return append(t, piece{text: before})
		}
		name, after, _ := strings.Cut(rest, ">")
		t = append(t, piece{before, name})
		text = after
	}
}

// append appends the text with the values that value appends.
func (t template) append(dst []byte, value func(dst []byte, name string) []byte) []byte {
	for _, p := range t {
		dst = append(dst, p.text...)
		if p.name != "" {
			dst = value(dst, p.name)
		}
	}
	return dst
}

func appendTime(dst []byte, at epoch.Micros, layout string) []byte {
	return time.UnixMicro(int64(at)).UTC().AppendFormat(dst, layout)
}

// appendUUID appends a version 4 UUID that stands for a number.
func appendUUID(dst []byte, of uint64) []byte {
	var b [16]byte
	fill(b[:], of)
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	dst = hex.AppendEncode(dst, b[:4])
	for _, part := range [][]byte{b[4:6], b[6:8], b[8:10], b[10:]} {
		dst = hex.AppendEncode(append(dst, '-'), part)
	}
	return dst
}

// appendID appends an id in the form of the vendors' manuals: n letters and
// digits that stand for a number, and EXAMPLE.
func appendID(dst []byte, prefix string, of uint64, n int) []byte {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
	dst = append(dst, prefix...)
	var b [32]byte
	fill(b[:n], of)
	for _, x := range b[:n] {
		dst = append(dst, alphabet[x%32])
	}
	return append(dst, "EXAMPLE"...)
}

// fill fills b with bytes that stand for a number.
func fill(b []byte, of uint64) {
	for i := range b {
		if i%8 == 0 {
			of = mix(of)
		}
		b[i] = byte(of >> (8 * (i % 8)))
	}
}

// numberOf stands for a name (FNV-1a, mixed).
func numberOf(names ...string) uint64 {
	h := uint64(14695981039346656037)
	for _, name := range names {
		for i := range len(name) {
			h = (h ^ uint64(name[i])) * 1099511628211
		}
		h = mix(h)
	}
	return h
}

func appendFloat(dst []byte, f float64) []byte { return strconv.AppendFloat(dst, f, 'f', -1, 64) }
