package splunkcsv

import (
	"errors"
	"fmt"
	"strings"
)

// The causes of a RowError, beside the errors of the body's io.Reader.
var (
	ErrOpenQuote  = errors.New("quoted field has no closing quote")
	ErrBareQuote  = errors.New(`quote inside an unquoted field; quote the field and write "" for each quote in it`)
	ErrAfterQuote = errors.New("text between a closing quote and the comma")
)

// RowError tells in which row a body stopped being CSV, or stopped.
type RowError struct {
	Row    int    // 0 is the header row
	Column string // name of the column; empty where it has none
	Offset int64  // bytes from the body's start to the start of the row
	Err    error
}

// Behind is an error of a part of a body that has so many rows before it.
func Behind(err error, rows int) error {
	if row, ok := errors.AsType[*RowError](err); ok {
		in := *row
		in.Row += rows
		return &in
	}
	return err
}

func (e *RowError) Error() string {
	var b strings.Builder
	if e.Row == 0 {
		b.WriteString("header row")
	} else {
		fmt.Fprintf(&b, "row %d", e.Row)
	}
	if e.Column != "" {
		fmt.Fprintf(&b, ", column %q", e.Column)
	}
	fmt.Fprintf(&b, " at byte %d of the body: %v", e.Offset, e.Err)
	return b.String()
}

// Unwrap gives the cause.
func (e *RowError) Unwrap() error { return e.Err }
