package splunkd

import (
	"errors"
	"fmt"
)

// The ways to break the protocol; each is the cause of a *Violation.
var (
	ErrEarly    = errors.New("output before the request was complete")
	ErrSurplus  = errors.New("output beyond the reply")
	ErrFrame    = errors.New("no chunk")
	ErrEnded    = errors.New("ended before its time")
	ErrTimeout  = errors.New("took too long")
	ErrMetadata = errors.New("metadata not allowed")
	ErrFinished = errors.New("unexpected finished")
	ErrMessage  = errors.New("message not allowed")
	ErrBody     = errors.New("body is no result")
	ErrIndex    = errors.New(indexColumn + " was not sent in this request")
	ErrStderr   = errors.New("output on stderr")
	ErrExit     = errors.New("exit code is not 0")
	ErrSecret   = errors.New("gives away the session key")
)

// Violation tells where a command broke the protocol.
type Violation struct {
	Where string // "reply to execute 3", "exit"
	Err   error
}

func (v *Violation) Error() string { return v.Where + ": " + v.Err.Error() }

// Unwrap gives the cause.
func (v *Violation) Unwrap() error { return v.Err }

// because adds detail to a cause.
func because(cause error, format string, args ...any) error {
	return fmt.Errorf("%w: %s", cause, fmt.Sprintf(format, args...))
}
