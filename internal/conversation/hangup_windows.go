package conversation

import (
	"errors"
	"syscall"
)

// errNoData is ERROR_NO_DATA, "the pipe is being closed". Package syscall has
// no name for it.
const errNoData = syscall.Errno(232)

func isBrokenPipe(err error) bool {
	return errors.Is(err, syscall.ERROR_BROKEN_PIPE) || errors.Is(err, errNoData)
}
