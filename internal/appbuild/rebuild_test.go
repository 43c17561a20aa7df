package main

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

var rebuild = flag.Bool("rebuild", false, "build a program again in another folder, without any cache")

// TestRebuilt builds the program for Linux on x86 from a copy of the source in
// another folder, with an empty build cache, and wants the bytes that are in
// the packages.
func TestRebuilt(t *testing.T) {
	if *packages == "" || !*rebuild {
		t.Skip("takes a minute: make rebuild does it")
	}
	copied := filepath.Join(t.TempDir(), "elsewhere")
	for _, name := range []string{"go.mod", "go.sum", "cmd", "internal"} {
		copySource(t, filepath.Join(root, name), filepath.Join(copied, name))
	}
	t.Setenv("GOCACHE", t.TempDir())
	s := open(t, targets[0])
	again, err := newBuilder(copied, s.release.version).build(linuxX86)
	require.NoError(t, err)
	require.Equal(t, fmt.Sprintf("%x", sha256.Sum256(s.file(t, linuxX86.path))), fmt.Sprintf("%x", sha256.Sum256(again.data)))
}

func copySource(t *testing.T, from, to string) {
	t.Helper()
	require.NoError(t, filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		target := to + path[len(from):]
		switch {
		case entry.IsDir() && entry.Name() == "node_modules":
			return filepath.SkipDir
		case entry.IsDir():
			return os.MkdirAll(target, 0o755)
		case !entry.Type().IsRegular():
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		return os.WriteFile(target, data, 0o644)
	}))
}
