package spill

import (
	"os"

	"golang.org/x/sys/unix"
)

// createUnnamed makes a file that never has a name: no moment at which the
// program may be killed leaves one. Not every file system can do it.
func createUnnamed(dir string) (*os.File, error) {
	return os.OpenFile(dir, unix.O_TMPFILE|os.O_RDWR, 0o600)
}
