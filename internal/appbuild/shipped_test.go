package main

import (
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestNothingIsForgotten finds files that were put where shipping files are,
// but not into the list.
func TestNothingIsForgotten(t *testing.T) {
	checkout := os.DirFS(root)
	for _, folder := range []string{"app", "default", "metadata"} {
		err := fs.WalkDir(checkout, folder, func(name string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && !strings.HasPrefix(path.Base(name), ".") {
				require.Contains(t, shipped, name)
			}
			return err
		})
		require.NoError(t, err)
	}
}
