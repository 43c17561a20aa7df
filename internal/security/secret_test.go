package security

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/chunk"
)

// newKey is a session key as splunkd makes them, unlike any other text.
func newKey() string {
	var b [48]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

// requireSecret wants no part of the key in a text.
func requireSecret(t *testing.T, key, text, where string) {
	t.Helper()
	const part = 8
	for at := 0; at+part <= len(key); at++ {
		if i := strings.Index(text, key[at:at+part]); i >= 0 {
			require.Fail(t, "the session key leaks", "%s: %q", where, text[max(0, i-100):min(len(text), i+100)])
		}
	}
}

func requireSecretIn(t *testing.T, key string, e ended, where string) {
	t.Helper()
	requireSecret(t, key, e.stdout, where+": stdout")
	requireSecret(t, key, e.stderr, where+": stderr, which is search.log")
}

// Nothing that a search says, when it works and when it does not, holds any of
// the session key.
func TestSessionKeyInReplies(t *testing.T) {
	t.Parallel()
	rows := "_time,user,src\n1700000000,avery,192.0.2.1\n1700000060,avery,198.51.100.1\n"
	for _, args := range [][]string{
		{"by=user"},
		{"by=user", "output=summary"},
		{"by=user", "output=events"},
		{"by=user", "memory_limit=1MB"},
		{"profile=okta", "from=raw"},
		{"profile=okta", "mode=escu", "from=raw"},
		{"by=user", "windw=5m"},
		{"by=user", "window=never"},
		{"session_key=1"},
		{"by=user", "report_since=1h"},
		{},
	} {
		key := newKey()
		talk := getinfo(t, args, map[string]any{"session_key": key}) + execute(rows, false) + execute("", true)
		requireSecretIn(t, key, start(t, talk, nil, shipped), fmt.Sprint(args))
	}
}

// The key as a value of another kind, in another place, or in broken JSON.
func TestSessionKeyInOddRequests(t *testing.T) {
	t.Parallel()
	key := newKey()
	for _, metadata := range []string{
		`{"action":"getinfo","searchinfo":{"args":["by=user"],"session_key":["KEY"]}}`,
		`{"action":"getinfo","searchinfo":{"args":["by=user"],"session_key":{"KEY":1}}}`,
		`{"action":"getinfo","session_key":"KEY","searchinfo":{"session_key":"KEY","args":["by=user"]}}`,
		`{"action":"getinfo","searchinfo":{"session_key":"KEY`,
		`{"action":"getinfo","searchinfo":{"session_key":KEY}}`,
		`{"action":"getinfo","searchinfo":{"session_key":"\xKEY"}}`,
		`{"action":"getinfo","searchinfo":"session_key=KEY"}`,
		`{"action":"execute","searchinfo":{"session_key":"KEY"}}`,
		`{"action":"getinfo","preview":"KEY","searchinfo":{"args":["by=user"],"maxresultrows":"KEY","earliest_time":"KEY","latest_time":"KEY"}}`,
		`["KEY"]`, `"KEY"`, `KEY`,
	} {
		metadata = strings.ReplaceAll(metadata, "KEY", key)
		for _, talk := range []string{
			request(metadata, "") + execute("_time,user,src\n", true),
			getinfo(t, []string{"by=user"}, nil) + request(metadata, "") + execute("", true),
		} {
			requireSecretIn(t, key, start(t, talk, nil, shipped), metadata)
		}
	}
}

// Streams whose lengths are wrong: what is taken for a header is then part of
// the metadata.
func TestSessionKeyInBrokenStreams(t *testing.T) {
	t.Parallel()
	key := newKey()
	metadata := `{"searchinfo":{"session_key":"` + key + `","args":["by=user"]},"action":"getinfo"}`
	whole := request(metadata, "")
	var talks []string
	for _, at := range []int{1, 5, 11, 12, 14, 15, 18, 30, 45, 60, len(whole) - 1} {
		talks = append(talks, whole[at:], whole[:at], whole[at:]+"\n", whole[:at]+"\n"+whole[at:])
	}
	for _, off := range []int{-200, -100, -60, -20, -1, 1, 20} {
		talks = append(talks, fmt.Sprintf("chunked 1.0,%d,0\n%s", max(0, len(metadata)+off), metadata)+execute("", true))
	}
	talks = append(talks,
		metadata, metadata+"\n", "chunked 1.0,"+metadata, "chunked 1.0,2,0\n{}"+metadata, "chunked 1.0,2,0\n{}"+metadata+"\n",
		"chunked 1.0,"+key+",0\n", "chunked "+key+",1,0\n", "chunked 1.0,1,"+key+"\n", key+"\n", key,
		whole+"chunked 1.0,36,0\n"+metadata+"\n", whole+metadata+"\n", whole+execute(metadata, true))
	for _, talk := range talks {
		requireSecretIn(t, key, start(t, talk, nil, shipped), strings.ReplaceAll(talk, key, "KEY"))
	}
}

// While a search is under way the key is in no file of the process and in none
// of its folders, and a dump of its stacks does not show it.
func TestSessionKeyWhileItRuns(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("looks into /proc")
	}
	t.Parallel()
	key, dispatch, temp := newKey(), t.TempDir(), t.TempDir()
	cmd := exec.CommandContext(t.Context(), shipped)
	cmd.Env = append(os.Environ(), "TMPDIR="+temp, "GOTRACEBACK=all", "GODEBUG=inittrace=1,gctrace=1")
	stdin, err := cmd.StdinPipe()
	require.NoError(t, err)
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	require.NoError(t, cmd.Start())

	var said bytes.Buffer
	r := chunk.NewReader(io.TeeReader(stdout, &said))
	for _, request := range []string{
		getinfo(t, []string{"by=user", "memory_limit=1MB"}, map[string]any{"session_key": key, "dispatch_dir": dispatch}),
		execute(manyRows(8_000), false),
	} {
		go func() { _, _ = io.WriteString(stdin, request) }()
		_, _, err := r.Next()
		require.NoError(t, err)
	}

	spilled := openFiles(t, cmd.Process.Pid, dispatch)
	require.Len(t, spilled, 1, "it holds its sightings in a file")
	require.Greater(t, len(spilled[0]), 100_000)
	requireSecret(t, key, spilled[0], "the file of sightings")
	for _, folder := range []string{dispatch, temp} {
		left, err := os.ReadDir(folder)
		require.NoError(t, err)
		require.Empty(t, left)
	}
	for _, file := range []string{"environ", "cmdline", "comm", "status"} {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", cmd.Process.Pid, file))
		require.NoError(t, err)
		requireSecret(t, key, string(text), file)
	}

	require.NoError(t, cmd.Process.Signal(syscall.SIGQUIT)) // a dump of all stacks
	_, _ = io.Copy(io.Discard, r)
	_ = cmd.Wait()
	require.Contains(t, stderr.String(), "goroutine ")
	requireSecret(t, key, stderr.String(), "the dump")
	requireSecret(t, key, said.String(), "stdout")
}

// openFiles gives the content of the files that a process has open in a
// folder, with or without a name.
func openFiles(t *testing.T, pid int, folder string) (contents []string) {
	t.Helper()
	folder, err := filepath.EvalSymlinks(folder)
	require.NoError(t, err)
	list, err := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", pid))
	require.NoError(t, err)
	for _, fd := range list {
		if target, err := os.Readlink(fd); err == nil && strings.HasPrefix(target, folder+"/") {
			content, err := os.ReadFile(fd)
			require.NoError(t, err)
			contents = append(contents, string(content))
		}
	}
	return contents
}

// The workbench's trace, which people paste into reports, hides its key.
func TestSessionKeyInTraces(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	rows := filepath.Join(dir, "rows.csv")
	require.NoError(t, os.WriteFile(rows, []byte("_time,user,src\n1700000000,avery,192.0.2.1\n"), 0o644))
	for _, variation := range []string{"usual", "keys sorted", "keys reversed"} {
		out := start(t, "", nil, workbench, "splunkd", "--binary", shipped, "--rows", rows, "--bodies", "--variation", variation, "by=user")
		require.Zero(t, out.code, out.stderr)
		m := regexp.MustCompile(`"session_key":"([^"]*)"`).FindAllStringSubmatch(out.stderr, -1)
		require.Len(t, m, 1)
		require.Equal(t, "...", m[0][1])
	}
}

// What the program keeps of getinfo, it keeps under names that are listed: a
// new one is looked at here before it is passed on.
func TestOnlyNamedPartsOfGetinfoAreKept(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("../conversation/searchinfo.go")
	require.NoError(t, err)
	var kept []string
	for _, m := range regexp.MustCompile("`json:\"([a-z_]+)\"`").FindAllStringSubmatch(string(source), -1) {
		kept = append(kept, m[1])
	}
	slices.Sort(kept)
	require.Equal(t, strings.Fields("app args command dispatch_dir earliest_time latest_time maxresultrows owner raw_args search sid splunk_version"), kept)
}
