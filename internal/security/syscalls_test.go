package security

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// allowedCalls are all that the program may ask of Linux, on 64-bit x86 and
// ARM. Whatever is not here, such as socket, connect, fork, kill, ptrace,
// mount, setuid, chmod of a path or symlink, fails the test.
var allowedCalls = fields(`
	read write pread64 pwrite64 readv writev close lseek fcntl ioctl fstat newfstatat statx
	openat readlinkat unlinkat renameat renameat2 getdents64 fchmod
	mmap munmap madvise mincore brk
	futex nanosleep clock_nanosleep clock_gettime sched_yield sched_getaffinity
	rt_sigaction rt_sigprocmask rt_sigreturn sigaltstack restart_syscall
	epoll_create1 epoll_ctl epoll_pwait eventfd2 pipe2
	getpid gettid getuid geteuid getgid getegid getrandom uname prlimit64 getrlimit
	clone tgkill arch_prctl prctl set_robust_list set_tid_address rseq
	exit exit_group execve`)

// read by the Go runtime at its start, by a library for a number that differs
// between builds (the program itself), and to know the memory there is.
var allowedReads = fields(`
	/sys/kernel/mm/transparent_hugepage/hpage_pmd_size
	/proc/self/cgroup /proc/self/mountinfo /proc/self/exe /proc/self/auxv /proc/meminfo`)

func fields(text string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(text) {
		set[word] = true
	}
	return set
}

// requireTame holds a trace against the lists. Folders are where files may be
// made and removed; inputs may be read.
func requireTame(t *testing.T, dir string, calls []call, folders, inputs []string) {
	t.Helper()
	starts := 0
	for _, c := range calls {
		require.True(t, allowedCalls[c.name], "the system call %s: %s", c.name, c.text)
		switch c.name {
		case "execve":
			starts++
		case "clone":
			require.True(t, c.text == "" || strings.Contains(c.text, "CLONE_THREAD"), "a new process: %s", c.text)
		case "tgkill":
			require.True(t, c.text == "" || strings.Contains(c.text, "SIGURG"), "a signal: %s", c.text)
		case "prctl":
			require.True(t, c.text == "" || strings.Contains(c.text, "PR_SET_VMA"), c.text)
		case "mmap":
			require.NotContains(t, c.text, "PROT_EXEC", "code made at run time")
		case "openat":
			if strings.Contains(c.text, "O_CREAT") || strings.Contains(c.text, "O_WRONLY") || strings.Contains(c.text, "O_RDWR") {
				for _, path := range paths(dir, []call{c}) {
					require.True(t, within(path, folders), "opened for writing: %s", c.text)
				}
				require.Contains(t, c.text, "0600", "what it makes is for its owner alone")
				require.Regexp(t, "O_EXCL|O_TMPFILE", c.text, "it never follows what is there")
			}
		case "unlinkat", "renameat", "renameat2":
			for _, path := range paths(dir, []call{c}) {
				require.True(t, within(path, folders), "changed: %s", c.text)
			}
		}
	}
	require.Equal(t, 1, starts, "it is started, and starts nothing")
	for _, path := range paths(dir, calls) {
		ok := allowedReads[path] || path == shipped || strings.HasPrefix(path, "/sys/fs/cgroup/") ||
			within(path, folders) || within(path, inputs)
		require.True(t, ok, "the file %s", path)
	}
}

// within says whether a path is one of the given, or below one.
func within(path string, of []string) bool {
	for _, p := range of {
		if path == p || strings.HasPrefix(path, p+string(filepath.Separator)) {
			return true
		}
	}
	return false
}

// A whole search, also one that goes on in a file: the calls are on the list,
// the file is in the dispatch directory, and nothing is left of it.
func TestSystemCallsOfASearch(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("traces system calls of Linux")
	}
	t.Parallel()
	dispatch, temp := t.TempDir(), t.TempDir()
	for name, c := range map[string]struct {
		args []string
		info map[string]any
		made []string // the folders in which a file is made
	}{
		"in memory":           {args: []string{"by=user"}, info: map[string]any{"dispatch_dir": dispatch}},
		"in a file":           {args: []string{"by=user", "memory_limit=1MB"}, info: map[string]any{"dispatch_dir": dispatch}, made: []string{dispatch}},
		"in a temporary file": {args: []string{"by=user", "memory_limit=1MB"}, made: []string{temp}},
		"a wrong option":      {args: []string{"by=user", "windw=1"}, info: map[string]any{"dispatch_dir": dispatch}},
		"the published":       {args: []string{"profile=okta", "mode=escu", "from=raw"}, info: map[string]any{"dispatch_dir": dispatch}},
		"rows passed through": {args: []string{"by=user", "output=events"}, info: map[string]any{"dispatch_dir": dispatch}},
	} {
		t.Run(name, func(t *testing.T) {
			rows := manyRows(20_000)
			talk := getinfo(t, c.args, c.info) + execute(rows, false) + execute("", true)
			calls, out := traced(t, temp, talk, []string{"TMPDIR=" + temp})
			require.Zero(t, out.code, out.stderr)
			require.Empty(t, out.stderr)
			requireTame(t, temp, calls, c.made, nil)
			made := false
			for _, one := range calls {
				made = made || one.name == "openat" && (strings.Contains(one.text, "O_CREAT") || strings.Contains(one.text, "O_TMPFILE"))
			}
			require.Equal(t, len(c.made) > 0, made)
			for _, folder := range []string{dispatch, temp} {
				left, err := os.ReadDir(folder)
				require.NoError(t, err)
				require.Empty(t, left)
			}
		})
	}
}

// Offline it opens what it is told to, writes what it is told to, and makes
// temporary files beside these or in the system's folder.
func TestSystemCallsOffline(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("traces system calls of Linux")
	}
	t.Parallel()
	samples, err := filepath.Abs("../../testdata/samples")
	require.NoError(t, err)
	for name, c := range map[string]struct {
		stdin string
		args  []string
		code  int
	}{
		"a table":          {args: []string{"detect", samples}},
		"an HTML file":     {args: []string{"detect", "--format", "html", "-o", "out/page.html", samples}},
		"beyond memory":    {args: []string{"detect", "--memory_limit", "1MB", "--by", "user", "--src", "src", "--time", "time", "-"}, stdin: manyEvents(20_000)},
		"one explained":    {args: []string{"explain", "--user", "avery@example.com", samples}},
		"compared":         {args: []string{"compare", "--format", "html", "-o", "out/both.html", samples}},
		"profiles":         {args: []string{"profiles"}},
		"a manual":         {args: []string{"man"}},
		"a completion":     {args: []string{"completion", "bash"}},
		"a file not there": {args: []string{"detect", "--strict", "missing.json"}, code: 3},
		"no such option":   {args: []string{"detect", "--nonesuch"}, code: 2},
	} {
		t.Run(name, func(t *testing.T) {
			dir, temp := t.TempDir(), t.TempDir()
			out := filepath.Join(dir, "out")
			require.NoError(t, os.Mkdir(out, 0o755))
			calls, ended := traced(t, dir, c.stdin, []string{"TMPDIR=" + temp}, c.args...)
			require.Equal(t, c.code, ended.code, ended.stderr)
			requireTame(t, dir, calls, []string{out, temp}, []string{samples, filepath.Join(dir, "missing.json"), filepath.Join(dir, "-")})
			left, err := os.ReadDir(temp)
			require.NoError(t, err)
			require.Empty(t, left)
		})
	}
}
