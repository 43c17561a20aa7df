package spill_test

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/spill"
)

func TestWhatIsWrittenIsRead(t *testing.T) {
	t.Parallel()
	f := spill.File{Dir: t.TempDir()}
	var places []int64
	for i := range 10 {
		place, err := f.Write(bytes.Repeat([]byte{byte(i)}, i*1000))
		require.NoError(t, err)
		places = append(places, place)
	}
	require.Equal(t, int64(45000), f.Bytes())
	for i := 9; i >= 0; i-- {
		frame := make([]byte, i*1000)
		require.NoError(t, f.Read(frame, places[i]))
		require.Equal(t, bytes.Repeat([]byte{byte(i)}, i*1000), frame)
	}
	require.Error(t, f.Read(make([]byte, 10), 45000), "nothing was written there")
	require.NoError(t, f.Close())
	require.NoError(t, f.Close())
	require.Error(t, f.Read(make([]byte, 1), 0))
}

func TestNothingIsLeftBehind(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	files := func() int {
		list, err := filepath.Glob(filepath.Join(dir, "*"))
		require.NoError(t, err)
		return len(list)
	}
	f := spill.File{Dir: dir}
	require.Zero(t, files(), "no file before the first write")
	_, err := f.Write([]byte("frame"))
	require.NoError(t, err)
	if runtime.GOOS != "windows" {
		require.Zero(t, files(), "the file has no name, so it is gone also if the process is killed")
	}
	require.NoError(t, f.Close())
	require.Zero(t, files())
}

func TestNoRoomIsExplained(t *testing.T) {
	t.Parallel()
	f := spill.File{Dir: filepath.Join(t.TempDir(), "missing")}
	_, err := f.Write([]byte("frame"))
	require.ErrorIs(t, err, os.ErrNotExist)
	require.ErrorContains(t, err, "memory_limit")
	require.NoError(t, f.Close())
}
