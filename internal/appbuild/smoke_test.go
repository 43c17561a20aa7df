package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/splunkd"
)

// emulators run a Linux program of another processor; Debian has them in the
// packages qemu-user-static and qemu-user.
var emulators = map[string][]string{
	"arm64": {"qemu-aarch64-static", "qemu-aarch64"},
	"amd64": {"qemu-x86_64-static", "qemu-x86_64"},
}

// TestPackagedPrograms starts the programs of the packages, where this machine
// or an emulator can, and holds a conversation with each.
func TestPackagedPrograms(t *testing.T) {
	if *packages == "" {
		t.Skip("no -packages folder given: make package checks it")
	}
	started := map[binary][]byte{}
	for _, of := range targets {
		s := open(t, of)
		for _, b := range of.binaries {
			t.Run(of.name+"/"+b.goos+"_"+b.goarch, func(t *testing.T) {
				if program, known := started[b]; known {
					require.True(t, bytes.Equal(program, s.file(t, b.path)), "%s differs between packages", b.path)
					return
				}
				started[b] = s.file(t, b.path)
				launch := launcher(t, b)
				dir := t.TempDir()
				program := filepath.Join(dir, "program")
				require.NoError(t, os.WriteFile(program, s.file(t, b.path), 0o755))
				start := filepath.Join(dir, "start")
				require.NoError(t, os.WriteFile(start, fmt.Appendf(nil, "#!/bin/sh\nexec %s%q \"$@\"\n", launch, program), 0o755))

				out, err := exec.Command(start, "version").Output()
				require.NoError(t, err)
				require.Equal(t, "concurrentsessions "+s.release.version+"\n", string(out))
				tested, err := exec.Command(start, "selftest").CombinedOutput()
				require.NoError(t, err, string(tested))

				search := splunkd.Search{
					Binary: start, Command: "concurrentsessions", Args: []string{"by=user"},
					Input: splunkd.Table{
						Columns: []string{"_time", "user", "src"},
						Rows: [][][]string{
							{{"1700000120"}, {"avery"}, {"192.0.2.1"}},
							{{"1700000060"}, {"avery"}, {"198.51.100.1"}},
							{{"1700000060"}, {"blake"}, {"198.51.100.1"}},
						},
					},
				}
				result, err := search.Run(t.Context())
				require.NoError(t, err)
				require.Empty(t, result.Error)
				require.Len(t, result.Output.Rows, 1)
				require.Equal(t, "avery", result.Output.Value(0, "user"))
				require.Equal(t, "192.0.2.1, 198.51.100.1", result.Output.Value(0, "src_list"))
			})
		}
	}
}

// launcher is what stands before the program's name on the line that starts
// it.
func launcher(t *testing.T, b binary) string {
	t.Helper()
	if b.goos == runtime.GOOS && b.goarch == runtime.GOARCH {
		return ""
	}
	if b.goos != "linux" || runtime.GOOS != "linux" {
		t.Skipf("%s cannot run on %s", b.platform(), runtime.GOOS)
	}
	for _, name := range emulators[b.goarch] {
		if emulator, err := exec.LookPath(name); err == nil {
			return emulator + " "
		}
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("no emulator of %s is installed (Debian's package qemu-user-static)", b.goarch)
	}
	t.Skipf("no emulator of %s is installed (Debian's package qemu-user-static)", b.goarch)
	return ""
}
