package faults

import (
	"flag"
	"fmt"
	"os"
	"testing"

	"concurrentsessions/internal/built"
)

// exhaustive runs the tables with every place, more seeds and full lengths.
var exhaustive = flag.Bool("exhaustive", false, "try every place, more seeds and full lengths")

// binary is the built command; under the race detector it has one too.
var binary string

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "faults")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	// Others must be able to start what is in it, also after giving up root.
	if err := os.Chmod(dir, 0o755); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if binary, err = built.Program(dir, "concurrentsessions", built.For{Race: underRace}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

// either is the first number in the exhaustive form, else the second.
func either(all, some int) int {
	if *exhaustive {
		return all
	}
	return some
}
