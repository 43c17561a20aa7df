package security

import (
	"fmt"
	"os"
	"os/exec"
	"testing"

	"concurrentsessions/internal/built"
)

// The built programs: the shipped one, with the flags it ships with, and the
// workbench, whose outputs show logs too.
var shipped, workbench string

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "security")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	if shipped, err = built.Program(dir, "concurrentsessions", built.For{}); err == nil {
		workbench, err = built.Program(dir, "sessionlab", built.For{})
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

// need skips a test for want of a tool, but not where nothing may be skipped.
func need(t *testing.T, tool, of string) string {
	t.Helper()
	path, err := exec.LookPath(tool)
	switch {
	case err == nil:
	case os.Getenv("CI") == "true":
		t.Fatalf("%s is not installed (Debian's package %s)", tool, of)
	default:
		t.Skipf("%s is not installed (Debian's package %s)", tool, of)
	}
	return path
}
