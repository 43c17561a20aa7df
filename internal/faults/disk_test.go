package faults

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// Memory is short, and the dispatch directory is no place to put anything. The
// user is told which folder, and what to do.
func TestNoDispatchDirectory(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	for name, path := range map[string]string{
		"missing":       filepath.Join(dir, "missing"),
		"a file":        file,
		"below a file":  filepath.Join(file, "below"),
		"with a NUL":    dir + "/\x00",
		"far too long":  filepath.Join(dir, string(make([]byte, 10_000))),
		"no text":       dir + "/\xff\xfe",
		"relative":      "missing/relative",
		"a device":      os.DevNull,
		"with newlines": dir + "/a\nb\r\nc",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			requireRefused(t, play(t, spilling(), setting{dispatch: path}), "put sightings aside: ", "memory_limit")
		})
	}
}

// With enough memory the dispatch directory is never looked at.
func TestNoDispatchDirectoryNeeded(t *testing.T) {
	t.Parallel()
	want := calm(t, small())
	requireSame(t, want, play(t, small(), setting{dispatch: filepath.Join(t.TempDir(), "missing")}))
}
