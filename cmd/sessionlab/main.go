// Sessionlab is the workbench around the search command concurrentsessions. It
// is not part of the Splunk app.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"strings"

	"github.com/alecthomas/kong"
	"github.com/jedib0t/go-pretty/v6/text"
	"golang.org/x/term"

	"concurrentsessions/internal/demo"
	"concurrentsessions/internal/profile"
)

// version is set by the linker, from app.manifest.
var version = "dev"

// cli is the command line.
type cli struct {
	Demo     demoCommand      `cmd:"" help:"Play splunkd against the built command on the sample logs and show what it finds."`
	Simulate simulateCommand  `cmd:"" help:"Write the logs of an invented organisation, and beside them what is behind each event."`
	Evaluate evaluateCommand  `cmd:"" help:"Count what the published search and ours find and make up in logs of which it is known what is behind them."`
	Tune     tuneCommand      `cmd:"" help:"Show what each option would change in your own logs, and propose macros."`
	Splunkd  splunkdCommand   `cmd:"" help:"Play splunkd: any arguments of the built command, any rows, with the conversation shown."`
	Replay   replayCommand    `cmd:"" help:"Send log files to a Splunk HTTP Event Collector, moved to now if wanted."`
	Backtest backtestCommand  `cmd:"" help:"Run a search on a live Splunk and look for session theft in what it finds."`
	SCS      scsCommand       `cmd:"" name:"scs" help:"Optional: the same with Splunk Cloud Services, which is not Splunk Cloud Platform."`
	Version  kong.VersionFlag `help:"Print the version."`
}

type demoCommand struct {
	Binary  string `default:"bin/concurrentsessions" type:"existingfile" help:"The built command (${default})."`
	Samples string `default:"testdata/samples" type:"existingdir" help:"The folder of the sample logs (${default})."`
	Trace   bool   `help:"Show the conversation with splunkd as well."`
}

func (c *demoCommand) Run(ctx context.Context, out io.Writer) error {
	d := demo.Demo{Binary: c.Binary, Samples: c.Samples, Out: out, Trace: c.Trace}
	if width, _, err := term.GetSize(int(os.Stdout.Fd())); err == nil {
		d.Width = width
	} else {
		text.DisableColors() // not a terminal
	}
	return d.Run(ctx)
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	parser := newParser(ctx, os.Stdout)
	parsed, err := parser.Parse(os.Args[1:])
	parser.FatalIfErrorf(err)
	parsed.FatalIfErrorf(parsed.Run())
}

// newParser makes the parser of the command line; what the commands print as
// their result goes to out.
func newParser(ctx context.Context, out io.Writer) *kong.Kong {
	return kong.Must(&cli{},
		kong.Name("sessionlab"),
		kong.Description("The workbench around the search command concurrentsessions."),
		kong.Vars{"version": version, "profiles": strings.Join(profile.Names(), ", ")},
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.BindTo(out, (*io.Writer)(nil)),
	)
}
