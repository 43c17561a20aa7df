package security

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/chunk"
)

// request is a chunk as splunkd sends it.
func request(metadata, body string) string {
	return fmt.Sprintf("chunked 1.0,%d,%d\n%s%s", len(metadata), len(body), metadata, body)
}

// getinfo asks for a search with these arguments; more are further members of
// searchinfo.
func getinfo(t *testing.T, args []string, more map[string]any) string {
	t.Helper()
	info := map[string]any{"args": args, "raw_args": args, "sid": "1700000000.12", "splunk_version": "9.4.1", "latest_time": "1700090000"}
	for key, value := range more {
		info[key] = value
	}
	metadata, err := json.Marshal(map[string]any{"action": "getinfo", "preview": false, "searchinfo": info})
	require.NoError(t, err)
	return request(string(metadata), "")
}

func execute(body string, last bool) string {
	return request(fmt.Sprintf(`{"action":"execute","finished":%t}`, last), body)
}

// manyRows are more sightings than a megabyte holds; every tenth of the users
// is in two places.
func manyRows(users int) string {
	var b strings.Builder
	b.WriteString("\"_time\",user,src\n")
	for round := range 4 {
		for user := range users {
			net := "192.0.2"
			if user%10 == 0 && round%2 == 1 {
				net = "198.51.100"
			}
			fmt.Fprintf(&b, "%d,\"user-%06d@example.com\",\"%s.%d\"\n", 1_700_000_000+user+40*round, user, net, user%250)
		}
	}
	return b.String()
}

// ended is what a program left when it ended.
type ended struct {
	stdout, stderr string
	code           int
}

// start runs a program to its end.
func start(t *testing.T, stdin string, env []string, program string, args ...string) ended {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Stdin = strings.NewReader(stdin)
	cmd.Env = append(os.Environ(), env...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	_ = cmd.Run()
	return ended{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
}

// reply is one answer of the command.
type reply struct{ metadata, body string }

func replies(t *testing.T, stdout string) (list []reply) {
	t.Helper()
	r := chunk.NewReader(strings.NewReader(stdout))
	for {
		metadata, _, err := r.Next()
		if err == io.EOF {
			return list
		}
		require.NoError(t, err)
		one := reply{metadata: string(metadata)}
		body, err := io.ReadAll(r)
		require.NoError(t, err)
		one.body = string(body)
		list = append(list, one)
	}
}

// manyEvents are manyRows as lines of JSON.
func manyEvents(users int) string {
	var b strings.Builder
	for i, line := range strings.Split(strings.TrimSpace(manyRows(users)), "\n") {
		if i == 0 {
			continue
		}
		cells := strings.Split(strings.ReplaceAll(line, `"`, ""), ",")
		fmt.Fprintf(&b, "{\"time\":%s,\"user\":%q,\"src\":%q}\n", cells[0], cells[1], cells[2])
	}
	return b.String()
}
