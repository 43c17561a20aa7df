package engine

import (
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/epoch"
)

// What is found is put aside by this number.
func TestBytesOfWhatIsFound(t *testing.T) {
	if testing.Short() {
		t.Skip("100,000 episodes")
	}
	h := &held{}
	bytes := heldBy(h, func() {
		for i := range epoch.Micros(100_000) {
			h.add(0, &Episode{Trigger: i, End: i + 10, First: i - 10, Last: i + 10, Count: 3}, nil)
		}
	})
	require.InEpsilon(t, bytes, h.bytes(), 0.05)
}
