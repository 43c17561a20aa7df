package sighting_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"concurrentsessions/internal/sighting"
)

var texts = rapid.OneOf(
	rapid.SampledFrom([]string{"", "a", "b", "ab", "\x00", "\x00\x01", "a\x00", "\xff", "\x01"}),
	rapid.String(),
	rapid.Map(rapid.IntRange(120, 300), func(n int) string { return string(bytes.Repeat([]byte{'x'}, n)) }),
)

var sightings = rapid.Custom(func(t *rapid.T) (s sighting.Sighting) {
	s.Key = rapid.SliceOfN(texts, 1, 3).Draw(t, "key")
	for range rapid.IntRange(0, 5).Draw(t, "attributes") {
		a := rapid.Uint8Max(uint8(sighting.NumAttributes)-1).Draw(t, "attribute")
		s.Shows[a] = rapid.SliceOfNDistinct(texts, 1, 3, rapid.ID).Draw(t, "values")
		slices.Sort(s.Shows[a])
	}
	return s
})

// A record says what the sighting says, wherever it stands.
func TestRecordIsTheSighting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOfN(sightings, 1, 4).Draw(t, "sightings")
		var all []byte
		for i := range want {
			start := len(all)
			all = sighting.BeginRecord(all, sighting.AppendKey(nil, want[i].Key))
			for a, values := range want[i].Shows {
				for _, v := range values {
					all = sighting.AppendValue(all, sighting.Attribute(a), v)
				}
			}
			sighting.EndRecord(all[start:])
		}
		for i := range want {
			var r sighting.Record
			r, all = sighting.CutRecord(all)
			require.Equal(t, want[i], r.Sighting())
			require.Equal(t, want[i].Record(), r)
		}
		require.Empty(t, all)
	})
}

// Keys sort as their parts do, and no two are alike.
func TestKeysSortAsTheirParts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.SliceOfN(texts, 1, 3)
		a, b := key.Draw(t, "a"), key.Draw(t, "b")
		x, y := sighting.AppendKey(nil, a), sighting.AppendKey([]byte{}, b)
		require.Equal(t, slices.Compare(a, b), bytes.Compare(x, y))
		require.Equal(t, a, sighting.SplitKey(x))
	})
}
