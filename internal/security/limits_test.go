package security

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/chunk"
)

// failure is the error that a conversation ends with, "" for none.
func failure(t *testing.T, e ended) string {
	t.Helper()
	list := replies(t, e.stdout)
	require.NotEmpty(t, list)
	var last struct{ Error string }
	require.NoError(t, json.Unmarshal([]byte(list[len(list)-1].metadata), &last))
	return last.Error
}

// The bounds of the review, each just kept and just broken. That nothing is
// allocated for what a header merely declares is seen by TestMemoryIsBounded.
func TestBoundsOfRequests(t *testing.T) {
	t.Parallel()
	require.Equal(t, 64<<20, chunk.MaxMetadata)
	require.Equal(t, 1<<30, chunk.MaxBody)
	info := getinfo(t, []string{"by=user"}, nil)
	distinct := func(n int) string {
		var names []string
		for i := range n {
			names = append(names, fmt.Sprint("f", i))
		}
		return "by=" + strings.Join(names, ",")
	}
	for name, c := range map[string]struct{ talk, want string }{
		"a header line of 128 bytes":            {"chunked 1.0," + strings.Repeat(" ", 109) + "2,0\n{}", ""},
		"a header line of more":                 {"chunked 1.0," + strings.Repeat(" ", 140) + "2,0\n{}", "invalid header"},
		"metadata above 64 MiB":                 {"chunked 1.0,67108865,0\n", "length above the limit of 67108864 bytes"},
		"a body above 1 GiB":                    {info + "chunked 1.0,36,1073741825\n", "length above the limit of 1073741824 bytes"},
		"a length beyond numbers":               {"chunked 1.0,2,99999999999999999999999\n", "length above the limit"},
		"a negative length":                     {"chunked 1.0,-1,0\n", "invalid length"},
		"16 fields in the key":                  {getinfo(t, []string{distinct(16)}, nil), ""},
		"17 fields in the key":                  {getinfo(t, []string{distinct(17)}, nil), "at most 16"},
		"a memory limit below 1 MB":             {getinfo(t, []string{"by=user", "memory_limit=100kB"}, nil), "at least 1MB"},
		"metadata of 8 MB that is none of ours": {getinfo(t, []string{"by=user"}, map[string]any{"x": strings.Repeat("x", 8<<20)}), ""},
	} {
		got := failure(t, start(t, c.talk, nil, shipped))
		if c.want == "" && strings.HasPrefix(name, "a header") {
			require.NotContains(t, got, "header", name) // {} asks for nothing, which is another error
			continue
		}
		if c.want == "" {
			require.Empty(t, got, name)
			continue
		}
		require.Contains(t, got, c.want, name)
		require.Less(t, len(got), 400, name)
	}
}

// Rows that multiply, and messages without end, stay bounded.
func TestBoundsOfRows(t *testing.T) {
	t.Parallel()
	many := func(n int) (joined, multi string) {
		var values []string
		for i := range n {
			values = append(values, fmt.Sprint("v", i))
		}
		return strings.Join(values, "\n"), "$" + strings.Join(values, "$;$") + "$"
	}
	row := func(users, sources int) string {
		u, mu := many(users)
		var addresses []string
		for i := range sources {
			addresses = append(addresses, fmt.Sprintf("192.0.2.%d", i))
		}
		s, ms := strings.Join(addresses, "\n"), "$"+strings.Join(addresses, "$;$")+"$"
		return fmt.Sprintf("_time,user,src,__mv__time,__mv_user,__mv_src\n1700000000,\"%s\",\"%s\",,\"%s\",\"%s\"\n", u, s, mu, ms)
	}
	for combinations, c := range map[string]struct {
		body    string
		skipped bool
	}{
		"10,000 of one row": {row(100, 100), false},
		"more":              {row(101, 100), true},
	} {
		out := start(t, getinfo(t, []string{"by=user"}, nil)+execute(c.body, true), nil, shipped)
		require.Empty(t, failure(t, out))
		require.Equal(t, c.skipped, strings.Contains(out.stdout, "more combinations of key and source values than an event can have"), combinations)
	}
}

// What is declared is not allocated, and what is large is not kept: a body is
// read as it comes, and equal sightings are one.
func TestMemoryIsBounded(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("reads the peak of memory as Linux counts it")
	}
	t.Parallel()
	declared := start(t, "chunked 1.0,67108864,0\n{}", nil, shipped)
	require.Contains(t, failure(t, declared), "bytes of the metadata missing")

	peak := func(requests ...string) (kB int64) {
		cmd := exec.CommandContext(t.Context(), shipped)
		stdin, err := cmd.StdinPipe()
		require.NoError(t, err)
		stdout, err := cmd.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		r := chunk.NewReader(stdout)
		for _, request := range requests {
			go func() { _, _ = io.WriteString(stdin, request) }()
			_, _, err := r.Next()
			require.NoError(t, err)
		}
		status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", cmd.Process.Pid))
		require.NoError(t, err)
		_, after, found := strings.Cut(string(status), "VmHWM:")
		require.True(t, found)
		_, err = fmt.Sscan(after, &kB)
		require.NoError(t, err)
		require.NoError(t, stdin.Close())
		_, _ = io.Copy(io.Discard, stdout)
		require.NoError(t, cmd.Wait())
		return kB
	}
	row := "1700000000,avery,192.0.2.1\n"
	body := "_time,user,src\n" + strings.Repeat(row, (64<<20)/len(row))
	info := getinfo(t, []string{"by=user", "memory_limit=1MB"}, nil)
	small, large := peak(info, execute("_time,user,src\n"+row, true)), peak(info, execute(body, true))
	require.Less(t, large-small, int64(48<<10), "a body of 64 MiB in one chunk is read as it comes")
}
