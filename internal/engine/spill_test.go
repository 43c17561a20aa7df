package engine

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"concurrentsessions/internal/epoch"
)

// memoryStore is a store that can fail and damage.
type memoryStore struct {
	content  []byte
	full     bool
	fullAt   int // fails to write the frame with this number, and no other
	damage   bool
	frames   int
	readFail error
}

var errFull = errors.New("no space left on device")

func (s *memoryStore) Write(frame []byte) (int64, error) {
	s.frames++
	if s.full || s.frames == s.fullAt {
		return 0, errFull
	}
	place := int64(len(s.content))
	s.content = append(s.content, frame...)
	return place, nil
}

func (s *memoryStore) Read(frame []byte, place int64) error {
	copy(frame, s.content[place:])
	if s.damage && len(frame) > 0 {
		frame[len(frame)/2] ^= 1
	}
	return s.readFail
}

// Whenever memory runs short, the result is that of an engine that never did.
func TestLawPuttingAsideChangesNothing(t *testing.T) {
	eachMode(t, func(t *rapid.T, mode Mode) {
		s := scenes(mode).Draw(t, "scene")
		if rapid.Bool().Draw(t, "by index time") {
			s = lateScenes(mode).Draw(t, "late scene")
		}
		store := &memoryStore{}
		e := New(s.plan)
		counted := 0
		for _, row := range s.rows {
			if rapid.IntRange(0, 4).Draw(t, "short of memory") == 0 {
				require.NoError(t, e.PutAside(store))
			}
			if e.Observe(e.Intern(row.Record()), row.Seen) == nil {
				counted++
			}
		}
		require.Equal(t, counted, e.Sightings())
		if rapid.Bool().Draw(t, "short of memory in the end") {
			e.Limit(1, store)
		}
		requireEqual(t, run(t, s.plan, s.rows), finish(t, e))

		whole := New(s.plan)
		for _, row := range s.rows {
			_ = whole.Observe(whole.Intern(row.Record()), row.Seen)
		}
		if e.aside != nil {
			require.Equal(t, whole.Keys(), e.Keys())
		}
	})
}

func TestFullOrDamagedStoreIsAnError(t *testing.T) {
	t.Parallel()
	observed := func(store *memoryStore) *Engine {
		e := New(Plan{Window: 10, When: when("dc(origin)>1")})
		for _, row := range []oracleRow{one("A", 0), one("B", 1)} {
			require.NoError(t, e.Observe(e.Intern(row.Record()), row.Seen))
		}
		return e
	}
	store := &memoryStore{full: true}
	require.ErrorIs(t, observed(store).PutAside(store), errFull)

	for _, c := range []struct {
		break_ func(*memoryStore)
		want   error
	}{
		{func(s *memoryStore) { s.damage = true }, ErrDamaged},
		{func(s *memoryStore) { s.readFail = errFull }, errFull},
		{func(s *memoryStore) { s.full = true }, errFull},
	} {
		store := &memoryStore{}
		e := observed(store)
		require.NoError(t, e.PutAside(store))
		c.break_(store)
		err := e.Finish(func(*Episode) error {
			require.Fail(t, "nothing is half reported")
			return nil
		})
		require.ErrorIs(t, err, c.want)
	}
}

// What is found is put aside too when it is too much, and merged in order,
// every time.
func TestManyEpisodesPutAside(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("many episodes")
	}
	l := load{keys: 500, sightings: 100_000, elsewhere: 2}
	whole, short, store := New(benchPlan()), New(benchPlan()), &memoryStore{}
	for _, e := range []*Engine{whole, short} {
		l.observe(e)
	}
	want := finish(t, whole)
	require.Greater(t, len(want), 10_000)
	short.Limit(short.Bytes()+1<<18, store)
	for range 2 {
		requireEqual(t, want, finish(t, short))
	}
	frames := 0
	for _, run := range short.found.(*runs).list {
		frames += len(run.frames)
		require.Less(t, len(run.buffer), runBytes)
	}
	require.Greater(t, frames, partitions, "the runs are longer than what is held of them")

	// An error of the callee ends the walk, and so does a frame that is damaged, on
	// the way or before.
	yielded := 0
	require.ErrorIs(t, short.Finish(func(*Episode) error { yielded++; return errFull }), errFull)
	require.Equal(t, 1, yielded)
	require.ErrorIs(t, short.Finish(func(*Episode) error { store.damage = true; return nil }), ErrDamaged)
	require.ErrorIs(t, short.Finish(func(*Episode) error {
		require.Fail(t, "nothing is half reported")
		return nil
	}), ErrDamaged)

	// And so does a frame of a run that is not written, behind those of the
	// partitions.
	store.damage, store.fullAt = false, store.frames+partitions+1
	short.found = nil
	require.ErrorIs(t, short.Finish(func(*Episode) error { return nil }), errFull)
}

// With room enough the store is not needed.
func TestLimitThatIsNotReached(t *testing.T) {
	t.Parallel()
	e := New(benchPlan())
	load{keys: 100, sightings: 1000, elsewhere: 2}.observe(e)
	e.Limit(1<<30, &memoryStore{full: true})
	require.NotEmpty(t, finish(t, e))
	e.Limit(1, &memoryStore{full: true})
	e.found = nil
	require.ErrorIs(t, e.Finish(func(*Episode) error { return nil }), errFull)
}

// One frame that is not written is an error, though there is room for all others.
func TestLimitIsReachedWithoutRoom(t *testing.T) {
	t.Parallel()
	e := New(benchPlan())
	load{keys: 100, sightings: 1000, elsewhere: 2}.observe(e)
	e.Limit(1, &memoryStore{fullAt: 1})
	require.ErrorIs(t, e.Finish(func(*Episode) error { return nil }), errFull)
}

// Whichever frame there is no room for, it is an error, though there may be room
// for the next.
func TestNoFrameIsLeftOut(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("fills frames again and again")
	}
	put := func(fullAt int) (store *memoryStore, err error) {
		e := New(Plan{Window: 10, When: when("dc(origin)>1")})
		long := one("A", 0).of(strings.Repeat("x", frameBytes)) // an identity that fills a frame
		short := one("A", 0)
		for _, row := range []oracleRow{long, short} {
			require.NoError(t, e.Observe(e.Intern(row.Record()), row.Seen))
		}
		for at := range epoch.Micros(frameBytes / 2) { // sightings that fill frames
			e.ObserveEvent(e.Intern(short.Record()), at)
		}
		store = &memoryStore{fullAt: fullAt}
		return store, e.PutAside(store)
	}
	store, err := put(0)
	require.NoError(t, err)
	require.Greater(t, store.frames, partitions+1)
	for fullAt := 1; fullAt <= store.frames-partitions+1; fullAt++ { // full ones, and the first of the rest
		_, err := put(fullAt)
		require.ErrorIs(t, err, errFull, "frame %d", fullAt)
	}
}

// However much there is, frames stay small and do not get too many, keys are
// spread over the partitions, and the result is that of an engine that never ran
// short.
func TestFramesAreBounded(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("half a million sightings")
	}
	store := &memoryStore{}
	e, whole := New(benchPlan()), New(benchPlan())
	l := load{keys: 500, sightings: 500_000, elsewhere: 100}
	l.observe(e)
	l.observe(whole)
	require.NoError(t, e.PutAside(store))
	require.Greater(t, store.frames, partitions)
	require.Less(t, store.frames, 2*partitions+len(store.content)/frameBytes)
	for p := range e.aside.partitions {
		total := 0
		for _, f := range e.aside.partitions[p].frames {
			require.LessOrEqual(t, f.length, frameBytes+1024)
			total += f.length
		}
		require.Less(t, total, len(store.content)/10)
	}
	require.Zero(t, e.identities.len())
	require.Less(t, len(store.content), l.sightings*16, "a sighting is a few bytes")
	requireEqual(t, finish(t, whole), finish(t, e))
}
