package security

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// Who looks at the exact rows on a terminal is no program: what it would obey
// is written out there, in every format.
func TestHostileTerminal(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "log.ndjson")
	require.NoError(t, os.WriteFile(file, []byte(events()), 0o644))
	for _, format := range []string{"splunk", "csv", "ndjson", "table"} {
		shown := onTerminal(t, shipped, "detect", "--quiet", "--format", format, "--by", "user", "--src", "src", "--time", "time", file)
		requireInert(t, strings.ReplaceAll(shown, "\r\n", "\n"), format)
	}
}

// onTerminal gives what a program writes to a terminal.
func onTerminal(t *testing.T, program string, args ...string) string {
	t.Helper()
	ours, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skipf("there are no terminals here: %v", err)
	}
	defer ours.Close()
	require.NoError(t, unix.IoctlSetPointerInt(int(ours.Fd()), unix.TIOCSPTLCK, 0))
	number, err := unix.IoctlGetInt(int(ours.Fd()), unix.TIOCGPTN)
	require.NoError(t, err)
	theirs, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Stdout = theirs
	require.NoError(t, cmd.Start())
	require.NoError(t, theirs.Close())
	shown, _ := io.ReadAll(ours) // ends with an error when nobody has the other end
	require.NoError(t, cmd.Wait())
	return string(shown)
}
