package security

import (
	"debug/elf"
	"debug/gosym"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Packages that reach other machines or start other programs. The package net
// itself is linked, for names of interfaces in random identifiers, and with
// none of what dials: see the next test.
var neverLinked = regexp.MustCompile(`^(net/(http|rpc|smtp|textproto|mail)|crypto/(tls|x509)|os/exec|plugin|expvar|log/(syslog|slog)|runtime/(cgo|pprof|trace)|testing)(/|$)`)

func TestNoNetworkOrExecPackages(t *testing.T) {
	t.Parallel()
	for _, system := range []string{"linux/amd64", "linux/arm64", "windows/amd64", "darwin/amd64", "darwin/arm64"} {
		goos, goarch, _ := strings.Cut(system, "/")
		list := exec.Command("go", "list", "-deps", "concurrentsessions/cmd/concurrentsessions")
		list.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+goos, "GOARCH="+goarch)
		out, err := list.Output()
		require.NoError(t, err)
		packages := strings.Fields(string(out))
		require.Contains(t, packages, "concurrentsessions/internal/chunk")
		for _, p := range packages {
			require.NotRegexp(t, neverLinked, p, system)
		}
	}
}

// What would make a connection, start or inspect a process, or load code, is
// not in the program at all. The names of functions stay in a stripped program,
// for stack traces.
var neverCompiled = regexp.MustCompile(`^(net\.(Dial|Listen|Lookup|\(\*(Dialer|Resolver|TCPConn|UDPConn|IPConn|UnixConn|netFD)\))` +
	`|net/http\.|crypto/tls\.|os/exec\.|plugin\.|os\.(StartProcess|FindProcess|\(\*Process\))` +
	`|syscall\.(Socket|socket|Connect|connect|Bind|bind|Listen|listen|StartProcess|ForkExec|forkExec|forkAndExec|Exec|Ptrace|ptrace|Kill|Mount|Chroot|Setuid|Setgid)` +
	`|golang\.org/x/sys/unix\.(Socket|Connect|Bind|Exec|Ptrace|Kill|Mount))`)

func TestNoFunctionsThatConnectOrExec(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("reads the program as ELF")
	}
	names := functions(t, shipped)
	require.True(t, slices.Contains(names, "os.CreateTemp"), "the names are those of the source")
	for _, name := range names {
		require.NotRegexp(t, neverCompiled, name)
	}
	// The pattern finds what it is for: the workbench has clients.
	require.True(t, slices.ContainsFunc(functions(t, workbench), neverCompiled.MatchString))
}

// functions names all functions of a program.
func functions(t *testing.T, program string) (names []string) {
	t.Helper()
	f, err := elf.Open(program)
	require.NoError(t, err)
	defer f.Close()
	lines, err := f.Section(".gopclntab").Data()
	require.NoError(t, err)
	table, err := gosym.NewTable(nil, gosym.NewLineTable(lines, f.Section(".text").Addr))
	require.NoError(t, err)
	for _, function := range table.Funcs {
		names = append(names, function.Name)
	}
	return names
}
