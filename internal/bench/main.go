// Bench measures the product against its targets and against other programs
// that do the same, or a part of it, and prints one table. The data is made
// from seeds; see docs/PERFORMANCE.md.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"regexp"
	"strings"
	"syscall"

	"concurrentsessions/internal/bench/drive"
	"concurrentsessions/internal/bench/peer"
)

func main() {
	if args := os.Args[1:]; len(args) > 1 {
		switch args[0] {
		case drive.LaunchWord:
			os.Exit(drive.Launch(args[1:]))
		case peer.Word:
			os.Exit(peer.Main(args[1:]))
		}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	l := lab{progress: os.Stderr}
	flag.StringVar(&l.binary, "binary", "bin/concurrentsessions", "the built `command`")
	flag.StringVar(&l.dir, "data", ".tools/bench/data", "the `folder` of the data, which is made once")
	flag.StringVar(&l.python, "python", ".tools/bench/bin/python3", "the `interpreter` that has the peers' modules")
	flag.IntVar(&l.rounds, "k", 3, "how many `rounds` of each measurement; the best counts")
	flag.IntVar(&l.millions, "largest", 100, "the most sightings of the work growth, in `millions`")
	flag.BoolVar(&l.short, "short", false, "small data, one round: are the results right?")
	only := flag.String("only", "", "measure only works whose name matches this `pattern`")
	asJSON := flag.String("json", "", "write the figures to this `file` as well")
	page := flag.String("markdown", "", "write the table into this `file` as well, between its marks")
	flag.Parse()

	wanted, err := regexp.Compile(*only)
	if err != nil {
		return fmt.Errorf("-only: %w", err)
	}
	if *page != "" && (l.short || *only != "") {
		return errors.New("-markdown: a page has the whole table, so not with -short or -only")
	}
	if err := l.prepare(); err != nil {
		return err
	}
	var lines []Line
	var wrong error
	for _, w := range works {
		if !wanted.MatchString(w.name) {
			continue
		}
		l.say("%s", w.name)
		more, err := w.measure(ctx, &l)
		if err != nil {
			wrong = errors.Join(wrong, fmt.Errorf("%s: %w", w.name, err))
			l.say("%s: %v", w.name, err)
		}
		for _, line := range more {
			line.Command = cmp.Or(line.Command, "go run ./internal/bench -only "+w.name)
			lines = append(lines, line)
			l.say("  %s", strings.Join(line.cells(), " | "))
		}
		if ctx.Err() != nil {
			break // what was measured so far is told
		}
	}
	report := Report{Machine: machine(), Rounds: l.rounds, Short: l.short, Lines: lines}
	report.print(os.Stdout)
	if *asJSON != "" {
		wrong = errors.Join(wrong, report.writeJSON(*asJSON))
	}
	if *page != "" && ctx.Err() == nil {
		wrong = errors.Join(wrong, report.writePage(*page))
	}
	return wrong
}
