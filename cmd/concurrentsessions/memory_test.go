package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/splunkd"
)

// manyUsers is more than a megabyte holds: users who are each seen from two
// networks.
func manyUsers(users int) splunkd.Table {
	rows := splunkd.Table{Columns: []string{"_time", "user", "src"}}
	for round := range 4 {
		for user := range users {
			src := fmt.Sprintf("192.0.2.%d", user%250)
			if user%5 == 0 && round%2 == 1 {
				src = fmt.Sprintf("198.51.100.%d", user%250)
			}
			at := fmt.Sprint(1_700_000_000 + user + 40*round)
			rows.Rows = append(rows.Rows, [][]string{{at}, {fmt.Sprintf("user-%06d@example.com", user)}, {src}})
		}
	}
	return rows
}

// Beyond its memory a search goes on in the dispatch directory, finds the same
// and leaves nothing behind.
func TestLittleMemory(t *testing.T) {
	t.Parallel()
	rows := manyUsers(20_000)
	want := find(t, rows, "by=user")
	require.Len(t, want.Rows, 4000)

	dir := t.TempDir()
	result := search(t, splunkd.Search{Args: []string{"by=user", "memory_limit=1MB"}, Input: rows, DispatchDir: dir})
	require.Empty(t, result.Error)
	require.Equal(t, want, result.Output)
	left, err := filepath.Glob(filepath.Join(dir, "concurrentsessions-*"))
	require.NoError(t, err)
	require.Empty(t, left)
}

// Without room on disk the search fails and reports nothing.
func TestNoRoomInTheDispatchDirectory(t *testing.T) {
	t.Parallel()
	gone := filepath.Join(t.TempDir(), "gone")
	result := search(t, splunkd.Search{Args: []string{"by=user", "memory_limit=1MB"}, Input: manyUsers(20_000), DispatchDir: gone})
	require.Contains(t, result.Error, "put sightings aside")
	require.Contains(t, result.Error, "memory_limit")
	require.Empty(t, result.Output.Rows)
	_, err := os.Stat(gone)
	require.ErrorIs(t, err, os.ErrNotExist)
}
