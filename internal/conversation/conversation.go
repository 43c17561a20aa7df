// Package conversation holds one search's talk with splunkd: Splunk's chunked
// external command protocol, version 1.0, as seen by the command.
//
// The talk is lock-step. Each request is a chunk, read whole; each is answered
// by exactly one chunk. The first request is getinfo, which plans the search;
// those that follow are execute, which carry the rows. Splunkd ends the talk by
// hanging up where a request should start.
//
// Splunk's description of the protocol is not public. What this package relies
// on was seen in recorded requests and in Splunk's SDK for Python.
package conversation

import (
	"io"

	"concurrentsessions/internal/splunkcsv"
)

// Command is what a program brings; [Serve] does the talking.
type Command interface {
	// Plan answers getinfo. Splunkd starts the program several times per
	// search for this answer alone, so Plan has no side effects and gives the
	// same declaration for the same arguments.
	//
	// An error is the search's: the user reads it, and the job fails. A Run
	// that is also an io.Closer is closed at the end of the conversation, also
	// if Execute was never called.
	Plan(info *SearchInfo, m *Messages) (Declaration, Run, error)
}

// Run is a planned command at work on the rows of one search.
type Run interface {
	// Execute reads the rows of one request and gives the body of the reply,
	// CSV or nothing, valid until the next call. Rows left unread are
	// discarded. Columns, their order and the number of rows may change from
	// one request to the next, and any request may have no rows or no header.
	// last is the request's finished flag: no call follows.
	//
	// An error is the search's: the user reads it, and the job fails.
	Execute(rows *splunkcsv.Reader, last bool, m *Messages) (body []byte, err error)
}

// LongRun is a Run whose bodies may be too long to be held in one piece: Execute
// has returned none then, and LongBody gives its size in bytes, 0 for no body, and
// what writes it. An error of write breaks the conversation off.
type LongRun interface {
	Run
	LongBody() (size int64, write func(out io.Writer) error)
}

// Declaration tells splunkd how the command is to be run.
type Declaration struct {
	// Type is one of the constants below.
	Type string
	// RequiredFields are the fields that splunkd extracts and, except for
	// type events, the only ones it sends. None, or "*" alone, is all fields.
	RequiredFields []string
}

// The types of commands that splunkd knows.
const (
	Streaming = "streaming" // per chunk, also on search peers
	Stateful  = "stateful"  // keeps state, answers each row in its own chunk
	Events    = "events"    // may reorder; receives all fields
	Reporting = "reporting" // may replace all rows
)
