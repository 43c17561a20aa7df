package engine

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/sighting"
)

func TestInternNumbersWhatIsShownAndWhoseItIs(t *testing.T) {
	n := NewNearby(sliding)
	different := []oracleRow{
		one("A", 0),
		one("B", 0),
		one("", 0),
		one("A", 0).of("bob"),
		one("A", 0).of("alice", ""),
		one("A", 0).of("ali", "ce"),
		one("A", 0).of("alic", "e"),
		one("A", 0).showing(sighting.OS, "linux"),
		one("A", 0).showing(sighting.Browser, "linux"),
		one("A", 0).showing(sighting.OS, "linux", "windows"),
		one("A", 0).showing(sighting.OS, "linux").showing(sighting.Browser, "windows"),
	}
	numbers := map[ID]int{}
	for i, row := range different {
		id := n.Intern(row.Record())
		require.NotContains(t, numbers, id)
		numbers[id] = i
	}
	for i, row := range different {
		require.Equal(t, i, numbers[n.Intern(row.Record())])
	}
}

// Callers reuse the memory of records, so what is interned must not change with
// it.
func TestInternCopies(t *testing.T) {
	e := New(Plan{Window: 10, When: when("dc(origin)>1")})
	for i, row := range []oracleRow{
		one("A", 0).showing(sighting.OS, "linux").showing(sighting.User, "alice"),
		one("B", 1).showing(sighting.OS, "linux").showing(sighting.User, "alice"),
	} {
		b := sighting.BeginRecord(nil, sighting.AppendKey(nil, row.Key))
		for a, values := range row.Shows {
			for _, v := range values {
				b = sighting.AppendValue(b, sighting.Attribute(a), v)
			}
		}
		sighting.EndRecord(b)
		r, rest := sighting.CutRecord(b)
		require.Empty(t, rest)
		id := e.Intern(r)
		clear(b)
		require.NoError(t, e.Observe(id, row.Seen), i)
	}
	found := finish(t, e)
	require.Equal(t, []string{"alice hot 1..10 seen 0..1 count 2 origins A,B switches 1 gap 1"}, tellAll(found))
	require.Equal(t, []string{"linux"}, found[0].Shows[sighting.OS])
	require.Equal(t, []string{"alice"}, found[0].Shows[sighting.User])
}

// A value that is a part of the key is kept once; whatever it is, it is shown.
func TestValuesThatAreInTheKey(t *testing.T) {
	t.Parallel()
	e := New(Plan{Window: 10, When: when("dc(origin)>1")})
	user := []string{"a", "a\x00", "b", "\x00\x01", ""}
	slices.Sort(user)
	for _, origin := range []string{"A", "B"} {
		row := one(origin, 0).of("a", "\x00\x01", "a\x00", "").showing(sighting.User, user...).showing(sighting.Account, "a")
		require.NoError(t, e.Observe(e.Intern(row.Record()), row.Seen))
	}
	store := &memoryStore{}
	for range 2 {
		found := finish(t, e)
		require.Len(t, found, 1)
		require.Equal(t, []string{"a", "\x00\x01", "a\x00", ""}, found[0].Key)
		require.Equal(t, user, found[0].Shows[sighting.User])
		require.Equal(t, []string{"a"}, found[0].Shows[sighting.Account])
		require.Empty(t, found[0].Shows[sighting.App])
		require.NoError(t, e.PutAside(store))
	}
}

// So users have clients in common, though each shows a name of its own.
func TestClientsInCommon(t *testing.T) {
	t.Parallel()
	e := New(Plan{Window: 10, When: when("dc(origin)>1")})
	for user := range 10 {
		row := one("A", 0).of("S1", fmt.Sprint(user)).showing(sighting.User, fmt.Sprint(user))
		e.Intern(row.Record())
	}
	require.Equal(t, 1, e.identities.clients.len())
	require.Equal(t, 1, e.identities.values.len())
}

// Beyond some parts of a key, its values are kept as any others.
func TestKeysOfManyParts(t *testing.T) {
	t.Parallel()
	e := New(Plan{Window: 10, When: when("dc(origin)>1")})
	var parts []string
	for part := range 2 * maxKeyParts {
		parts = append(parts, fmt.Sprintf("%02d", part))
	}
	for _, origin := range []string{"A", "B"} {
		row := one(origin, 0).of(parts...).showing(sighting.User, parts...)
		require.NoError(t, e.Observe(e.Intern(row.Record()), row.Seen))
	}
	found := finish(t, e)
	require.Equal(t, parts, found[0].Shows[sighting.User])
	require.Equal(t, 2+maxKeyParts, e.identities.values.len())
}

// A place may be what a key is called, too, and a key is no place.
func TestPlacesThatAreInTheKey(t *testing.T) {
	t.Parallel()
	e := New(Plan{Window: 10, When: when("dc(origin)>1")})
	for _, row := range []oracleRow{
		one("A", 0).of("another key"),
		one("A", 0).of("3,3", "1,1").showing(sighting.Location, "1,1"),
		one("B", 1).of("3,3", "1,1").showing(sighting.Location, "1,2"),
		one("C", 2).of("3,3", "1,1"),
	} {
		require.NoError(t, e.Observe(e.Intern(row.Record()), row.Seen))
	}
	found := finish(t, e)
	require.Len(t, found, 1)
	require.InDelta(t, 111.2, found[0].Distance, 0.1)
	require.Equal(t, []string{"1,1", "1,2"}, found[0].Shows[sighting.Location])
}

func TestObserveSaysWhatIsNotCounted(t *testing.T) {
	e := New(Plan{Mode: Tumbling, Window: 10, When: when("dc(origin)>1")})
	alice, bob := one("A", 0), one("A", 0).of("bob")
	id := e.Intern(alice.Record())
	e.Intern(bob.Record())

	require.ErrorIs(t, e.Observe(id, one("A", 3).to(2, 1).Seen), ErrBackwards)
	require.ErrorIs(t, e.Observe(id, one("A", 9).to(10, 1).Seen), ErrAcrossSlices)
	require.ErrorIs(t, e.Observe(id, one("A", -1).to(0, 1).Seen), ErrAcrossSlices)
	require.Zero(t, e.Sightings())
	require.Zero(t, e.Keys())

	require.NoError(t, e.Observe(id, one("A", 0).to(9, 5).Seen))
	require.NoError(t, e.Observe(id, one("A", 0).Seen))
	require.Equal(t, 2, e.Sightings())
	require.Equal(t, 1, e.Keys())
}

func TestFinishStopsAtTheFirstError(t *testing.T) {
	e := New(Plan{Window: 10, When: when("dc(origin)>0")})
	for i, key := range []string{"alice", "bob", "carol"} {
		row := one("A", epoch.Micros(i)).of(key)
		require.NoError(t, e.Observe(e.Intern(row.Record()), row.Seen))
	}
	full, yielded := errors.New("disk full"), 0
	err := e.Finish(func(*Episode) error {
		if yielded++; yielded == 2 {
			return full
		}
		return nil
	})
	require.ErrorIs(t, err, full)
	require.Equal(t, 2, yielded)
}

// Findings are asked for again by who counts them first; sightings that come in
// between are found too.
func TestFinishAgain(t *testing.T) {
	for name, store := range map[string]Store{"in memory": nil, "put aside": &memoryStore{}} {
		e := New(Plan{Window: 10, When: when("dc(origin)>1")})
		observe := func(origin string, at epoch.Micros) {
			row := one(origin, at)
			require.NoError(t, e.Observe(e.Intern(row.Record()), row.Seen))
		}
		observe("A", 0)
		observe("B", 1)
		if store != nil {
			require.NoError(t, e.PutAside(store))
		}
		once := []string{"alice hot 1..10 seen 0..1 count 2 origins A,B switches 1 gap 1"}
		require.Equal(t, once, tellAll(finish(t, e)), name)
		require.Equal(t, once, tellAll(finish(t, e)), name)
		require.Equal(t, 1, e.Keys(), name)
		observe("B", 100)
		observe("A", 110)
		require.Equal(t, append(once, "alice hot 110..110 seen 100..110 count 2 origins A,B switches 1 gap 10"),
			tellAll(finish(t, e)), name)
		require.Equal(t, 4, e.Sightings(), name)
		require.Equal(t, 1, e.Keys(), name)
	}
}

// A search is told to put aside what it holds by this number.
func TestBytesIsAboutTheMemoryHeld(t *testing.T) {
	e := New(benchPlan())
	held := heldBy(e, func() { load{keys: 20_000, sightings: 200_000, elsewhere: 2}.observe(e) })
	require.InEpsilon(t, held, e.Bytes(), 0.25)
	require.Equal(t, 20_000, e.Keys())
	held += heldBy(e, func() {
		for i := range 200_000 {
			at := epoch.Micros(i)
			require.NoError(t, e.Observe(ID(i%20_000), sighting.Seen{First: at, Last: at + 1, Count: 2, Indexed: at, HasIndexed: true}))
		}
	})
	require.InEpsilon(t, held, e.Bytes(), 0.25, "with all columns")

	of := func(sightings int) int64 {
		e := New(benchPlan())
		load{keys: 10, sightings: sightings}.observe(e)
		return e.Bytes()
	}
	require.EqualValues(t, 2*12*logBlock, of(3*logBlock)-of(logBlock))
}

func TestBytesOfIdentities(t *testing.T) {
	if testing.Short() {
		t.Skip("100,000 identities")
	}
	s := newIdentities(nil)
	held := heldBy(&s, func() {
		for i := range 100_000 {
			row := one("A", 0).of(fmt.Sprint("user", i)).showing(sighting.UserAgent, fmt.Sprint("agent", i))
			s.add(row.Record())
		}
	})
	require.InEpsilon(t, held, s.bytes(), 0.04)
}

// The log pays for what is unusual, block by block, and keeps it.
func TestBytesOfLog(t *testing.T) {
	const blocks, start = 3, 1_700_000_000 * epoch.Second
	for name, c := range map[string]struct {
		width int64
		seen  func(i epoch.Micros) sighting.Seen
	}{
		"events":    {8, func(i epoch.Micros) sighting.Seen { return sighting.Seen{First: start + i, Last: start + i, Count: 1} }},
		"far apart": {12, func(i epoch.Micros) sighting.Seen { return sighting.Seen{First: i << 33, Last: i << 33, Count: 1} }},
		"that last": {16, func(i epoch.Micros) sighting.Seen { return sighting.Seen{First: i, Last: i + 1, Count: 1} }},
		"with an index time": {16, func(i epoch.Micros) sighting.Seen {
			return sighting.Seen{First: i, Last: i, Count: 1, Indexed: 2 * i, HasIndexed: true}
		}},
		"of many events": {16, func(i epoch.Micros) sighting.Seen { return sighting.Seen{First: i, Last: i, Count: 2} }},
		"all of it": {36, func(i epoch.Micros) sighting.Seen {
			return sighting.Seen{First: i << 33, Last: i<<33 + 1, Count: 2, Indexed: i, HasIndexed: true}
		}},
	} {
		var l log
		for i := range blocks * logBlock {
			l.add(ID(i), c.seen(epoch.Micros(i)))
		}
		require.Equal(t, c.width*blocks*logBlock, l.bytes(), name)
		for i := range blocks * logBlock {
			b, in, want := l.blocks[i/logBlock], i%logBlock, c.seen(epoch.Micros(i))
			w := b.wide(in)
			if b.first(in) != want.First || w.last != want.Last || w.count != want.Count ||
				(w.indexed != unindexed) != want.HasIndexed || want.HasIndexed && w.indexed != want.Indexed {
				require.Fail(t, name, "sighting %d", i)
			}
		}
	}
}

// The log grows by blocks, so that growing moves nothing.
func TestLogGrowsByBlocks(t *testing.T) {
	var l log
	for i := range 3*logBlock + 5 {
		if i%3 == 0 {
			l.add(ID(i), one("", epoch.Micros(i)).Seen)
		} else {
			l.addEvent(ID(i), epoch.Micros(i))
		}
	}
	require.Len(t, l.blocks, 4)
	for i := range l.n {
		b := l.blocks[i/logBlock]
		require.Equal(t, ID(i), b.id[i%logBlock])
		require.Equal(t, epoch.Micros(i), b.first(i%logBlock))
	}
}

// Whatever the times are, near each other or not, and in whichever way they are
// added, they are kept.
func TestLogKeepsTimes(t *testing.T) {
	t.Parallel()
	const hour = 3600 * epoch.Second
	at := rapid.SampledFrom([]epoch.Micros{
		0, 1, -1, hour, 1<<31 - 1, 1 << 31, 1<<31 + 1, -1 << 31, -1<<31 - 1, epoch.Min, epoch.Forever, 1700000000 * epoch.Second, 1700000000*epoch.Second - hour,
	})
	rapid.Check(t, func(t *rapid.T) {
		times := rapid.SliceOfN(at, 1, 8).Draw(t, "times")
		var l log
		var lasts []epoch.Micros
		for i, first := range times {
			last := first
			if rapid.Bool().Draw(t, "event") {
				l.addEvent(ID(i), first)
			} else {
				last = rapid.SampledFrom([]epoch.Micros{first, epoch.Forever}).Draw(t, "last")
				l.add(ID(i), sighting.Seen{First: first, Last: last, Count: 1})
			}
			lasts = append(lasts, last)
		}
		require.Equal(t, len(times), l.n)
		for i := range times {
			require.Equal(t, times[i], l.blocks[0].first(i))
			require.Equal(t, lasts[i], l.blocks[0].wide(i).last)
		}
	})
}

// Values share 27 bits, so an engine is full long before its memory is, if there
// is much of it.
func TestFull(t *testing.T) {
	t.Parallel()
	e, n := New(benchPlan()), NewNearby(benchPlan())
	for values, want := range map[int]bool{0: false, maxValues - 1: false, maxValues: true} {
		e.identities.values.places.n, n.identities.values.places.n = values, values
		require.Equal(t, want, e.Full())
		require.Equal(t, want, n.Full())
	}
	require.Less(t, uint64(maxValues)<<attributeBits, uint64(noValue)/2+2)
}

// Numbers of values need all their bytes.
func TestManyValues(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("half a million values")
	}
	e := New(Plan{Window: 10, When: when("dc(origin)>1")})
	observe := func(row oracleRow) { require.NoError(t, e.Observe(e.Intern(row.Record()), row.Seen)) }
	for i := range 1<<19 + 1 {
		if i == 3000 {
			observe(one("C", 0))
		}
		other := one(fmt.Sprint(i), 0).of("bob", fmt.Sprint(i%1000))
		e.Intern(other.Record())
	}
	observe(one("A", 1))
	observe(one("B", 2))
	require.Equal(t, []string{"alice hot 1..11 seen 0..2 count 3 origins A,B,C switches 2 gap 1"}, tellAll(finish(t, e)))
}

// Keys are any bytes, and are compared part by part.
func TestLawKeysAreAnyText(t *testing.T) {
	part := rapid.StringOf(rapid.SampledFrom([]rune{'a', 0, 1, 'ÿ', 'b'}))
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOf(rapid.SliceOfN(part, 2, 2)).Draw(t, "keys")
		var rows []oracleRow
		for _, key := range keys {
			rows = append(rows, one("A", 0).of(key...))
		}
		slices.SortFunc(keys, slices.Compare)
		keys = slices.CompactFunc(keys, slices.Equal)

		found := run(t, Plan{Window: 10, When: when("dc(origin)>0")}, rows)
		require.Len(t, found, len(keys))
		for i, e := range found {
			require.Equal(t, keys[i], e.Key)
		}
	})
}

// A search reads millions of rows of few identities.
func TestRowsOfKnownIdentitiesDoNotAllocate(t *testing.T) {
	e := New(Plan{Window: 10, When: when("dc(origin)>1")})
	row := one("A", 0).showing(sighting.OS, "linux", "windows").indexed(7)
	id := e.Intern(row.Record())

	// What is kept of a row grows as slices do, so most rows allocate nothing.
	allocations := testing.AllocsPerRun(10, func() {
		for range 1000 {
			_ = e.Observe(id, row.Seen)
		}
	})
	require.Less(t, allocations, 20.0, "allocations for 1000 rows")
}
