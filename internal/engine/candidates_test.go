package engine

import (
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/sighting"
)

// Of many sightings, a group of keys is looked at at a time: each candidate
// once, with all its sightings in order of arrival.
func TestGroups(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("three million sightings")
	}
	e := New(benchPlan())
	const none = 2 // is no candidate
	shares := []int{3, 1, 1, 1, 1}
	const each = minGroup/2 - 1 // two fit into a group, and three are a group of their own
	ids := make([][2]ID, len(shares))
	for key := range ids {
		for i, origin := range []string{"A", "B"} {
			if key == none {
				origin = "A"
			}
			row := one(origin, 0).of(string(rune('a' + key)))
			ids[key][i] = e.Intern(row.Record())
		}
	}
	for i := range each {
		for key, share := range shares {
			seen := sighting.Seen{First: epoch.Micros(i), Last: epoch.Micros(i), Count: 1}
			if i%1000 == key {
				seen.Last, seen.Count = seen.Last+7, 3
			}
			for range share {
				require.NoError(t, e.Observe(ids[key][i&1], seen))
			}
		}
	}
	var order []uint32
	require.True(t, e.forEachCandidate(func(key uint32, of sightings) bool {
		order = append(order, key)
		share := shares[key]
		require.Len(t, of.entries, share*each)
		for at := range of.entries {
			in, i := &of.entries[at], at/share
			if in.first != epoch.Micros(i) || in.id != ids[key][i&1] {
				require.Fail(t, "another sighting", "%d of key %d", at, key)
			}
			if late := i%1000 == int(key); late != (of.count(in) == 3) || late != (of.last(in) == in.first+7) {
				require.Fail(t, "otherwise", "%d of key %d", at, key)
			}
		}
		require.Equal(t, epoch.Micros(7), of.longest())
		return true
	}))
	require.Equal(t, []uint32{0, 1, 3, 4}, order)
	require.False(t, e.forEachCandidate(func(key uint32, _ sightings) bool { return key < 2 }))
}

// What a key shows in all decides, not what its identities are or whether
// anything was seen of them.
func TestCandidates(t *testing.T) {
	t.Parallel()
	e := New(Plan{Window: 10, When: when("dc(origin)>1 OR dc(os)>2")})
	for i, row := range []oracleRow{
		one("A", 0).of("both"), one("B", 100).of("both"),
		one("A", 0).of("one"), one("A", 0).of("one").showing(sighting.OS, "linux", "windows"),
		one("A", 0).of("systems").showing(sighting.OS, "linux", "windows"), one("A", 0).of("systems").showing(sighting.OS, "android", "linux"),
		one("A", 0).of("not seen"),
	} {
		require.NoError(t, e.Observe(e.Intern(row.Record()), row.Seen), i)
	}
	unseen := one("B", 0).of("not seen")
	e.Intern(unseen.Record())
	sizes, keyOf := e.candidates()
	require.Equal(t, []uint32{2, 0, 2, 0}, sizes)
	require.Equal(t, []uint32{0, 0, noKey, noKey, 2, 2, noKey, noKey}, keyOf)
}
