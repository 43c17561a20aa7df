// Package drive runs programs and measures them: time, processor time and
// peak memory. All are run in the same way, so that ratios are fair.
package drive

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// Program is what to run.
type Program struct {
	Path string
	Args []string
	Env  []string // beside this process's own
}

// Usage is what a run took.
type Usage struct {
	// Wall is from the start to the exit.
	Wall time.Duration
	// CPU is the time of all cores, in the program and for it in the kernel.
	CPU time.Duration
	// Peak is the most memory that was resident, in bytes; 0 if not known.
	Peak int64
}

// run is a program at work, with its ends of the pipes.
type run struct {
	cmd    *exec.Cmd
	stdin  *os.File
	stdout *os.File
	report *os.File
	stderr excerpt
}

// start starts a program by way of [Launch], whose few pages are the floor of
// what is measured as memory.
func start(ctx context.Context, p Program) (r *run, err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	var theirs []*os.File
	defer func() {
		for _, f := range theirs {
			_ = f.Close()
		}
	}()
	pipe := func() (in, out *os.File) {
		if err == nil {
			in, out, err = os.Pipe()
		}
		return in, out
	}
	r = &run{}
	stdin, ours := pipe()
	fromIt, stdout := pipe()
	report, reporter := pipe()
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", p.Path, err)
	}
	theirs = []*os.File{stdin, stdout, reporter}
	r.stdin, r.stdout, r.report = ours, fromIt, report
	r.cmd = exec.CommandContext(ctx, self, append([]string{LaunchWord, p.Path}, p.Args...)...)
	r.cmd.Env = append(os.Environ(), p.Env...)
	r.cmd.Stdin, r.cmd.Stdout, r.cmd.Stderr = stdin, stdout, &r.stderr
	r.cmd.ExtraFiles = []*os.File{reporter}
	if err := r.cmd.Start(); err != nil {
		return nil, errors.Join(fmt.Errorf("start %s: %w", p.Path, err), r.closeAll())
	}
	return r, nil
}

func (r *run) closeAll() error {
	return errors.Join(r.stdin.Close(), r.stdout.Close(), r.report.Close())
}

// end hangs up, takes what is still said and waits for the exit.
func (r *run) end() (u Usage, err error) {
	_ = r.stdin.Close()
	_, _ = io.Copy(io.Discard, r.stdout)
	_ = r.stdout.Close()
	said := json.NewDecoder(r.report).Decode(&u)
	_ = r.report.Close()
	if err := r.cmd.Wait(); err != nil {
		return u, fmt.Errorf("%w; stderr: %s", err, r.stderr.text)
	}
	return u, said
}

// excerpt keeps the beginning of what is written.
type excerpt struct{ text []byte }

func (e *excerpt) Write(b []byte) (int, error) {
	const longest = 2000
	e.text = append(e.text, b...)
	e.text = e.text[:min(len(e.text), longest)]
	return len(b), nil
}

// Output runs a program that needs no talk and gives what it prints to read.
func Output(ctx context.Context, p Program, read func(io.Reader) error) (Usage, error) {
	r, err := start(ctx, p)
	if err != nil {
		return Usage{}, err
	}
	_ = r.stdin.Close()
	reading := read(r.stdout)
	usage, err := r.end()
	return usage, errors.Join(err, reading)
}
