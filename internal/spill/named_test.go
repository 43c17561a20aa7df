package spill

import (
	"os"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

// Where a file must have a name at first, it has lost it when it is first
// written to, or else at the end.
func TestNamedFile(t *testing.T) {
	t.Parallel()
	f := File{Dir: t.TempDir()}
	require.NoError(t, f.createNamed())
	list, err := os.ReadDir(f.Dir)
	require.NoError(t, err)
	if runtime.GOOS != "windows" {
		require.Empty(t, list)
	}
	place, err := f.Write([]byte("frame"))
	require.NoError(t, err)
	frame := make([]byte, 5)
	require.NoError(t, f.Read(frame, place))
	require.Equal(t, "frame", string(frame))
	require.NoError(t, f.Close())
	list, err = os.ReadDir(f.Dir)
	require.NoError(t, err)
	require.Empty(t, list)
}
