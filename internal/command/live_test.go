package command

import (
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/engine"
)

func TestLive(t *testing.T) {
	t.Parallel()
	o, err := ParseOptions([]string{"profile=o365", "report_since=1h"})
	require.NoError(t, err)
	plan, err := o.Live(1_000_000, 7_200_000_000)
	require.NoError(t, err)
	require.Equal(t, engine.At(1_000_000), plan.Engine.Earliest)
	require.Equal(t, engine.At(7_200_000_000), plan.Engine.Latest)
	require.Equal(t, engine.At(3_600_000_000), plan.Engine.Since)

	for _, refused := range []string{"mode=escu", "output=events", "output=summary"} {
		o, err := ParseOptions([]string{"profile=o365", refused})
		require.NoError(t, err)
		_, err = o.Live(0, 1)
		require.Error(t, err, refused)
	}
}
