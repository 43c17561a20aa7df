package faults

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
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
	if binary, err = build(dir, underRace); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

func build(dir string, race bool) (path string, err error) {
	path = filepath.Join(dir, "concurrentsessions")
	if runtime.GOOS == "windows" {
		path += ".exe"
	}
	args := []string{"build", "-o", path}
	env := append(os.Environ(), "CGO_ENABLED=0") // as it ships
	if race {
		args, env = append(args, "-race"), os.Environ()
	}
	cmd := exec.Command("go", append(args, "concurrentsessions/cmd/concurrentsessions")...)
	cmd.Env = env
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the command: %w\n%s", err, out)
	}
	return path, nil
}

// either is the first number in the exhaustive form, else the second.
func either(all, some int) int {
	if *exhaustive {
		return all
	}
	return some
}
