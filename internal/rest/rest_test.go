package rest_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/project"
	"concurrentsessions/internal/remote"
	"concurrentsessions/internal/rest"
)

const (
	bob  = `{"preview":false,"offset":0,"result":{"_time":"2025-01-15T09:35:20.123+00:00","user":"bob","n":"1"}}`
	both = `{"preview":false,"offset":1,"result":{"user":["ann","bob"]}}`
	mark = `{"preview":false,"lastrow":true}`
)

var plain = rest.Search{SPL: "index=main", Earliest: 1_500_000, Latest: 2_000_000}

func TestExport(t *testing.T) {
	t.Parallel()
	s := newSplunk(t, rows(`{"preview":true,"offset":0,"result":{"user":"early"}}`, "", bob, both, mark))
	search := plain
	search.Fields = []string{"_time", "userIdentity.arn", "a{}.b"}
	users, summary, err := export(t, s.client(t), search)
	require.NoError(t, err)
	require.Equal(t, []string{"bob", "ann+bob"}, users, "rows of a preview come again")
	require.Equal(t, rest.Summary{Rows: 2, IsMarked: true}, summary)
	form := s.forms[0]
	require.Equal(t, `search index=main | fields "_time", "userIdentity.arn", "a{}.b" | fields - _raw`, form.Get("search"))
	require.Equal(t, "1.5", form.Get("earliest_time"))
	require.Equal(t, "2", form.Get("latest_time"))
	require.Equal(t, "json", form.Get("output_mode"))
}

func TestSearchesAsTyped(t *testing.T) {
	t.Parallel()
	s := newSplunk(t, rows(mark))
	for typed, want := range map[string]string{
		"| tstats count":   "| tstats count",
		" search a=1 ":     "search a=1",
		"searchterm":       "search searchterm",
		"`cloudtrail` a=1": "search `cloudtrail` a=1",
	} {
		_, _, err := export(t, s.client(t), rest.Search{SPL: typed, App: "an_app"})
		require.NoError(t, err)
		require.Equal(t, want, s.forms[s.asked()-1].Get("search"))
	}
	require.Equal(t, "/servicesNS/nobody/an_app/search/jobs/export", s.paths[0])
}

func TestNoRows(t *testing.T) {
	t.Parallel()
	for _, export1 := range []func(http.ResponseWriter, *http.Request){rows(mark), rows()} {
		users, _, err := export(t, newSplunk(t, export1).client(t), plain)
		require.NoError(t, err)
		require.Empty(t, users)
	}
}

func TestMessages(t *testing.T) {
	t.Parallel()
	const warning = `{"messages":[{"type":"WARN","text":"Field x is slow."}]}`
	users, summary, err := export(t, newSplunk(t, rows(warning, bob, warning, mark)).client(t), plain)
	require.NoError(t, err)
	require.Equal(t, []string{"bob"}, users)
	require.Equal(t, []rest.Message{{Type: "WARN", Text: "Field x is slow."}}, summary.Messages)

	_, _, err = export(t, newSplunk(t, rows(bob, `{"messages":[{"type":"FATAL","text":"Search auto-finalized."}]}`)).client(t), plain)
	require.EqualError(t, err, "splunk ended the search after 1 rows: Search auto-finalized.")
	var ended *rest.SearchError
	require.ErrorAs(t, err, &ended)
}

func TestExportThatEndsTooEarly(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		export func(http.ResponseWriter, *http.Request)
		cause  error
		want   string
	}{
		"cut between rows":         {cut(bob + "\n"), rest.ErrCut, "after 1 rows: the connection was cut before the last row"},
		"cut inside a row":         {cut(bob + "\n" + both[:40]), rest.ErrCut, "in row 2: the connection was cut before the last row"},
		"cut at once":              {cut(""), rest.ErrCut, "after 0 rows"},
		"truncated, in good order": {rows(bob, both[:40]), rest.ErrCut, "in row 2"},
		"garbage in the middle":    {rows(bob, `{"result":x}`, both, mark), nil, "row 2 is not what Splunk sends: invalid character 'x'"},
		"HTML":                     {rows("<html>log in</html>"), nil, "row 1 is not what Splunk sends"},
		"a value that is no value": {rows(`{"result":{"user":{"a":1}}}`), nil, "row 1 is not what Splunk sends"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSplunk(t, test.export)
			search := plain
			search.Idle = time.Minute
			_, _, err := export(t, s.client(t), search)
			require.ErrorContains(t, err, test.want)
			if test.cause != nil {
				require.ErrorIs(t, err, test.cause)
			}
			require.Equal(t, 1, s.asked(), "rows that were handed over are not asked for again")
		})
	}
}

// patient makes an export of rows, each a wait after the one before, and then
// of silence; the clock is not the wall's.
func patient(t *testing.T, wait, idle time.Duration) (users []string, err error) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		body, splunk := io.Pipe()
		transport := roundTrip(func(r *http.Request) *http.Response {
			context.AfterFunc(r.Context(), func() { splunk.CloseWithError(r.Context().Err()) })
			return &http.Response{StatusCode: http.StatusOK, Body: body, Request: r}
		})
		written := make(chan struct{})
		go func() {
			defer close(written)
			for range 10 {
				_, _ = io.WriteString(splunk, bob+"\n")
				time.Sleep(wait)
			}
		}()
		client, invalid := rest.NewClient("https://splunk.example.com:8089", &http.Client{Transport: transport}, remote.Backoff{})
		require.NoError(t, invalid)
		client.UseToken(remote.NewSecret(token))
		search := plain
		search.Idle = idle
		users, _, err = export(t, client, search)
		<-written
	})
	return users, err
}

type roundTrip func(*http.Request) *http.Response

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r), nil }

func TestASlowSearchIsWaitedFor(t *testing.T) {
	t.Parallel()
	users, err := patient(t, time.Minute-1, time.Minute)
	require.ErrorIs(t, err, rest.ErrIdle)
	require.ErrorContains(t, err, "after 10 rows: splunk sent nothing for too long")
	require.Len(t, users, 10)

	users, err = patient(t, time.Minute+1, time.Minute)
	require.ErrorIs(t, err, rest.ErrIdle)
	require.Len(t, users, 1)
}

func TestWithoutTheMarkOfTheLastRow(t *testing.T) {
	t.Parallel()
	_, summary, err := export(t, newSplunk(t, rows(bob)).client(t), plain)
	require.NoError(t, err)
	require.False(t, summary.IsMarked)
}

func TestRefused(t *testing.T) {
	t.Parallel()
	busy := status(http.StatusServiceUnavailable, `{"messages":[{"type":"FATAL","text":"Search not executed: The maximum number of concurrent historical searches has been reached."}]}`)
	for name, test := range map[string]struct {
		export func(http.ResponseWriter, *http.Request)
		asked  int
		want   string
	}{
		"busy, then not":    {inTurn(busy, busy, rows(bob, mark)), 3, ""},
		"busy for ever":     {busy, 3, "given up after 3 attempts: splunk answers 503 Service Unavailable: Search not executed"},
		"too many":          {inTurn(status(http.StatusTooManyRequests, ""), rows(mark)), 2, ""},
		"no such command":   {status(http.StatusBadRequest, `{"messages":[{"type":"FATAL","text":"Unknown search command 'nosuch'."}]}`), 1, "splunk answers 400 Bad Request: Unknown search command 'nosuch'."},
		"not allowed":       {status(http.StatusForbidden, ""), 1, "the user lacks a capability"},
		"Splunk Web":        {status(http.StatusSeeOther, ""), 1, "this may be Splunk Web"},
		"not found":         {status(http.StatusNotFound, "<html>"), 1, "8089 as a rule, and the name of the app"},
		"cut, no answer":    {inTurn(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, rows(bob, mark)), 2, ""},
		"token has expired": {status(http.StatusUnauthorized, unauthenticated), 1, "401 Unauthorized: call not properly authenticated; check the token"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSplunk(t, test.export)
			_, _, err := export(t, s.client(t), plain)
			if test.want == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, test.want)
			}
			require.Equal(t, test.asked, s.asked())
		})
	}
}

func TestLogin(t *testing.T) {
	t.Parallel()
	s := newSplunk(t, rows(bob, mark))
	c := s.client(t)
	c.UseToken(remote.NewSecret("wrong"))
	_, _, err := export(t, c, plain)
	var refused *rest.StatusError
	require.ErrorAs(t, err, &refused)
	require.Equal(t, http.StatusUnauthorized, refused.Status)

	err = c.Login(t.Context(), "admin", remote.NewSecret("guess"))
	require.ErrorContains(t, err, "log in as admin: splunk answers 401 Unauthorized: Login failed")
	require.NotContains(t, err.Error(), "guess")
	require.NoError(t, c.Login(t.Context(), "admin", remote.NewSecret("a password")))
	users, _, err := export(t, c, plain)
	require.NoError(t, err)
	require.Equal(t, []string{"bob"}, users)
}

func TestTime(t *testing.T) {
	t.Parallel()
	c := newSplunk(t, nil).client(t)
	at, err := c.Time(t.Context(), "-7d@d")
	require.NoError(t, err)
	require.Equal(t, "1736294400", at.String())
	at, err = c.Time(t.Context(), "now")
	require.NoError(t, err)
	require.Equal(t, "1736930120", at.String())
	_, err = c.Time(t.Context(), "soon")
	require.EqualError(t, err, `time "soon": splunk answers 400 Bad Request: Invalid time.`)
}

func TestStopped(t *testing.T) {
	t.Parallel()
	s := newSplunk(t, func(w http.ResponseWriter, r *http.Request) {
		rows(bob)(w, r)
		<-r.Context().Done()
	})
	ctx, cancel := context.WithCancel(t.Context())
	_, err := s.client(t).Export(ctx, plain, func(rest.Row) error { cancel(); return nil })
	require.ErrorIs(t, err, context.Canceled)

	own := errors.New("enough")
	_, err = newSplunk(t, rows(bob, bob, mark)).client(t).Export(t.Context(), plain, func(rest.Row) error { return own })
	require.Equal(t, own, err)
}

// However many rows there are, they pass through one by one: the reader of the
// rows is there before the last is written.
func TestRowsAreHandedOverAsTheyArrive(t *testing.T) {
	t.Parallel()
	seen := make(chan struct{})
	s := newSplunk(t, func(w http.ResponseWriter, r *http.Request) {
		rows(bob)(w, r)
		select {
		case <-seen:
			rows(bob, mark)(w, r)
		case <-r.Context().Done():
		}
	})
	n := 0
	_, err := s.client(t).Export(t.Context(), plain, func(rest.Row) error {
		if n++; n == 1 {
			close(seen)
		}
		return nil
	})
	require.NoError(t, err)
	require.Equal(t, 2, n)
}

func TestSlots(t *testing.T) {
	t.Parallel()
	var row project.Row = &rest.Slots{
		Names: []string{"user", "src", "none", "same"},
		Row:   rest.Row{"user": {"bob"}, "src": {"a", "", "b"}, "same": {"a", "b"}},
	}
	require.Equal(t, "bob", string(row.Field(0)))
	require.Equal(t, "a\n\nb", string(row.Field(1)))
	require.Equal(t, [][]byte{[]byte("a"), []byte("b")}, row.AppendValues(nil, 1))
	require.Empty(t, row.AppendValues(nil, 2))
	require.NotEqual(t, row.AppendRaw(nil, 1, 2), row.AppendRaw(nil, 3, 4))
	require.NotEqual(t, row.AppendRaw(nil, 0, 1), row.AppendRaw(nil, 2, 3))
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"", "splunk:8089", "ftp://x", "https://user:pass@x", "https://x?y=1", "http://%zz"} {
		_, err := rest.NewClient(bad, http.DefaultClient, remote.Backoff{})
		require.Error(t, err, bad)
	}
}

func TestLoginAtSomethingElse(t *testing.T) {
	t.Parallel()
	s := newSplunk(t, nil)
	s.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "<html>") })
	require.ErrorContains(t, s.client(t).Login(t.Context(), "admin", remote.NewSecret("p")), "the answer is not the JSON that Splunk sends")
}
