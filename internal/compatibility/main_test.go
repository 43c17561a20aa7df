package compatibility

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// dir is where the programs are built.
var dir, native string

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	var err error
	if dir, err = os.MkdirTemp("", "compatibility"); err == nil {
		defer os.RemoveAll(dir)
		native, err = build(runtime.GOOS, runtime.GOARCH)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

// build builds the command for a machine, as it ships.
func build(goos, goarch string) (program string, err error) {
	program = filepath.Join(dir, goos+"-"+goarch+".exe")
	cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w -buildid=", "-o", program, "concurrentsessions/cmd/concurrentsessions")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+goos, "GOARCH="+goarch)
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build for %s/%s: %w\n%s", goos, goarch, err, out)
	}
	return program, nil
}
