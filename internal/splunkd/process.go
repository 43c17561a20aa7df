package splunkd

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"
)

// process is the command at work.
type process struct {
	cmd     *exec.Cmd
	stdin   io.WriteCloser
	stdout  io.ReadCloser
	out     *output
	stderr  bytes.Buffer
	timeout time.Duration
	late    atomic.Bool // killed because it took too long
	deaf    bool        // stdout is no longer read
	cuts    *rand.Rand  // nil: writes are not cut
}

// commandName is the command's name in SPL.
func (s *Search) commandName() string {
	if s.Command != "" {
		return s.Command
	}
	name := filepath.Base(s.Binary)
	return strings.TrimSuffix(name, filepath.Ext(name))
}

// start runs the binary with an empty argument list.
func (s *Search) start(ctx context.Context) (*process, error) {
	binary, err := filepath.Abs(s.Binary)
	if err != nil {
		return nil, fmt.Errorf("find the command's binary: %w", err)
	}
	p := &process{cmd: exec.CommandContext(ctx, binary), timeout: max(s.timeout(), defaultTimeout)}
	p.cmd.Dir = s.Dir
	if p.cmd.Dir == "" {
		p.cmd.Dir = filepath.Dir(binary)
	}
	p.cmd.Env = append(os.Environ(), s.Env...)
	p.cmd.Stderr = &p.stderr
	p.cmd.WaitDelay = time.Second
	if s.Chunking.Cut != 0 {
		p.cuts = rand.New(rand.NewPCG(s.Chunking.Cut, 0))
	}
	if p.stdin, err = p.cmd.StdinPipe(); err == nil {
		p.stdout, err = p.cmd.StdoutPipe()
	}
	if err == nil {
		err = p.cmd.Start()
	}
	if err != nil {
		return nil, fmt.Errorf("start the command: %w", err)
	}
	p.out = collect(p.stdout)
	return p, nil
}

// watch kills the process when what is begun is not done in time.
func (p *process) watch() (done func() bool) {
	return time.AfterFunc(p.timeout, func() {
		p.late.Store(true)
		p.kill()
	}).Stop
}

func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	_ = p.stdout.Close() // a child of the process may hold the other end
}

// exchange sends a request and reads the reply, in lock-step: nothing may
// arrive before the request's last byte was sent.
func (p *process) exchange(request []byte, hold time.Duration) (frame, error) {
	defer p.watch()()
	if all, _ := p.out.arrived(); len(all) > 0 {
		return frame{}, because(ErrSurplus, "%q", abridged(all))
	}
	last := len(request) - 1
	if err := p.send(request[:last]); err != nil {
		return frame{}, p.explain(because(ErrEnded, "the request could not be sent: %v", err))
	}
	if !p.out.silent(hold) {
		all, _ := p.out.arrived()
		return frame{}, because(ErrEarly, "%q", abridged(all))
	}
	if err := p.send(request[last:]); err != nil {
		return frame{}, p.explain(because(ErrEnded, "the request could not be sent: %v", err))
	}
	reply, err := p.out.frame()
	return reply, p.explain(err)
}

func (p *process) send(b []byte) error {
	pieces := [][]byte{b}
	if p.cuts != nil {
		pieces = cut(b, p.cuts)
	}
	for _, piece := range pieces {
		if _, err := p.stdin.Write(piece); err != nil {
			return err
		}
	}
	return nil
}

// stopReading breaks the pipe from stdout.
func (p *process) stopReading() {
	p.deaf = true
	_ = p.stdout.Close()
}

// explain tells a process that was killed for being late from one that ended.
func (p *process) explain(err error) error {
	if err != nil && p.late.Load() {
		return because(ErrTimeout, "no answer within %v", p.timeout)
	}
	return err
}

// end hangs up and waits for the exit, which must be quiet.
func (p *process) end() error {
	known := p.late.Load()
	defer p.watch()()
	_ = p.stdin.Close()
	<-p.out.ended
	wait := p.cmd.Wait()
	var exit *exec.ExitError
	switch all, _ := p.out.arrived(); {
	case known:
		return nil // and killed for it
	case p.late.Load():
		return because(ErrTimeout, "no exit within %v of the hang-up", p.timeout)
	case len(all) > 0 && !p.deaf:
		return because(ErrSurplus, "%q", abridged(all))
	case p.stderr.Len() > 0:
		return because(ErrStderr, "%q, exit code %d", abridged(p.stderr.Bytes()), p.cmd.ProcessState.ExitCode())
	case errors.As(wait, &exit):
		return because(ErrExit, "%v", exit)
	case wait != nil:
		return because(ErrExit, "%v", wait)
	}
	return nil
}
