// Concurrentsessions is Splunk's custom search command of that name. Without
// arguments it talks Splunk's chunked protocol on stdin and stdout; splunkd
// starts it so, several times for each search.
package main

import (
	"fmt"
	"io"
	"os"

	"golang.org/x/term"

	"concurrentsessions/internal/command"
	"concurrentsessions/internal/conversation"
)

// version is set by the linker, from app.manifest.
var version = "dev"

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run returns the exit code: 0 when all is well, 1 when the conversation with
// splunkd broke, 2 when the program was called the wrong way.
func run(args []string, stdout, stderr io.Writer) int {
	if len(args) == 0 {
		if term.IsTerminal(int(os.Stdin.Fd())) {
			fmt.Fprint(stderr, hint)
			return 2
		}
		return conversation.Main(command.Command{}, stderr)
	}
	switch args[0] {
	case "version", "--version", "-v":
		fmt.Fprintf(stdout, "concurrentsessions %s\n", version)
		return 0
	case "help", "--help", "-h":
		fmt.Fprint(stdout, help)
		return 0
	}
	fmt.Fprintf(stderr, "concurrentsessions: there is no subcommand %q\nhint: try \"concurrentsessions help\"\n", args[0])
	return 2
}

const hint = `concurrentsessions: stdin is a terminal, but without arguments this program talks with splunkd
hint: in Splunk, use it in a search: ... | concurrentsessions by=user
hint: here, try "concurrentsessions help"
`

const help = `concurrentsessions finds one session, device token or user that is active from
several network origins at once.

usage:
  concurrentsessions            talk Splunk's chunked protocol (splunkd starts it so)
  concurrentsessions version    print the version
  concurrentsessions help       print this text

In Splunk it is a search command:
  ... | concurrentsessions profile=okta
  ... | concurrentsessions by=user,session window=5m when="dc(origin)>1"
`
