package conversation

import (
	"errors"
	"io"
)

// stoppedReading says whether a write failed because nobody reads any more:
// the search was finalized, cancelled, or has enough rows.
func stoppedReading(err error) bool {
	return isBrokenPipe(err) || errors.Is(err, io.ErrClosedPipe)
}
