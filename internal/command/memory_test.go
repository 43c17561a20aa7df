package command

import (
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/conversation"
)

func TestSharesOfMemory(t *testing.T) {
	t.Parallel()
	require.EqualValues(t, 512<<10, held(1<<20))
	for _, c := range []struct{ memory, held, collected int64 }{
		{4, 2, 54}, {16, 8, 54}, {40, 8, 54}, {64, 24, 54}, {128, 72, 118}, {256, 168, 246}, {2048, 1512, 2038},
	} {
		require.Equal(t, c.held<<20, held(c.memory<<20), "of %d MB", c.memory)
		require.Equal(t, c.collected<<20, collected(c.memory<<20), "of %d MB", c.memory)
	}
}

// Only what can put aside what is more is held to a limit.
func TestWhatIsHeldToALimit(t *testing.T) {
	t.Parallel()
	for output, want := range map[string]int64{"findings": 118 << 20, "summary": 118 << 20, "events": 0} {
		var told int64
		c := Command{LimitMemory: func(bytes int64) { told = bytes }}
		_, run, err := c.Plan(&conversation.SearchInfo{Args: []string{"by=user", "memory_limit=128MB", "output=" + output}}, &conversation.Messages{})
		require.NoError(t, err)
		require.Equal(t, want, told, output)
		if f, ok := run.(*findingsRun); ok {
			require.EqualValues(t, 72<<20, f.plan.Memory)
		}
	}
}
