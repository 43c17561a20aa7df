package compatibility

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"concurrentsessions/internal/built"
)

// dir is where the programs are built.
var dir, native string

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	var err error
	if dir, err = os.MkdirTemp("", "compatibility"); err == nil {
		defer os.RemoveAll(dir)
		native, err = build(built.For{})
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

// build builds the command for a machine, as it ships.
func build(machine built.For) (program string, err error) {
	return built.Program(filepath.Join(dir, machine.GOOS+machine.GOARCH), "concurrentsessions", machine)
}
