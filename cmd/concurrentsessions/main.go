// Concurrentsessions is Splunk's custom search command of that name. Without
// arguments it talks Splunk's chunked protocol on stdin and stdout; splunkd
// starts it so, several times for each search. With arguments it works on log
// files.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"

	"golang.org/x/term"

	"concurrentsessions/internal/cli"
	"concurrentsessions/internal/command"
	"concurrentsessions/internal/conversation"
	"concurrentsessions/internal/memory"
)

// version is set by the linker, from app.manifest.
var version = "dev"

func main() {
	memory.Spare()
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run returns the exit code. Without arguments it is 0 when all is well, 1
// when the conversation with splunkd broke, and 2 when nobody is there to talk
// with.
func run(args []string, stdout, stderr io.Writer) int {
	if len(args) > 0 {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
		defer stop()
		return cli.Main(ctx, args, version, cli.Streams{In: os.Stdin, Out: stdout, Err: stderr})
	}
	if term.IsTerminal(int(os.Stdin.Fd())) {
		fmt.Fprint(stderr, hint)
		return cli.ExitUsage
	}
	return conversation.Main(command.Command{LimitMemory: memory.Limit}, stderr)
}

const hint = `concurrentsessions: stdin is a terminal, but without arguments this program talks with splunkd
hint: in Splunk, use it in a search: ... | concurrentsessions by=user
hint: on log files: concurrentsessions detect logs/
`
