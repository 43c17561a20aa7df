//go:build unix

package faults

import (
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// limited starts the command under limits of the shell's ulimit.
func limited(t testing.TB, limits string) setting {
	t.Helper()
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skipf("sets limits by a shell: %v", err)
	}
	return setting{prepare: func(cmd *exec.Cmd) {
		cmd.Path, cmd.Args = shell, []string{"sh", "-c", limits + ` && exec "$0"`, cmd.Path}
	}}
}

// nobody is a user without rights.
const nobody = 65534

// Memory is short, and others own the dispatch directory.
func TestDispatchDirectoryOfOthers(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.Chmod(dir, 0o500))
	world := setting{dispatch: dir}
	if os.Getuid() == 0 { // who may write everywhere
		world.prepare = func(cmd *exec.Cmd) {
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		}
	}
	requireRefused(t, play(t, spilling(), world), "put sightings aside: ", "permission denied", "memory_limit")
}

// Memory is short, and files must not grow beyond a limit: by the first frame,
// or later. The last limit is not reached.
func TestFileSizeLimit(t *testing.T) {
	t.Parallel()
	l := spilling()
	want := calm(t, l)
	for _, blocks := range []int{0, 1, 64, 500, 1200} { // of 512 bytes
		t.Run(fmt.Sprintf("%d blocks", blocks), func(t *testing.T) {
			t.Parallel()
			requireRefused(t, play(t, l, limited(t, fmt.Sprintf("ulimit -f %d", blocks))),
				"put sightings aside: ", "file too large", "memory_limit")
		})
	}
	requireSame(t, want, play(t, l, limited(t, "ulimit -f 1000000")))
}
