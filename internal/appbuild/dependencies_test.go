package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// The page of dependencies is what is linked now.
func TestDependenciesPage(t *testing.T) {
	if testing.Short() {
		t.Skip("runs go list for each platform")
	}
	want, err := newBuilder(root, "").dependencies()
	require.NoError(t, err)
	page, err := os.ReadFile(filepath.Join(root, "docs", "dependencies.md"))
	require.NoError(t, err)
	require.Equal(t, string(want), string(page), "run go generate ./internal/appbuild")
	for module := range purposes {
		require.Contains(t, string(page), "| "+module+" | ", "purposes names a module that is not linked")
	}
}
