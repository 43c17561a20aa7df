package main

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/basesearch"
	"concurrentsessions/internal/built"
	"concurrentsessions/internal/profile"
	"concurrentsessions/internal/splunkd"
)

// binary is the built command.
var binary string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "concurrentsessions")
	if err == nil {
		binary, err = built.Program(dir, "concurrentsessions", built.For{})
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// shared is where the public logs and recordings are that cannot be shipped.
const shared = "../../../shared"

// readShared reads a gzip file of public data, or skips the test.
func readShared(t testing.TB, name string) []byte {
	t.Helper()
	f, err := os.Open(filepath.Join(shared, name))
	if err != nil {
		t.Skipf("the public data is not here: %v", err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	require.NoError(t, err)
	content, err := io.ReadAll(z)
	require.NoError(t, err)
	return content
}

// baseSearch gives the rows of a log that the profile's base search finds, or
// all rows.
func baseSearch(t testing.TB, profileName string, log []byte, all bool) splunkd.Table {
	t.Helper()
	p, ok := profile.ByName(profileName)
	require.True(t, ok, profileName)
	r, err := basesearch.Run(p, log, all)
	require.NoError(t, err)
	return r.Table
}

// search plays splunkd and wants the command to end well.
func search(t testing.TB, s splunkd.Search) *splunkd.Result {
	t.Helper()
	s.Binary = binary
	result, err := s.Run(context.Background())
	require.NoError(t, err)
	require.Empty(t, result.Stderr)
	require.Zero(t, result.ExitCode)
	return result
}

// find is search, of which no error is expected.
func find(t testing.TB, rows splunkd.Table, args ...string) splunkd.Table {
	t.Helper()
	result := search(t, splunkd.Search{Args: args, Input: rows})
	require.Empty(t, result.Error)
	return result.Output
}

// table makes rows of single values.
func table(columns []string, rows ...[]string) splunkd.Table {
	t := splunkd.Table{Columns: columns}
	for _, row := range rows {
		cells := make([][]string, len(row))
		for i, v := range row {
			if v != "" {
				cells[i] = []string{v}
			}
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}
