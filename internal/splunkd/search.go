// Package splunkd plays splunkd against a built search command: it starts the
// program, sends rows over the chunked protocol and merges the replies into the
// search's result, as splunkd would. It is strict where splunkd is silent: what
// breaks the protocol is an error that says where.
//
// No Splunk is involved. What is played was seen in recorded requests, read in
// Splunk's documentation and its SDK for Python, or concluded from both; the
// places say which.
package splunkd

import (
	"io"
	"time"
)

// Search is a search whose last command is the one to play against. Binary is
// needed; the zero value of the rest is a plain search without rows.
type Search struct {
	// Binary is the program, started without arguments.
	Binary string
	// Dir is the working directory; the binary's folder if empty, as splunkd
	// works in the app's bin.
	Dir string
	// Env is added to this process's environment.
	Env []string
	// Command is the name in SPL; the binary's name without extension if empty.
	Command string
	// Args are the arguments as typed in SPL after the command's name, in one
	// piece or in several.
	Args []string
	// Input is what the search before the command found.
	Input Table
	// Earliest and Latest bound the search, in epoch seconds; empty is not set.
	Earliest, Latest string
	// DispatchDir is the job's folder. If empty, one is made and removed again.
	DispatchDir string

	// ChunkRows is the most rows of one request; 50,000 if 0. Splunkd was seen
	// to use 1 to 50,000.
	ChunkRows int
	// The variations of what splunkd may do otherwise.
	Chunking  Chunking
	Getinfo   Getinfo
	Arguments ArgumentStyle
	// StopAfter is the number of requests, getinfo included, after which
	// splunkd hangs up; 0 is never, AtOnce before the first.
	StopAfter int
	// BreakPipe makes the hang-up a rude one: replies are no longer read, and
	// one more request is sent.
	BreakPipe bool

	// Timeout bounds the wait for each reply and for the exit; 30 s if 0. The
	// first reply may take 30 s in any case, since the program has to start.
	Timeout time.Duration
	// Hold is how long the last byte of a request is held back to catch a
	// command that replies before it. If 0, it is 5 ms, for the first three
	// requests only.
	Hold time.Duration
	// Trace receives a line per frame, and the bodies if TraceBodies is set.
	Trace       io.Writer
	TraceBodies bool
}

// AtOnce is the StopAfter of a splunkd that sends nothing at all.
const AtOnce = -1

// Result is what came of a search.
type Result struct {
	// Type and RequiredFields are as declared in the getinfo reply.
	Type           string
	RequiredFields []string
	// Output is the search's result.
	Output Table
	// Messages are pairs of level and text, in order.
	Messages [][2]string
	// Error is the text with which the command failed the job, if it did.
	Error string
	// ExitCode and Stderr tell how the process ended; -1 is by a signal.
	ExitCode int
	Stderr   string
	// Chunks is the number of execute requests that were answered.
	Chunks int
}

const (
	defaultRows    = 50_000
	defaultTimeout = 30 * time.Second
	defaultHold    = 5 * time.Millisecond
	heldRequests   = 3
)

func (s *Search) rows() int {
	if s.ChunkRows > 0 {
		return s.ChunkRows
	}
	return defaultRows
}

func (s *Search) timeout() time.Duration {
	if s.Timeout > 0 {
		return s.Timeout
	}
	return defaultTimeout
}

// hold is the hold of the n-th request, from 0.
func (s *Search) hold(n int) time.Duration {
	switch {
	case s.Hold > 0:
		return s.Hold
	case n < heldRequests:
		return defaultHold
	}
	return 0
}
