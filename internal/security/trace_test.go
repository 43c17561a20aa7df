package security

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// call is one system call of a trace; unfinished ones are put together.
type call struct{ name, text string }

var (
	traceLine = regexp.MustCompile(`^(\d+)\s+(.*)$`)
	callName  = regexp.MustCompile(`^([a-z0-9_]+)\(`)
	resumed   = regexp.MustCompile(`^<\.\.\. ([a-z0-9_]+) resumed>\s*(.*)$`)
)

// traced runs a program under strace, with descriptors shown as paths.
func traced(t *testing.T, dir, stdin string, env []string, args ...string) (calls []call, out ended) {
	t.Helper()
	strace := need(t, "strace", "strace")
	log := filepath.Join(t.TempDir(), "trace")
	// -f: all threads. -y: the path of each descriptor. -s: whole paths.
	cmd := exec.CommandContext(t.Context(), strace, append([]string{"-f", "-y", "-s", "4096", "-o", log, shipped}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdin = strings.NewReader(stdin)
	var stdout, stderr strings.Builder
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	_ = cmd.Run()
	out = ended{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
	if strings.Contains(out.stderr, "PTRACE") && os.Getenv("CI") != "true" {
		t.Skipf("strace may not trace here: %s", out.stderr)
	}

	f, err := os.Open(log)
	require.NoError(t, err)
	defer f.Close()
	begun := map[string]string{} // by thread
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		m := traceLine.FindStringSubmatch(lines.Text())
		require.NotNil(t, m, lines.Text())
		thread, text := m[1], m[2]
		if strings.HasPrefix(text, "---") || strings.HasPrefix(text, "+++") || strings.Contains(text, "??? resumed>") || strings.HasPrefix(text, "???") {
			continue // signals, exits, and threads that were gone before they could be asked
		}
		if before, ok := strings.CutSuffix(text, "<unfinished ...>"); ok {
			begun[thread] = before
			text = before // it counts though it may never return
		} else if r := resumed.FindStringSubmatch(text); r != nil {
			text = begun[thread] + r[2]
			calls = append(calls, call{r[1], text})
			continue
		} else {
			name := callName.FindStringSubmatch(text)
			require.NotNil(t, name, text)
			calls = append(calls, call{name[1], text})
			continue
		}
		name := callName.FindStringSubmatch(text)
		require.NotNil(t, name, text)
		calls = append(calls, call{name[1], ""}) // told again, whole, when it returns
	}
	require.NoError(t, lines.Err())
	require.NotEmpty(t, calls)
	return calls, out
}

var quoted = regexp.MustCompile(`"((?:[^"\\]|\\.)*)"`)

// paths are those that the calls name, made absolute: a path that is relative
// to a descriptor follows the descriptor's own.
func paths(dir string, calls []call) (list []string) {
	at := regexp.MustCompile(`^[a-z0-9]+\((AT_FDCWD|\d+)(?:<([^>]*)>)?, "`)
	for _, c := range calls {
		names, ok := pathArguments[c.name]
		if !ok || c.text == "" {
			continue
		}
		base := dir
		if m := at.FindStringSubmatch(c.text); m != nil && m[2] != "" {
			base = m[2]
		}
		arguments, _, _ := strings.Cut(c.text, ") = ")
		for i, m := range quoted.FindAllStringSubmatch(arguments, -1) {
			if i >= names {
				break
			}
			path := m[1]
			if !filepath.IsAbs(path) {
				path = filepath.Join(base, path)
			}
			list = append(list, path)
		}
	}
	return list
}

// pathArguments says how many of a call's first strings are paths.
var pathArguments = map[string]int{
	"open": 1, "openat": 1, "openat2": 1, "creat": 1, "stat": 1, "lstat": 1, "newfstatat": 1, "statx": 1, "access": 1, "faccessat": 1, "faccessat2": 1,
	"readlink": 1, "readlinkat": 1, "unlink": 1, "unlinkat": 1, "mkdir": 1, "mkdirat": 1, "rmdir": 1, "rename": 2, "renameat": 2, "renameat2": 2,
	"chmod": 1, "fchmodat": 1, "chown": 1, "truncate": 1, "execve": 1, "statfs": 1, "chdir": 1, "link": 2, "symlink": 2,
}
