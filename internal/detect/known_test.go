package detect

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func (k *known) findText(text []byte) (uint32, bool) { return k.find(k.seeds.of(text)) }

func (k *known) addText(text []byte, number uint32) { k.add(k.seeds.of(text), number) }

// The table is a map.
func TestKnownIsAMap(t *testing.T) {
	t.Parallel()
	identity := rapid.OneOf(
		rapid.SliceOfN(rapid.SampledFrom([]byte("ab\x00")), 0, 4),
		rapid.Map(rapid.IntRange(0, 2000), func(n int) []byte { return bytes.Repeat([]byte{'x'}, n) }),
	)
	rapid.Check(t, func(t *rapid.T) {
		k, want := newKnown(), map[string]uint32{}
		for range rapid.IntRange(0, 200).Draw(t, "steps") {
			text := identity.Draw(t, "identity")
			got, found := k.findText(text)
			number, known := want[string(text)]
			require.Equal(t, known, found)
			require.Equal(t, number, got)
			if !known {
				want[string(text)] = rapid.Uint32Max(several).Draw(t, "number")
				k.addText(text, want[string(text)])
			}
		}
		for text, number := range want {
			got, found := k.findText([]byte(text))
			require.True(t, found)
			require.Equal(t, number, got)
		}
	})
}

// Many identities, so that the table grows.
func TestKnownGrows(t *testing.T) {
	t.Parallel()
	k := newKnown()
	text := func(i int) []byte { return []byte(fmt.Sprintf(`user%d,"192.0.2.%d"`, i, i%250)) }
	const count = 50_000
	for i := range count {
		_, found := k.findText(text(i))
		require.False(t, found)
		k.addText(text(i), uint32(i))
	}
	for i := range count {
		number, found := k.findText(text(i))
		require.True(t, found)
		require.Equal(t, uint32(i), number)
	}
}

// Identities whose hash is the same differ by the check.
func TestKnownChecks(t *testing.T) {
	t.Parallel()
	k := newKnown()
	for check := range uint32(100) {
		p := print{hash: 7, check: check}
		_, found := k.find(p)
		require.False(t, found)
		k.add(p, check)
	}
	for check := range uint32(100) {
		number, found := k.find(print{hash: 7, check: check})
		require.True(t, found)
		require.Equal(t, check, number)
	}
}

func TestFindingAllocatesNothing(t *testing.T) {
	k := newKnown()
	k.addText([]byte("user,192.0.2.1"), 1)
	text := []byte("user,192.0.2.1")
	require.Zero(t, testing.AllocsPerRun(100, func() { k.findText(text) }))
}

// Identities that do not fit the processor's caches, in random order.
func BenchmarkKnown(b *testing.B) {
	const count = 200_000
	k, m := newKnown(), map[string]uint32{}
	texts := make([][]byte, count)
	for i := range texts {
		texts[i] = fmt.Appendf(nil, `user%d,"198.51.100.%d"`, i, i%250)
		k.addText(texts[i], uint32(i))
		m[string(texts[i])] = uint32(i)
	}
	order := rand.New(rand.NewPCG(1, 2)).Perm(count)
	for name, find := range map[string]func([]byte) (uint32, bool){
		"table": k.findText,
		"map":   func(text []byte) (uint32, bool) { n, ok := m[string(text)]; return n, ok },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if _, found := find(texts[order[i%count]]); !found {
					b.Fatal("not found")
				}
			}
		})
	}
}
