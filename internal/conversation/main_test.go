package conversation

import (
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

// toyVariable names the toy as which the test binary runs.
const toyVariable = "CONVERSATION_TEST_TOY"

func TestMain(m *testing.M) {
	if toy, ok := toys[os.Getenv(toyVariable)]; ok {
		os.Exit(Main(toy, os.Stderr))
	}
	goleak.VerifyTestMain(m)
}

// process is a toy at work, with its pipes.
type process struct {
	*exec.Cmd
	stdin  io.WriteCloser
	stdout io.ReadCloser
	stderr strings.Builder
}

func start(t *testing.T, toy string) *process {
	t.Helper()
	executable, err := os.Executable()
	require.NoError(t, err)
	p := &process{Cmd: exec.CommandContext(t.Context(), executable)}
	// The race detector would make the process stay for a second.
	p.Env = append(os.Environ(), toyVariable+"="+toy, "GORACE=atexit_sleep_ms=0")
	p.Stderr = &p.stderr
	p.stdin, err = p.StdinPipe()
	require.NoError(t, err)
	p.stdout, err = p.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, p.Start())
	return p
}

func TestMainServes(t *testing.T) {
	p := start(t, "count")
	_, err := io.WriteString(p.stdin, oneRow)
	require.NoError(t, err)
	require.NoError(t, p.stdin.Close())
	out, err := io.ReadAll(p.stdout)
	require.NoError(t, err)
	require.NoError(t, p.Wait())
	require.True(t, strings.HasSuffix(string(out), "{\"finished\":true}count\n1\n"), "%s", out)
	require.Empty(t, p.stderr.String())
}

func TestMainBrokenProtocol(t *testing.T) {
	p := start(t, "count")
	_, err := io.WriteString(p.stdin, oneRow[:60])
	require.NoError(t, err)
	require.NoError(t, p.stdin.Close())
	_, err = io.ReadAll(p.stdout)
	require.NoError(t, err)
	require.Error(t, p.Wait())
	require.Equal(t, 1, p.ProcessState.ExitCode())
	require.Regexp(t, `^conversation with splunkd: chunk 2 at byte 60: .*\n$`, p.stderr.String())
}

// Nobody reads any more: `| head` has its rows, or the search was cancelled.
func TestMainStdoutClosed(t *testing.T) {
	p := start(t, "count")
	require.NoError(t, p.stdout.Close())
	_, err := io.WriteString(p.stdin, oneRow)
	require.NoError(t, err)
	require.NoError(t, p.Wait(), "exit code 0 while stdin is still open")
	require.Empty(t, p.stderr.String())
}

func TestMainTerminated(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there is no SIGTERM on Windows")
	}
	p := start(t, "count")
	_, err := io.WriteString(p.stdin, oneRow[:37])
	require.NoError(t, err)
	_, err = io.ReadFull(p.stdout, make([]byte, 72))
	require.NoError(t, err)
	require.NoError(t, p.Process.Signal(syscall.SIGTERM))
	require.NoError(t, p.Wait(), "exit code 0, while stdin is still open")
	require.Empty(t, p.stderr.String())
}
