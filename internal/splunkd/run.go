package splunkd

import (
	"context"
	"fmt"
	"os"
	"time"
)

// graceAfterViolation is how long a command that broke the protocol may take
// to exit by itself.
const graceAfterViolation = 2 * time.Second

// Run plays the search. The error is a *Violation if the command broke the
// protocol; the result then tells what had come of it, and how the process
// ended. A command that reports an error of its own is no error here.
func (s *Search) Run(ctx context.Context) (*Result, error) {
	dispatchDir := s.DispatchDir
	if dispatchDir == "" {
		dir, err := os.MkdirTemp("", "dispatch")
		if err != nil {
			return nil, fmt.Errorf("make the job's folder: %w", err)
		}
		defer os.RemoveAll(dir)
		dispatchDir = dir
	}
	getinfo, err := s.getinfo(dispatchDir)
	if err != nil {
		return nil, err
	}
	p, err := s.start(ctx)
	if err != nil {
		return nil, err
	}
	g := game{Search: s, process: p, trace: tracer{s.Trace, s.TraceBodies}}
	err = g.play(getinfo)
	if err != nil {
		// How the process ends may tell why, but is not worth a long wait.
		p.timeout = min(p.timeout, graceAfterViolation)
	}
	if end := p.end(); end != nil {
		end = &Violation{"exit", end}
		if err == nil {
			err = end
		} else {
			err = fmt.Errorf("%w (%w)", err, end)
		}
	}
	g.result.ExitCode = p.cmd.ProcessState.ExitCode()
	g.result.Stderr = p.stderr.String()
	g.trace.event("exit code %d", g.result.ExitCode)
	if ctx.Err() != nil {
		err = fmt.Errorf("the search was stopped: %w", ctx.Err())
	}
	return &g.result, err
}
