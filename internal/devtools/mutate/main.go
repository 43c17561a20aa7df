// Mutate makes one small mistake after another in a package's code and runs the
// package's tests on each. A mistake that no test notices is a test that is
// missing, unless it changes nothing; those are kept in a list, with the reason.
//
//	go run ./internal/devtools/mutate [-list file] [-only regexp] package -- test flags
//
// The work tree is not touched: the changed files are laid over it (go help
// build, -overlay), all mutants in one test program. How far it is, and what
// became of the mutants of each file, is told on the way. It exits with 1 when a
// mutant survives that the list does not explain, and when the list explains one
// that does not survive any more.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("mutate", flag.ExitOnError)
	dir := flags.String("dir", ".", "the package's `folder`")
	list := flags.String("list", "", "the `file` that explains mutants which no test can notice")
	only := flags.String("only", "", "try only the mutants whose file:line or name match this `regexp`")
	workers := flags.Int("workers", 2, "how many mutants are tried at once")
	_ = flags.Parse(args)

	explained, err := readList(*list)
	if err != nil {
		return err
	}
	packageName, sources, err := readPackage(*dir)
	if err != nil {
		return err
	}
	var mutants []mutant
	for _, s := range sources {
		mutants = append(mutants, s.mutants...)
	}
	unknown := explained.without(mutants)
	if *only != "" {
		pattern, err := regexp.Compile(*only)
		if err != nil {
			return err
		}
		mutants = matching(mutants, pattern)
	}
	lab, err := newLab(*dir, flags.Args())
	if err != nil {
		return err
	}
	defer lab.close()
	if err := lab.build(ctx, packageName, sources); err != nil {
		return err
	}
	if err := lab.checkUnchanged(ctx); err != nil {
		return err
	}
	r := report{out: out, explained: explained, unknown: unknown, total: len(mutants)}
	lab.tryAll(ctx, mutants, *workers, r.add)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return r.finish()
}

func matching(all []mutant, pattern *regexp.Regexp) (some []mutant) {
	for _, m := range all {
		if pattern.MatchString(m.where()) || pattern.MatchString(m.name) {
			some = append(some, m)
		}
	}
	return some
}
