package logfile

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// read is an event that a test keeps.
type read struct {
	JSON, Time, Indexed, File string
	Line                      int
}

type result struct {
	events   []read
	problems []Problem
	stats    Stats
}

// readAll reads the paths, which must exist.
func readAll(t testing.TB, opt Options, paths ...string) result {
	t.Helper()
	got, err := tryRead(t, opt, paths...)
	require.NoError(t, err)
	return got
}

func tryRead(t testing.TB, opt Options, paths ...string) (result, error) {
	t.Helper()
	var got result
	var err error
	got.stats, err = Read(t.Context(), paths, opt,
		func(e *Event) error {
			got.events = append(got.events, read{string(e.JSON), string(e.Time), string(e.Indexed), e.File, e.Line})
			return nil
		},
		func(p Problem) { got.problems = append(got.problems, p) })
	return got, err
}

// write writes a file of a test and gives its path.
func write(t testing.TB, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, content, 0o600))
	return path
}

func writeTo(t testing.TB, path string, content []byte) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
	require.NoError(t, os.WriteFile(path, content, 0o600))
}

func newGzip(w io.Writer) *gzip.Writer {
	z, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
	if err != nil {
		panic(err)
	}
	return z
}
