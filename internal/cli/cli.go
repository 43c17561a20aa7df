// Package cli is the command line of the shipped program: its subcommands for
// work without Splunk. Data goes to stdout, everything else to stderr.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/alecthomas/kong"
	"github.com/jedib0t/go-pretty/v6/text"
	"golang.org/x/term"

	"concurrentsessions/internal/profile"
)

// Exit codes.
const (
	ExitOK = 0
	// ExitFindings: there are findings, and --fail-on-findings was given.
	ExitFindings = 1
	// ExitUsage: the command line is wrong.
	ExitUsage = 2
	// ExitFailed: the work could not be done, or, with --strict, not all of it.
	ExitFailed = 3
	// ExitInterrupted: the user stopped it.
	ExitInterrupted = 130
)

// Streams are where a command reads and writes.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
}

// arguments is the whole command line.
type arguments struct {
	Detect     detectCommand     `cmd:"" help:"Find session theft in log files."`
	Compare    compareCommand    `cmd:"" help:"Show our findings beside those of the published searches, with the reason for each difference."`
	Explain    explainCommand    `cmd:"" help:"Show what is behind one finding, or why a user has none."`
	Profiles   profilesCommand   `cmd:"" help:"Show what each profile reads, and in which order."`
	Selftest   selftestCommand   `cmd:"" help:"Try out on this machine that a search works, as after an installation."`
	Completion completionCommand `cmd:"" help:"Print the completion script of a shell."`
	Man        manCommand        `cmd:"" help:"Print the manual page."`
	Version    versionCommand    `cmd:"" help:"Print the version."`
}

const description = `Finds one session, device token or user that is active from several network origins at once.

Without arguments it is Splunk's search command and talks the chunked protocol on stdin and stdout. With one of the commands below it works on log files, without Splunk.`

const exitCodes = `Exit codes: 0 done; 1 there are findings and --fail-on-findings was given; 2 wrong usage; 3 the work failed, or with --strict not all of it could be done; 130 stopped.`

// Main runs a command line, without the program's name, and gives the exit
// code.
func Main(ctx context.Context, args []string, version string, streams Streams) int {
	var parsed arguments
	exit := -1
	parser, err := newParser(&parsed, streams, func(code int) { exit = code })
	if err != nil {
		return fail(streams, err)
	}
	if !isTerminal(streams.Out) {
		text.DisableColors()
	}
	chosen, err := parser.Parse(subcommand(args))
	if exit >= 0 { // the help was printed
		return exit
	}
	if err != nil {
		return fail(streams, &usageError{err})
	}
	chosen.BindTo(ctx, (*context.Context)(nil))
	chosen.Bind(streams, program{version: version, parser: parser})
	err = chosen.Run()
	if ctx.Err() != nil {
		fmt.Fprintln(streams.Err, "concurrentsessions: stopped")
		return ExitInterrupted
	}
	return fail(streams, err)
}

// program is what a command may need to know of the whole.
type program struct {
	version string
	parser  *kong.Kong
}

func newParser(into *arguments, streams Streams, exit func(int)) (*kong.Kong, error) {
	return kong.New(into,
		kong.Name("concurrentsessions"),
		kong.Description(description+"\n\n"+exitCodes),
		kong.Writers(streams.Out, streams.Err),
		kong.Exit(exit),
		kong.UsageOnError(),
		kong.Vars{"profiles": strings.Join(profile.Names(), ", "), "paths": pathHelp},
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, FlagsLast: true, WrapUpperBound: 100}),
	)
}

// subcommand lets help and --version be written in the usual ways.
func subcommand(args []string) []string {
	switch args[0] {
	case "help":
		return append(append([]string(nil), args[1:]...), "--help")
	case "--version", "-v":
		return []string{"version"}
	}
	return args
}

// errFindings ends a run whose findings are to fail it.
var errFindings = errors.New("there are findings")

// usageError is a command line that is wrong.
type usageError struct{ err error }

func (e *usageError) Error() string { return e.err.Error() }

func (e *usageError) Unwrap() error { return e.err }

// fail tells an error and gives its exit code.
func fail(streams Streams, err error) int {
	switch {
	case err == nil:
		return ExitOK
	case errors.Is(err, errFindings):
		return ExitFindings
	}
	fmt.Fprintf(streams.Err, "concurrentsessions: %s\n", visibleLines([]byte(err.Error())))
	if _, wrongUsage := errors.AsType[*usageError](err); wrongUsage {
		fmt.Fprintln(streams.Err, `hint: try "concurrentsessions help", or "concurrentsessions COMMAND --help"`)
		return ExitUsage
	}
	return ExitFailed
}

// isTerminal says whether somebody looks at what is written.
func isTerminal(w io.Writer) bool {
	f, ok := w.(interface{ Fd() uintptr })
	return ok && term.IsTerminal(int(f.Fd()))
}

// width is the terminal's width, 0 if there is none.
func width(w io.Writer) int {
	f, ok := w.(interface{ Fd() uintptr })
	if !ok {
		return 0
	}
	columns, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return columns
}

type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run(p program, s Streams) error {
	_, err := fmt.Fprintf(s.Out, "concurrentsessions %s\n", p.version)
	return err
}
