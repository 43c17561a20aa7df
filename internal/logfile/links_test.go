//go:build unix

package logfile

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// Links are followed when they are named and not within a folder, and what is
// no file is not opened.
func TestLinksAndSpecialFiles(t *testing.T) {
	t.Parallel()
	outside := write(t, "outside.json", []byte("{\"a\":1}\n"))
	dir := t.TempDir()
	require.NoError(t, os.Symlink(outside, filepath.Join(dir, "link")))
	require.NoError(t, os.Symlink(filepath.Dir(outside), filepath.Join(dir, "linked folder")))
	require.NoError(t, syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600))
	got := readAll(t, Options{}, dir)
	require.Empty(t, got.events)
	require.Len(t, got.problems, 3)
	require.ErrorIs(t, got.problems[0], errLink)
	require.ErrorIs(t, got.problems[1], errLink)
	require.ErrorIs(t, got.problems[2], errSpecial)
	require.Len(t, readAll(t, Options{}, filepath.Join(dir, "link")).events, 1)
	require.Len(t, readAll(t, Options{}, filepath.Join(dir, "linked folder")).events, 1)
	got = readAll(t, Options{}, os.DevNull)
	require.ErrorIs(t, got.problems[0], errSpecial)
}
