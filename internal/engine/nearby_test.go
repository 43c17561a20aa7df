package engine

import (
	"fmt"
	"slices"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/sighting"
)

// oracleAround answers for a row from the rows so far, itself among them.
func oracleAround(plan Plan, soFar []oracleRow, row oracleRow) Answer {
	var answer Answer
	var own []oracleRow
	origins := map[string]bool{}
	for _, other := range soFar {
		if !slices.Equal(other.Key, row.Key) || !oracleNear(plan, other.First, row.First) {
			continue
		}
		own = append(own, other)
		origins = withAll(origins, other.Shows[sighting.Origin])
		gap := max(other.First-row.First, row.First-other.First)
		if oracleOtherOrigin(other, row) && (!answer.HasGap || gap < answer.Gap) {
			answer.Gap, answer.HasGap = gap, true
		}
	}
	answer.Origins = len(origins)
	answer.Hot = oracleHotWithin(plan, own, oraclePresence(plan, row))
	return answer
}

// oracleNear: at most one window away on either side; in the same slice when
// tumbling; always when endless.
func oracleNear(plan Plan, a, b epoch.Micros) bool {
	switch plan.Mode {
	case Tumbling:
		return oracleSlice(plan, a) == oracleSlice(plan, b)
	case Endless:
		return true
	default:
		return max(a-b, b-a) <= plan.Window
	}
}

func oracleOtherOrigin(a, b oracleRow) bool {
	originsA, originsB := a.Shows[sighting.Origin], b.Shows[sighting.Origin]
	return len(originsA) > 0 && len(originsB) > 0 && originsA[0] != originsB[0]
}

// answers gives the rows to a Nearby, one by one, and answers for each.
func answers(plan Plan, rows []oracleRow) []Answer {
	n := NewNearby(plan)
	var list []Answer
	for _, row := range rows {
		id := n.Intern(row.Record())
		n.Observe(id, row.First)
		list = append(list, n.Around(id, row.First))
	}
	return list
}

func TestLawNearbyEqualsOracle(t *testing.T) {
	eachMode(t, func(t *rapid.T, mode Mode) {
		w := drawWorld(t)
		plan, rows := w.plan(mode), w.events(t)
		got := answers(plan, rows)
		for i, row := range rows {
			require.Equal(t, oracleAround(plan, rows[:i+1], row), got[i], "row %d", i)
		}
	})
}

func TestNearbyByHand(t *testing.T) {
	rows := []oracleRow{one("A", 20), one("B", 31), one("B", 30), one("A", 41), one("", 25), one("C", 25).of("bob"), one("A", 33)}
	for name, c := range map[string]struct {
		mode Mode
		want []Answer
	}{
		"sliding": {Sliding, []Answer{
			{Origins: 1},
			{Origins: 1}, // 20 is eleven away
			{Origins: 2, Hot: true, Gap: 10, HasGap: true}, // 20 is ten away
			{Origins: 2, Hot: true, Gap: 10, HasGap: true}, // 31 is ten away
			{Origins: 2, Hot: true},
			{Origins: 1},
			{Origins: 2, Hot: true, Gap: 2, HasGap: true},
		}},
		"tumbling": {Tumbling, []Answer{
			{Origins: 1},
			{Origins: 1},
			{Origins: 1},
			{Origins: 1},
			{Origins: 1},
			{Origins: 1},
			{Origins: 2, Hot: true, Gap: 2, HasGap: true},
		}},
		"endless": {Endless, []Answer{
			{Origins: 1},
			{Origins: 2, Hot: true, Gap: 11, HasGap: true},
			{Origins: 2, Hot: true, Gap: 10, HasGap: true},
			{Origins: 2, Hot: true, Gap: 10, HasGap: true},
			{Origins: 2, Hot: true},
			{Origins: 1},
			{Origins: 2, Hot: true, Gap: 2, HasGap: true},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			plan := Plan{Mode: c.mode, Window: 10, When: when("dc(origin)>1")}
			require.Equal(t, c.want, answers(plan, rows))
		})
	}
}

// What is seen before and what is seen after the sighting may each be near, and
// yet never be there at one moment.
func TestNearbyIsHotAtOneMoment(t *testing.T) {
	plan := Plan{Window: 10, When: when("dc(origin)>2")}
	for _, c := range []struct {
		before, after epoch.Micros
		hot           bool
	}{{0, 10, true}, {0, 11, false}, {1, 11, true}, {5, 15, true}, {4, 15, false}} {
		rows := []oracleRow{one("A", c.before), one("C", c.after), one("B", 10)}
		require.Equal(t, c.hot, answers(plan, rows)[2].Hot, "A at %d, B at 10, C at %d", c.before, c.after)
	}
}

// Whenever memory runs short, the answers are those of a Nearby that never did.
func TestLawNearbyPuttingAsideChangesNothing(t *testing.T) {
	eachMode(t, func(t *rapid.T, mode Mode) {
		w := drawWorld(t)
		plan, rows := w.plan(mode), w.events(t)
		n, store := NewNearby(plan), &memoryStore{}
		var got []Answer
		for _, row := range rows {
			if rapid.IntRange(0, 4).Draw(t, "short of memory") == 0 {
				require.NoError(t, n.PutAside(store))
			}
			id := n.Intern(row.Record())
			n.Observe(id, row.First)
			got = append(got, n.Around(id, row.First))
			origin := "" // or the only one
			for _, origin = range row.Shows[sighting.Origin] {
			}
			require.Equal(t, origin, string(n.Origin(id)))
		}
		require.NoError(t, n.Err())
		require.Equal(t, answers(plan, rows), got)
	})
}

// However a page is filled, it is a tree in order with few levels.
func TestPagesAreFlat(t *testing.T) {
	t.Parallel()
	const n = 10_000
	for name, at := range map[string]func(i int) epoch.Micros{
		"earliest first": func(i int) epoch.Micros { return epoch.Micros(i) },
		"latest first":   func(i int) epoch.Micros { return epoch.Micros(-i) },
		"to and fro":     func(i int) epoch.Micros { return epoch.Micros(i * (i%2*2 - 1)) },
		"all over":       func(i int) epoch.Micros { return epoch.Micros(i * 7919 % n) },
	} {
		var p page
		for i := range n {
			p.add(uint32(i%3), ID(i%9), at(i))
			p.add(uint32(i%3), ID(i%9), at(i))
		}
		require.Equal(t, n, p.nodes.n, name)
		for key := range uint32(3) {
			var levels func(place uint32) int
			levels = func(place uint32) int {
				if place == 0 {
					return 0
				}
				n := p.node(place)
				return 1 + max(levels(n.less), levels(n.more))
			}
			require.Less(t, levels(p.root(key)), 40, name)
		}
		require.Zero(t, p.root(3))
	}
}

func TestNearbyTellsOfTheStore(t *testing.T) {
	t.Parallel()
	row := one("A", 0)
	for _, c := range []struct {
		break_ func(*memoryStore)
		want   error
	}{
		{func(s *memoryStore) { s.damage = true }, ErrDamaged},
		{func(s *memoryStore) { s.readFail = errFull }, errFull},
	} {
		n, store := NewNearby(Plan{Window: 10, When: when("dc(origin)>1")}), &memoryStore{}
		n.Observe(n.Intern(row.Record()), row.First)
		require.NoError(t, n.PutAside(store))
		c.break_(store)
		n.Around(n.Intern(row.Record()), 1000)
		require.NoError(t, n.Err())
		n.Around(n.Intern(row.Record()), 1)
		require.ErrorIs(t, n.Err(), c.want)
		*store = memoryStore{}
		n.Around(n.Intern(row.Record()), 1)
		require.ErrorIs(t, n.Err(), c.want, "it stays")
	}
	n := NewNearby(Plan{Window: 10, When: when("dc(origin)>1")})
	n.Observe(n.Intern(row.Record()), row.First)
	require.ErrorIs(t, n.PutAside(&memoryStore{full: true}), errFull)
}

// What is held is known, goes when it is put aside, and comes back page by page.
func TestBytesOfNearby(t *testing.T) {
	const (
		pages  = 400
		window = nodeChunk // which a page fills
	)
	n := NewNearby(Plan{Window: window, When: when("dc(origin)>1")})
	var ids [window / 2]ID
	observe := func() {
		for i := range ids {
			row := one("A", 0).of(fmt.Sprint(i))
			ids[i] = n.Intern(row.Record())
		}
		for at := range epoch.Micros(pages * window) {
			n.Observe(ids[at%(window/2)], at)
		}
	}
	held := heldBy(n, observe)
	require.InEpsilon(t, held, n.Bytes(), 0.1)

	ofPages, store := n.bytes, &memoryStore{}
	require.NoError(t, n.PutAside(store))
	require.Less(t, len(store.content), 15*pages*window, "an identity is written once a page")
	require.Zero(t, n.Bytes())
	row := one("A", 0)
	n.Around(n.Intern(row.Record()), 3*window/2) // looks at three pages
	require.Equal(t, 3*ofPages/pages, n.bytes)
}

func TestBytesOfNearbyIdentities(t *testing.T) {
	if testing.Short() {
		t.Skip("50,000 identities")
	}
	n := NewNearby(Plan{Window: 10, When: when("dc(origin)>1")})
	held := heldBy(n, func() {
		for i := range 50_000 {
			row := one("A", 0).of(fmt.Sprint(i))
			n.Intern(row.Record())
		}
	})
	require.InEpsilon(t, held, n.Bytes(), 0.2)
}

// Whichever frame there is no room for, it is an error, though there may be room
// for the next.
func TestNoFrameOfAPageIsLeftOut(t *testing.T) {
	t.Parallel()
	put := func(fullAt int) (store *memoryStore, err error) {
		n := NewNearby(Plan{Mode: Endless, When: when("dc(origin)>1")})
		row := one("A", 0)
		id := n.Intern(row.Record())
		for at := range epoch.Micros(frameBytes / 2) { // fills frames
			n.Observe(id, at)
		}
		store = &memoryStore{fullAt: fullAt}
		return store, n.PutAside(store)
	}
	store, err := put(0)
	require.NoError(t, err)
	require.Greater(t, store.frames, 2)
	for fullAt := 1; fullAt <= store.frames; fullAt++ {
		_, err := put(fullAt)
		require.ErrorIs(t, err, errFull, "frame %d", fullAt)
	}
}

// It is worth while to put aside again when as much came in as was brought back;
// never when all would come back at once.
func TestNearbySettles(t *testing.T) {
	t.Parallel()
	for _, mode := range modes {
		n := NewNearby(Plan{Mode: mode, Window: 10, When: when("dc(origin)>1")})
		row := one("A", 0)
		observe := func(times ...epoch.Micros) {
			for _, at := range times {
				n.Observe(n.Intern(row.Record()), at)
			}
		}
		observe(1, 2, 3)
		require.Equal(t, mode != Endless, n.IsSettled())
		require.NoError(t, n.PutAside(&memoryStore{}))
		require.Equal(t, mode != Endless, n.IsSettled())
		n.Around(n.Intern(row.Record()), 4) // brings three back
		require.False(t, n.IsSettled())
		observe(101, 102)
		require.False(t, n.IsSettled())
		observe(103)
		require.Equal(t, mode != Endless, n.IsSettled())
	}
}

// What is said of the memory follows what is held, and putting aside is worth
// while again once as much is new as was brought back.
func TestNearbyTellsOfItsMemory(t *testing.T) {
	t.Parallel()
	require.EqualValues(t, nodeBytes, unsafe.Sizeof(node{}))
	require.EqualValues(t, treeBytes, unsafe.Sizeof(tree{}))
	const keys, rows = 100, 4000
	plan := Plan{Window: 10, When: when("dc(origin)>1")}
	row := func(i int) oracleRow { return one("A", epoch.Micros(i/keys)).of(fmt.Sprint(i % keys)) }
	n, store := NewNearby(plan), &memoryStore{}
	require.Zero(t, n.Bytes())
	observe := func(rows ...oracleRow) {
		for _, row := range rows {
			n.Observe(n.Intern(row.Record()), row.First)
		}
	}
	for i := range rows {
		observe(row(i))
	}
	identities := n.identities.bytes() + keys*numberBytes
	require.Greater(t, n.Bytes(), identities+rows*nodeBytes)
	require.Less(t, n.Bytes(), identities+rows*nodeBytes+keys*4*4*treeBytes)
	require.True(t, n.IsSettled())
	require.False(t, n.Full())

	require.NoError(t, n.PutAside(store))
	require.Zero(t, n.Bytes())
	require.True(t, n.IsSettled())
	observe(row(0))
	require.Greater(t, n.Bytes(), int64(rows/4*nodeBytes), "a page came back")
	require.False(t, n.IsSettled())
	for i := range rows/4 - 1 {
		require.False(t, n.IsSettled(), i)
		observe(row(0))
	}
	require.True(t, n.IsSettled())

	// What came back and did not change is not written again.
	size := len(store.content)
	require.NoError(t, n.PutAside(store))
	require.Len(t, store.content, size)

	n = NewNearby(Plan{Mode: Endless, When: plan.When})
	observe(row(0))
	require.False(t, n.IsSettled())
}

// The search for a key that a page does not have ends, since there is always room.
func TestPagesAreNeverFull(t *testing.T) {
	t.Parallel()
	var p page
	for key := range uint32(1000) {
		p.add(key, ID(key), 0)
		require.Less(t, p.keys, len(p.trees))
		require.Zero(t, p.root(key+1))
	}
}
