package splunkd

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

// manyUsers is an input of n rows, numbered in column id.
func manyUsers(n int) Table {
	t := Table{Columns: []string{"id", "user", "roles"}}
	for i := range n {
		t.Rows = append(t.Rows, [][]string{{fmt.Sprint(i)}, {fmt.Sprintf("user%d@example.com", i%7)}, {"a\nb", "$c", ""}})
	}
	return t
}

// TestVariations: a command that keeps to the protocol gives the same result
// however splunkd goes about it.
func TestVariations(t *testing.T) {
	t.Parallel()
	for _, v := range Variations() {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			s := against("count")
			s.Input = manyUsers(100)
			v.Apply(s)
			result, err := s.Run(t.Context())
			require.NoError(t, err)
			require.Equal(t, Table{Columns: []string{"count"}, Rows: [][][]string{{{"100"}}}}, result.Output)
			require.Equal(t, [][2]string{{"INFO", "100 rows counted"}}, result.Messages)
			require.Equal(t, "reporting", result.Type)
			require.Equal(t, []string{"user"}, result.RequiredFields)

			for _, args := range []string{"", "all"} {
				s = against("mark")
				s.Args = []string{args}
				s.Input = manyUsers(100)
				v.Apply(s)
				result, err = s.Run(t.Context())
				require.NoError(t, err)
				got := result.Output
				require.Len(t, got.Rows, 100)
				want := s.Input
				want.Columns = append(want.Columns, "seen")
				slices.SortFunc(got.Rows, func(a, b [][]string) int {
					id := got.Column("id")
					return len(a[id][0])*1000 - len(b[id][0])*1000 + strings.Compare(a[id][0], b[id][0])
				})
				for i := range got.Rows {
					for _, column := range s.Input.Columns {
						require.Equal(t, s.Input.Values(i, column), got.Values(i, column), "row %d, column %s", i, column)
					}
					require.Equal(t, "yes", got.Value(i, "seen"))
				}
			}
		})
	}
}

// TestTrace is a whole search as text.
func TestTrace(t *testing.T) {
	t.Parallel()
	var trace bytes.Buffer
	s := against("mark")
	s.Args = []string{"by=user"}
	s.Input = users()
	s.ChunkRows = 2
	s.DispatchDir = "/dispatch"
	s.Earliest, s.Latest = "1699990000", "1700000000.500"
	s.Trace, s.TraceBodies = &trace, true
	result, err := s.Run(t.Context())
	require.NoError(t, err)
	require.Empty(t, cmp.Diff(`S 497,0 {"action":"getinfo","preview":false,"streaming_command_will_restart":false,"searchinfo":{"args":["by=user"],"raw_args":["by=user"],"dispatch_dir":"/dispatch","sid":"1700000000.12","app":"search","owner":"admin","username":"admin","session_key":"...","splunkd_uri":"https://127.0.0.1:8089","splunk_version":"8.2.1","search":"search%20index%3Dmain%20%7C%20mark%20by%3Duser","command":"mark","maxresultrows":50000,"earliest_time":"1699990000","latest_time":"1700000000.500"}}
C 46,0 {"type":"stateful","required_fields":["user"]}
S 37,68 {"action":"execute","finished":false} rows=2
  user,"_chunked_idx","__mv_user","__mv__chunked_idx"
  ada,0,,
  bob,1,,
C 18,75 {"finished":false} rows=2
  seen,user,_chunked_idx,__mv_user,__mv__chunked_idx
  yes,ada,0,,
  yes,bob,1,,
S 37,60 {"action":"execute","finished":false} rows=1
  user,"_chunked_idx","__mv_user","__mv__chunked_idx"
  eve,2,,
C 18,63 {"finished":false} rows=1
  seen,user,_chunked_idx,__mv_user,__mv__chunked_idx
  yes,eve,2,,
S 36,52 {"action":"execute","finished":true} rows=0
  user,"_chunked_idx","__mv_user","__mv__chunked_idx"
C 17,51 {"finished":true} rows=0
  seen,user,_chunked_idx,__mv_user,__mv__chunked_idx
- exit code 0
`, trace.String()))
	require.Equal(t, 3, result.Chunks)
	require.Equal(t, Table{
		Columns: []string{"src", "roles", "seen", "user"},
		Rows: [][][]string{
			{{"192.0.2.1"}, {"admin", "us$r"}, {"yes"}, {"ada"}},
			{nil, nil, {"yes"}, {"bob"}},
			{{"2001:db8::1"}, {"user"}, {"yes"}, {"eve"}},
		},
	}, result.Output)

	trace.Reset()
	s.TraceBodies = false
	_, err = s.Run(t.Context())
	require.NoError(t, err)
	require.NotContains(t, trace.String(), "ada")
	require.Contains(t, trace.String(), "C 18,75 {\"finished\":false} rows=2\n")
}

func TestSearchInfo(t *testing.T) {
	t.Parallel()
	s := against("info")
	s.Args = []string{"by=user,src", `when = "dc(origin) > 1"`}
	s.Latest = "1700000000.500"
	result, err := s.Run(t.Context())
	require.NoError(t, err)
	require.Equal(t, [][2]string{
		{"INFO", `args ["by=user,src" "when" "=" "dc(origin) > 1"]`},
		{"INFO", `raw ["by=user,src" "when" "=" "\"dc(origin) > 1\""]`},
		{"INFO", "from 0 false to 1700000000.5 true"},
		{"INFO", "preview false"},
		{"INFO", `search search index=main | info by=user,src when = "dc(origin) > 1"`},
		{"INFO", "dispatch folder true"},
	}, result.Messages)

	s.Latest = "now"
	_, err = s.Run(t.Context())
	require.EqualError(t, err, `search time "now": want epoch seconds`)
	s.Args = []string{`"`}
	s.Latest = ""
	_, err = s.Run(t.Context())
	require.ErrorContains(t, err, "is not closed")
}

// TestErrorsOfTheCommand are no violations.
func TestErrorsOfTheCommand(t *testing.T) {
	t.Parallel()
	s := against("refuse")
	s.Input = users()
	result, err := s.Run(t.Context())
	require.NoError(t, err)
	require.Equal(t, &Result{Error: "option by: unknown field"}, result)

	s = against("fail")
	s.Input = users()
	s.ChunkRows = 1
	result, err = s.Run(t.Context())
	require.NoError(t, err)
	require.Equal(t, &Result{
		Type: "reporting", Error: "out of luck", Messages: [][2]string{{"WARN", "low on luck"}}, Chunks: 1,
	}, result)
}

func TestPreview(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"count", "mark"} {
		s := against(name)
		s.Input = users()
		s.ChunkRows = 1
		s.Getinfo.Preview = true
		result, err := s.Run(t.Context())
		require.NoError(t, err)
		require.Equal(t, 1, result.Chunks)
		require.Empty(t, result.Output.Rows)
	}
}

// TestHangUp: wherever splunkd stops, the command ends quietly.
func TestHangUp(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ stopAfter, chunks int }{{AtOnce, 0}, {1, 0}, {2, 1}, {3, 2}, {9, 3}} {
		for _, rude := range []bool{false, true} {
			s := against("count")
			s.Input = users()
			s.ChunkRows = 1
			s.StopAfter, s.BreakPipe = test.stopAfter, rude
			result, err := s.Run(t.Context())
			require.NoError(t, err)
			require.Equal(t, test.chunks, result.Chunks)
			require.Zero(t, result.ExitCode)
		}
	}
}

// TestRudeHangUpIsWatched: a command that complains of the broken pipe fails.
func TestRudeHangUpIsWatched(t *testing.T) {
	t.Parallel()
	s := against("speaks on stderr")
	s.Input = users()
	s.StopAfter, s.BreakPipe = 1, true
	_, err := s.Run(t.Context())
	require.ErrorIs(t, err, ErrStderr)
}

func TestStopped(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	s := against("no reply")
	s.Input = users()
	s.Trace = writerFunc(func(p []byte) (int, error) {
		if bytes.Contains(p, []byte("execute")) {
			stop()
		}
		return len(p), nil
	})
	_, err := s.Run(ctx)
	require.ErrorIs(t, err, context.Canceled)
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }
