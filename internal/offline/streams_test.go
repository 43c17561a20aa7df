//go:build unix

package offline

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/forms"
	"concurrentsessions/internal/samples"
)

// What can be read once only is kept for the second reading, and no longer.
func TestStreams(t *testing.T) {
	t.Parallel()
	content := forms.Lines(samples.Events(sourceOf("okta")))
	want := run1(t, plan(t, []string{writeLog(t, content)}))
	temp := t.TempDir()
	pipe := filepath.Join(t.TempDir(), "pipe")
	require.NoError(t, syscall.Mkfifo(pipe, 0o600))
	go os.WriteFile(pipe, content, 0o600) //nolint:errcheck // the test sees what is missing
	in := plan(t, []string{"-"})
	in.Stdin = strings.NewReader(string(content))
	for name, p := range map[string]Plan{"stdin": in, "pipe": plan(t, []string{pipe})} {
		p.Files.TempDir = temp
		p.Progress = func(at Progress) { require.Zero(t, at.Total) }
		got := run1(t, p)
		require.Equal(t, ids(want), ids(got), name)
		for i := range got.Findings {
			require.Len(t, got.Findings[i].Sightings, len(want.Findings[i].Sightings), name)
		}
	}
	left, err := os.ReadDir(temp)
	require.NoError(t, err)
	require.Empty(t, left)
}
