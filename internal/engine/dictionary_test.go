package engine

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestDictionary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// Long enough to fill blocks, and to need blocks of their own.
		length := rapid.SampledFrom([]int{0, 1, 7, 1000, blockBytes - 20, blockBytes, 3 * blockBytes})
		d, known := newDictionary(), map[string]uint32{}
		for range rapid.IntRange(1, 40).Draw(t, "texts") {
			text := strings.Repeat(rapid.SampledFrom([]string{"a", "b", "\x00"}).Draw(t, "letter"), length.Draw(t, "length"))
			want, ok := known[text]
			if !ok {
				want = uint32(len(known))
				known[text] = want
			}
			buffer := []byte(text)
			require.Equal(t, want, d.number(buffer))
			clear(buffer)
		}
		require.Equal(t, len(known), d.len())
		for text, n := range known {
			require.Equal(t, text, string(d.text(n)))
		}
	})
}

func TestDictionaryOfMany(t *testing.T) {
	d := newDictionary()
	const many = 100_000
	text := func(i int) []byte { return []byte(strings.Repeat("x", i%90) + string(rune(i))) }
	for i := range many {
		d.number(text(i))
	}
	n := d.len()
	for i := range many {
		require.Equal(t, text(i), d.text(d.number(text(i))))
	}
	require.Equal(t, n, d.len())
}

func TestBytesOfDictionary(t *testing.T) {
	if testing.Short() {
		t.Skip("400,000 texts")
	}
	d := newDictionary()
	held := heldBy(&d, func() {
		var text []byte
		for i := range 400_000 {
			text = strconv.AppendInt(text[:0], int64(i), 10)
			d.number(text)
		}
	})
	require.InEpsilon(t, held, d.bytes(), 0.015)
}

func TestListGrowsWithoutMoving(t *testing.T) {
	var l list[int]
	for i := range chunkLen {
		require.Equal(t, i, l.add(i))
	}
	first := l.at(0)
	for i := chunkLen; i < 3*chunkLen+5; i++ {
		require.Equal(t, i, l.add(i))
	}
	for i := range l.len() {
		require.Equal(t, i, *l.at(i))
	}
	require.Same(t, first, l.at(0))
}
