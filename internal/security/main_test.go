package security

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
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
	build := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w -buildid=", "-o", dir+string(filepath.Separator),
		"concurrentsessions/cmd/concurrentsessions", "concurrentsessions/cmd/sessionlab")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "build the programs: %v\n%s", err, out)
		return 1
	}
	shipped, workbench = filepath.Join(dir, "concurrentsessions"), filepath.Join(dir, "sessionlab")
	if runtime.GOOS == "windows" {
		shipped, workbench = shipped+".exe", workbench+".exe"
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
