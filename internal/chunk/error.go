package chunk

import (
	"errors"
	"fmt"
)

// The causes of a FormatError, beside io.ErrUnexpectedEOF.
var (
	ErrHeader = errors.New(`invalid header, want "chunked 1.0,<metadata bytes>,<body bytes>"`)
	ErrLength = errors.New("invalid length")
	ErrLimit  = errors.New("length above the limit")
)

// FormatError tells where a stream stopped being a sequence of chunks.
type FormatError struct {
	Chunk  int   // the first chunk of the stream is 1
	Offset int64 // bytes from the start of the stream to the fault
	Err    error
}

func (e *FormatError) Error() string {
	return fmt.Sprintf("chunk %d at byte %d: %v", e.Chunk, e.Offset, e.Err)
}

// Unwrap gives the cause.
func (e *FormatError) Unwrap() error { return e.Err }
