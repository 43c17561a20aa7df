package faults

import (
	"fmt"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// Memory is short and the disk full, from the first frame on, or later.
func TestEventsOfAFullDisk(t *testing.T) {
	t.Parallel()
	for _, rows := range []int{600, 12_000} {
		want := calmEvents(t, passing(rows))
		for _, kB := range []int{4, 64, 256} {
			t.Run(fmt.Sprintf("%d rows, %d kB", rows, kB), func(t *testing.T) {
				t.Parallel()
				requireRefusedEvents(t, want, play(t, passing(rows), setting{dispatch: mounted(t, 0, kB)}),
					"aside: ", "no space left on device", "memory_limit")
			})
		}
	}
}

// What was put aside is damaged while the command waits for a request.
func TestEventsAsideDamaged(t *testing.T) {
	t.Parallel()
	l := passing(600)
	want := calmEvents(t, l)
	for _, damage := range damages[2:] { // of all of the file
		t.Run(damage.name, func(t *testing.T) {
			t.Parallel()
			p := start(t, setting{})
			requests := l.requests(p.dispatch)
			asked := 0
			for ; aside(p) < 4096; asked++ { // later rows lie near these once more
				_, ok := p.ask(requests[asked])
				require.True(t, ok)
			}
			f, err := os.OpenFile(asidePath(p), os.O_RDWR, 0)
			require.NoError(t, err)
			damage.do(t, f, 4096, rand.New(rand.NewPCG(1, 0)))
			require.NoError(t, f.Close())
			got := talk(p, requests[asked:])
			got.replies = append(want.replies[:asked:asked], got.replies...)
			requireRefusedEvents(t, want, got, "bring sightings back: ")
		})
	}
}
