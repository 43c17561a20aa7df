package faults

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/chunk"
)

// patience is after how long a process counts as hanging. It is generous: the
// machine may be busy.
const patience = 3 * time.Minute

// process is the command at work in folders of its own.
type process struct {
	t        testing.TB
	cmd      *exec.Cmd
	stdin    io.WriteCloser
	stdout   io.ReadCloser
	replies  *chunk.Reader
	seen     bytes.Buffer // all of stdout that was read
	stderr   bytes.Buffer
	dispatch string
	temp     string
	late     atomic.Bool
	watch    *time.Timer
	wait     func() error
}

// setting is the world of a process, where it is not the usual one.
type setting struct {
	// binary is another one than usual.
	binary string
	// dispatch is the search's folder; an own one if empty.
	dispatch string
	// env is added to the environment.
	env []string
	// prepare changes how the process is started.
	prepare func(*exec.Cmd)
}

// start starts the command. At the end of the test its folders must be empty.
func start(t testing.TB, world setting) *process {
	t.Helper()
	p := &process{t: t, dispatch: world.dispatch, temp: t.TempDir()}
	if p.dispatch == "" {
		p.dispatch = t.TempDir()
	}
	if world.binary == "" {
		world.binary = binary
	}
	p.cmd = exec.Command(world.binary)
	p.cmd.Dir = filepath.Dir(world.binary)
	p.cmd.Stderr = &p.stderr
	// The race detector would make each process stay for a second.
	p.cmd.Env = append(os.Environ(), "TMPDIR="+p.temp, "TMP="+p.temp, "TEMP="+p.temp, "GORACE=atexit_sleep_ms=0")
	p.cmd.Env = append(p.cmd.Env, world.env...)
	if world.prepare != nil {
		world.prepare(p.cmd)
	}
	p.stdin, p.stdout = nobodyThere{}, nobodyThere{}
	if p.cmd.Stdin == nil {
		var err error
		p.stdin, err = p.cmd.StdinPipe()
		require.NoError(t, err)
	}
	if p.cmd.Stdout == nil {
		var err error
		p.stdout, err = p.cmd.StdoutPipe()
		require.NoError(t, err)
	}
	require.NoError(t, p.cmd.Start())
	p.wait = sync.OnceValue(p.cmd.Wait)
	p.readFrom(p.stdout)
	p.watch = time.AfterFunc(patience, func() {
		p.late.Store(true)
		_ = p.cmd.Process.Kill()
	})
	t.Cleanup(func() {
		_ = p.cmd.Process.Kill()
		_ = p.wait()
		p.watch.Stop()
		p.requireNothingLeft()
	})
	return p
}

// readFrom reads stdout by way of another reader.
func (p *process) readFrom(r io.Reader) {
	p.replies = chunk.NewReader(io.TeeReader(r, &p.seen))
}

// nobodyThere is the other end of what is no pipe.
type nobodyThere struct{}

func (nobodyThere) Read([]byte) (int, error)    { return 0, io.EOF }
func (nobodyThere) Write(b []byte) (int, error) { return len(b), nil }
func (nobodyThere) Close() error                { return nil }

// requireNothingLeft looks for files of the command in its folders.
func (p *process) requireNothingLeft() {
	p.t.Helper()
	for _, folder := range []string{p.dispatch, p.temp} {
		left, err := filepath.Glob(filepath.Join(folder, "concurrentsessions*"))
		require.NoError(p.t, err)
		require.Empty(p.t, left, "files left behind")
	}
}

// send writes bytes to the command; false means that nobody reads them.
func (p *process) send(b []byte) bool {
	_, err := p.stdin.Write(b)
	return err == nil
}

// reply is what the command answers to one request.
type reply struct{ metadata, body string }

// answer reads a reply; false means that no more follow.
func (p *process) answer() (r reply, ok bool) {
	p.t.Helper()
	metadata, _, err := p.replies.Next()
	if err != nil {
		return r, false
	}
	r.metadata = string(metadata)
	body, err := io.ReadAll(p.replies)
	r.body = string(body)
	return r, err == nil
}

// ask sends a request and reads its reply. The write is not waited for: who
// answers before it has read all is found out by the bytes of the replies.
func (p *process) ask(request []byte) (r reply, ok bool) {
	p.t.Helper()
	sent := make(chan bool, 1)
	go func() { sent <- p.send(request) }()
	r, ok = p.answer()
	return r, ok && <-sent
}

// outcome is what came of a conversation.
type outcome struct {
	replies []reply
	stdout  string // the same as bytes, and what is no reply
	stderr  string
	code    int // -1 is by a signal
}

// end hangs up, takes what is still written, and waits for the exit.
func (p *process) end() outcome {
	p.t.Helper()
	_ = p.stdin.Close()
	return p.read()
}

// read takes what is still written, and waits for the exit.
func (p *process) read() (o outcome) {
	p.t.Helper()
	for {
		r, ok := p.answer()
		if !ok {
			break
		}
		o.replies = append(o.replies, r)
	}
	_, _ = io.Copy(io.Discard, io.TeeReader(p.stdout, &p.seen))
	_ = p.wait()
	require.False(p.t, p.late.Load(), "the command hangs")
	o.stdout, o.stderr, o.code = p.seen.String(), p.stderr.String(), p.cmd.ProcessState.ExitCode()
	return o
}
