package engine

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/sighting"
)

// load is sightings of many keys, in random order over a day, every other one
// observed as an event. One in elsewhere is from a second origin.
type load struct{ keys, sightings, elsewhere int }

func (l load) observe(e *Engine) {
	random := rand.New(rand.NewPCG(1, 2))
	home, away := make([]ID, l.keys), make([]ID, l.keys)
	for k := range home {
		s := sighting.Sighting{Key: []string{fmt.Sprintf("user%d@example.com", k)}}
		s.Shows[sighting.UserAgent] = []string{"Mozilla/5.0"}
		show(&s, fmt.Sprintf("192.0.%d.%d", k>>8&255, k&255))
		home[k] = e.Intern(s.Record())
		show(&s, fmt.Sprintf("198.51.%d.%d", k>>8&255, k&255))
		away[k] = e.Intern(s.Record())
	}
	for i := range l.sightings {
		k := random.IntN(l.keys)
		id := home[k]
		if l.elsewhere > 0 && random.IntN(l.elsewhere) == 0 {
			id = away[k]
		}
		at := epoch.Micros(random.Int64N(86400)) * epoch.Second
		if i%2 == 0 {
			e.ObserveEvent(id, at)
		} else {
			_ = e.Observe(id, sighting.Seen{First: at, Last: at, Count: 1})
		}
	}
}

func show(s *sighting.Sighting, address string) {
	s.Shows[sighting.Src], s.Shows[sighting.Origin] = []string{address}, []string{address}
}

func benchPlan() Plan { return Plan{Window: 300 * epoch.Second, When: when("dc(origin)>1")} }

func BenchmarkObserve(b *testing.B) {
	e := New(benchPlan())
	load{keys: 1000}.observe(e)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		at := epoch.Micros(i) * epoch.Second
		_ = e.Observe(ID(i%2000), sighting.Seen{First: at, Last: at, Count: 1})
	}
}

// To find the episodes, and to yield them.
func BenchmarkFinish(b *testing.B) {
	for _, l := range []load{{200_000, 1_000_000, 0}, {200_000, 1_000_000, 100}, {200_000, 1_000_000, 2}} {
		b.Run(fmt.Sprintf("keys=%d/sightings=%d/elsewhere=%d", l.keys, l.sightings, l.elsewhere), func(b *testing.B) {
			e := New(benchPlan())
			l.observe(e)
			b.ReportAllocs()
			for b.Loop() {
				e.found = nil
				_ = e.Finish(func(*Episode) error { return nil })
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(l.sightings), "ns/sighting")
		})
	}
}

// To yield them once more, from memory and merged from what was put aside.
func BenchmarkFinishAgain(b *testing.B) {
	for name, most := range map[string]int64{"in memory": 0, "put aside": 1} {
		b.Run(name, func(b *testing.B) {
			e := New(benchPlan())
			load{200_000, 1_000_000, 2}.observe(e)
			e.Limit(most, &memoryStore{})
			n := 0
			yield := func(*Episode) error { n++; return nil }
			_ = e.Finish(yield)
			b.ReportAllocs()
			n = 0
			for b.Loop() {
				_ = e.Finish(yield)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n), "ns/episode")
		})
	}
}

// Its texts are what an episode costs, put together in one string.
func TestAllocationsOfEpisodes(t *testing.T) {
	if testing.CoverMode() != "" {
		t.Skip("coverage allocates")
	}
	e := New(benchPlan())
	load{keys: 100, sightings: 20_000, elsewhere: 2}.observe(e)
	n := len(finish(t, e))
	require.Greater(t, n, 1000)
	allocations := testing.AllocsPerRun(10, func() { _ = e.Finish(func(*Episode) error { return nil }) })
	require.Less(t, allocations, float64(n)+50)
}

// heldBy is how much more memory something holds after it was filled.
func heldBy(what any, fill func()) int64 {
	inUse := func() int64 {
		var stats runtime.MemStats
		runtime.GC()
		runtime.GC() // what the first one found to be free
		runtime.ReadMemStats(&stats)
		return int64(stats.HeapAlloc)
	}
	before := inUse()
	fill()
	after := inUse()
	runtime.KeepAlive(what)
	return after - before
}

// What is held grows by at most 20 bytes a sighting, all in, and not at all in
// jumps.
func TestMemoryOfSightings(t *testing.T) {
	if testing.Short() {
		t.Skip("holds two million sightings")
	}
	held := func(l load) float64 {
		e := New(benchPlan())
		return float64(heldBy(e, func() { l.observe(e) }))
	}
	const keys = 10_000
	few, many := held(load{keys: keys, sightings: 0}), held(load{keys: keys, sightings: 2_000_000})
	require.Less(t, (many-few)/2_000_000, 13.0, "bytes a sighting")
	require.Less(t, few/keys, 300.0, "bytes a key with two identities")
	t.Logf("%.1f bytes a sighting, %.0f bytes a key with two identities", (many-few)/2_000_000, few/keys)
}
