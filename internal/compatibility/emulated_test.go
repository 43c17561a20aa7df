package compatibility

import (
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/built"
)

// emulators run a Linux program of another processor; Debian has them in the
// packages qemu-user-static and qemu-user.
var emulators = map[string][]string{
	"arm64": {"qemu-aarch64-static", "qemu-aarch64"},
	"amd64": {"qemu-x86_64-static", "qemu-x86_64"},
}

// emulator finds one, or skips the test, but not where nothing may be skipped.
func emulator(t *testing.T, goarch string) string {
	t.Helper()
	for _, name := range emulators[goarch] {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("no emulator of %s is installed (Debian's package qemu-user-static)", goarch)
	}
	t.Skipf("no emulator of %s is installed (Debian's package qemu-user-static)", goarch)
	return ""
}

// The program for the other processor passes its self-test and answers each
// search with the same bytes as the one for this machine.
func TestOtherProcessor(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("emulates programs of Linux")
	}
	t.Parallel()
	other := map[string]string{"amd64": "arm64", "arm64": "amd64"}[runtime.GOARCH]
	qemu := emulator(t, other)
	program, err := build(built.For{GOOS: "linux", GOARCH: other})
	require.NoError(t, err)

	out, err := exec.Command(qemu, program, "selftest").CombinedOutput()
	require.NoError(t, err, string(out))
	require.Contains(t, string(out), "linux/"+other)
	require.Equal(t, 2, strings.Count(string(out), "\nok  "), string(out))

	for i, search := range searches {
		talk := stream(t, shapes[i%len(shapes)], dialects[i%len(dialects)], search.args, search.rows)
		require.Equal(t, converse(t, talk, native), converse(t, talk, qemu, program), search.name)
	}

	events := "../../testdata/samples"
	for _, format := range []string{"ndjson", "table"} {
		here, err := exec.Command(native, "detect", "--format", format, events).Output()
		require.NoError(t, err)
		there, err := exec.Command(qemu, program, "detect", "--format", format, events).Output()
		require.NoError(t, err)
		require.Equal(t, string(here), string(there), format)
		require.NotEmpty(t, here)
	}
}
