package conversation

import (
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// Main is [Serve] on this process's stdin and stdout; it returns the exit code
// for os.Exit. Being told to stop (SIGTERM, an interrupt), or that nobody reads
// any more, is a quiet end with code 0; after a signal the Run is not closed.
// Only a broken protocol makes a line on stderr, which splunkd logs as an
// error, and code 1.
func Main(cmd Command, stderr io.Writer) (code int) {
	// By default a write to a closed stdout kills a Go program.
	signal.Ignore(syscall.SIGPIPE)
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, os.Interrupt)
	served := make(chan error, 1)
	go func() { served <- Serve(os.Stdin, os.Stdout, cmd) }()
	select {
	case <-stop:
		return 0
	case err := <-served:
		if err != nil {
			fmt.Fprintf(stderr, "conversation with splunkd: %v\n", err)
			return 1
		}
		return 0
	}
}
