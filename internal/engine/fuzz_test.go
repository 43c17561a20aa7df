package engine

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/sighting"
)

// FuzzPutAside: wherever memory runs short, the result is that of an engine
// that never ran short; and where a byte of what was put aside has changed,
// it is found out and nothing is reported.
func FuzzPutAside(f *testing.F) {
	f.Add([]byte{0, 1, 5, 0, 2, 6, 0xff, 0, 1, 7, 1, 3, 8}, []byte("alice"), uint16(3), uint8(1))
	f.Add([]byte{0, 1, 5, 0xff, 0xff, 0x40, 2, 6, 0x80, 3, 9, 0xff, 0xc3, 1, 7}, []byte("\x00\xff\x1f"), uint16(0), uint8(0x80))
	f.Add([]byte{}, []byte{}, uint16(0), uint8(0))
	f.Fuzz(func(t *testing.T, moves, name []byte, place uint16, flip uint8) {
		if len(moves) > 3*400 {
			return
		}
		plan := Plan{Window: 10, When: when("dc(origin)>1")}
		store := &memoryStore{}
		short, whole := New(plan), New(plan)
		for len(moves) >= 3 {
			if moves[0] == 0xff {
				require.NoError(t, short.PutAside(store))
				moves = moves[1:]
				continue
			}
			row := rowOf(moves[0], moves[1], moves[2], name)
			moves = moves[3:]
			for _, e := range []*Engine{short, whole} {
				require.NoError(t, e.Observe(e.Intern(row.Record()), row.Seen))
			}
		}
		require.Equal(t, whole.Sightings(), short.Sightings())
		if len(store.content) > 0 && flip != 0 {
			store.content[int(place)%len(store.content)] ^= flip
			err := short.Finish(func(*Episode) error {
				require.Fail(t, "nothing is half reported")
				return nil
			})
			require.ErrorIs(t, err, ErrDamaged)
			return
		}
		requireEqual(t, finish(t, whole), finish(t, short))
	})
}

// rowOf makes a sighting of three bytes: key and kind, origin, time.
func rowOf(key, origin, at byte, name []byte) oracleRow {
	row := one(string(bytes.Repeat(name, int(origin%3)))+string(rune(origin)), epoch.Micros(at)).of(string(name), string(rune('a'+key%4)))
	if key&0x40 != 0 {
		row.Last += epoch.Micros(key % 16)
		row.Count = uint64(key)
	}
	if key&0x80 != 0 {
		row.HasIndexed, row.Indexed = true, row.First+epoch.Micros(origin)
		row.Shows[sighting.OS] = []string{string(name), "os"}
	}
	return row
}
