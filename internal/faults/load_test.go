package faults

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/splunkcsv"
)

// load is a search: its arguments, and the bodies of its execute requests.
type load struct {
	args   []string
	bodies []string
	// findings is how many of them there are, known from how the rows are made.
	findings int
}

const usualHeader = `"_time",user,src,"__mv__time","__mv_user","__mv_src"` + "\n"

// crowd is users who are each seen four times within two minutes, every fifth
// of them from two networks in turn. Each body has so many rows.
func crowd(users, rows int, args ...string) *load {
	l := &load{args: append([]string{"by=user"}, args...), findings: (users + 4) / 5}
	var body strings.Builder
	n := 0
	for round := range 4 {
		for user := range users {
			if n%rows == 0 {
				body.WriteString(usualHeader)
			}
			body.WriteString(crowdRow(user, round))
			if n++; n%rows == 0 {
				l.bodies = append(l.bodies, body.String())
				body.Reset()
			}
		}
	}
	if body.Len() > 0 {
		l.bodies = append(l.bodies, body.String())
	}
	return l
}

func crowdRow(user, round int) string {
	network := "192.0.2"
	if user%5 == 0 && round%2 == 1 {
		network = "198.51.100"
	}
	return fmt.Sprintf("%d,\"user-%06d@example.com\",\"%s.%d\",,,\n", 1_700_000_000+user+40*round, user, network, user%250)
}

// small is a search of four requests and twelve findings.
func small(args ...string) *load { return crowd(60, 60, args...) }

// spilling is a search of 40 requests and 1,200 findings that needs far more
// memory than it is given. It is the same each time: not to be changed.
var spilling = sync.OnceValue(func() *load { return crowd(6000, 600, "memory_limit=1MB") })

// roomy is the same search with enough memory.
func roomy() *load {
	return &load{args: spilling().args[:1], bodies: spilling().bodies, findings: spilling().findings}
}

// requests are all requests of the search as bytes, getinfo first.
func (l *load) requests(dispatch string) [][]byte {
	list := [][]byte{getinfo(dispatch, l.args...)}
	for i, body := range l.bodies {
		list = append(list, execute(i == len(l.bodies)-1, body))
	}
	return list
}

func getinfo(dispatch string, args ...string) []byte {
	metadata, _ := json.Marshal(map[string]any{
		"action": "getinfo",
		"searchinfo": map[string]any{
			"args": args, "raw_args": args, "dispatch_dir": dispatch, "sid": "1700000000.12",
			"session_key": "secret", "splunk_version": "9.2.1", "command": "concurrentsessions",
			"earliest_time": "0", "latest_time": "0",
		},
	})
	return chunked(string(metadata), "")
}

func execute(last bool, body string) []byte {
	return chunked(fmt.Sprintf(`{"action":"execute","finished":%t}`, last), body)
}

func chunked(metadata, body string) []byte {
	return fmt.Appendf(nil, "chunked 1.0,%d,%d\n%s%s", len(metadata), len(body), metadata, body)
}

// play holds the whole conversation, request by request, as splunkd does: an
// error or the last reply ends it.
func play(t testing.TB, l *load, world setting) outcome {
	t.Helper()
	p := start(t, world)
	return talk(p, l.requests(p.dispatch))
}

func talk(p *process, requests [][]byte) outcome {
	p.t.Helper()
	var replies []reply
	for _, r := range requests {
		answer, ok := p.ask(r)
		if !ok {
			break
		}
		replies = append(replies, answer)
		if strings.Contains(answer.metadata, `"finished":true`) {
			break
		}
	}
	o := p.end()
	o.replies = append(replies, o.replies...)
	return o
}

// calm is what comes of a search without any fault.
func calm(t testing.TB, l *load) outcome {
	t.Helper()
	o := play(t, l, setting{})
	require.Empty(t, o.stderr)
	require.Zero(t, o.code)
	require.Len(t, o.replies, 1+len(l.bodies))
	require.Len(t, o.findings(t), l.findings)
	return o
}

// found is one finding: who, and from where.
type found struct {
	user string
	src  []string
}

// findings are the rows of the last reply.
func (o *outcome) findings(t testing.TB) (list []found) {
	t.Helper()
	r := splunkcsv.NewReader()
	r.Select([]string{"user", "src"})
	require.NoError(t, r.Reset(strings.NewReader(o.last().body)))
	for r.Next() {
		f := found{user: string(r.Field(0))}
		for _, address := range r.AppendValues(nil, 1) {
			f.src = append(f.src, string(address))
		}
		list = append(list, f)
	}
	require.NoError(t, r.Err())
	return list
}

// requireSame wants the replies of a search without fault.
func requireSame(t testing.TB, want, got outcome) {
	t.Helper()
	require.Empty(t, got.stderr)
	require.Zero(t, got.code)
	require.Equal(t, len(want.replies), len(got.replies), "replies; the last is %.500q", got.last().metadata)
	require.True(t, want.stdout == got.stdout, "other replies than without the fault")
}

// requireSameFindings wants the last reply of a search without fault, whatever
// requests it came in.
func requireSameFindings(t testing.TB, want, got outcome) {
	t.Helper()
	require.Empty(t, got.stderr)
	require.Zero(t, got.code)
	require.NotContains(t, got.last().metadata, `"error"`)
	require.Contains(t, got.last().metadata, `"finished":true`)
	require.NotEmpty(t, got.findings(t))
	require.True(t, want.last().body == got.last().body, "other findings than without the fault")
	requireNothingReported(t, got.replies[:len(got.replies)-1])
}

// requireRefused wants the user to be told and nothing to be reported.
func requireRefused(t testing.TB, got outcome, says ...string) {
	t.Helper()
	require.Empty(t, got.stderr)
	require.Zero(t, got.code)
	requireError(t, got, says...)
}

func requireError(t testing.TB, got outcome, says ...string) {
	t.Helper()
	require.NotEmpty(t, got.replies)
	var last struct {
		Finished bool
		Error    string
	}
	require.NoError(t, json.Unmarshal([]byte(got.last().metadata), &last))
	require.True(t, last.Finished)
	require.NotEmpty(t, last.Error, "no error was told")
	for _, text := range says {
		require.Contains(t, last.Error, text)
	}
	requireNothingReported(t, got.replies)
}

// requireBroken wants exit code 1 with one line on stderr, the same told to
// splunkd, and nothing reported.
func requireBroken(t testing.TB, got outcome, says ...string) {
	t.Helper()
	require.Equal(t, 1, got.code)
	require.Equal(t, 1, strings.Count(got.stderr, "\n"), got.stderr)
	require.True(t, strings.HasPrefix(got.stderr, "conversation with splunkd: "), got.stderr)
	requireError(t, got, says...)
}

// requireQuiet wants an end without a word: what was written is how the
// replies without fault begin.
func requireQuiet(t testing.TB, want, got outcome) {
	t.Helper()
	require.Empty(t, got.stderr)
	require.Zero(t, got.code)
	require.True(t, strings.HasPrefix(want.stdout, got.stdout), "other replies than without the fault")
}

func requireNothingReported(t testing.TB, replies []reply) {
	t.Helper()
	for _, r := range replies {
		require.Empty(t, r.body, "reported before the end")
	}
}

func (o *outcome) last() reply {
	if len(o.replies) == 0 {
		return reply{}
	}
	return o.replies[len(o.replies)-1]
}

// What the other tests compare with is right: the users who moved, and only
// they.
func TestCalm(t *testing.T) {
	t.Parallel()
	for _, l := range []*load{small(), spilling()} {
		o := calm(t, l)
		for i, f := range o.findings(t) {
			require.Equal(t, found{
				user: fmt.Sprintf("user-%06d@example.com", 5*i),
				src:  []string{fmt.Sprintf("192.0.2.%d", 5*i%250), fmt.Sprintf("198.51.100.%d", 5*i%250)},
			}, f)
		}
	}
}
