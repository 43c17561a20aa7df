package rest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/remote"
	"concurrentsessions/internal/rest"
)

const (
	token      = "a-token-of-splunk"
	sessionKey = "a-session-key"
)

// splunk plays the management port: it knows one user and one token, and
// answers an export with its rows.
type splunk struct {
	*httptest.Server
	mu sync.Mutex
	// export writes the answer to an export that was admitted.
	export func(w http.ResponseWriter, r *http.Request)
	forms  []url.Values
	paths  []string
}

const unauthenticated = `{"messages":[{"type":"WARN","text":"call not properly authenticated"}]}`

func newSplunk(t *testing.T, export func(w http.ResponseWriter, r *http.Request)) *splunk {
	s := &splunk{export: export}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /services/auth/login", func(w http.ResponseWriter, r *http.Request) {
		if r.PostFormValue("username") != "admin" || r.PostFormValue("password") != "a password" {
			answer(w, http.StatusUnauthorized, `{"messages":[{"type":"WARN","code":"incorrect_username_or_password","text":"Login failed"}]}`)
			return
		}
		answer(w, http.StatusOK, fmt.Sprintf(`{"sessionKey":%q,"message":"","code":""}`, sessionKey))
	})
	mux.HandleFunc("GET /services/search/timeparser", s.admitted(func(w http.ResponseWriter, r *http.Request) {
		asked := r.FormValue("time")
		times := map[string]string{"-7d@d": "2025-01-08T00:00:00.000+00:00", "now": "2025-01-15T09:35:20.000+01:00"}
		if times[asked] == "" {
			answer(w, http.StatusBadRequest, `{"messages":[{"type":"FATAL","text":"Invalid time."}]}`)
			return
		}
		body, _ := json.Marshal(map[string]string{asked: times[asked]})
		answer(w, http.StatusOK, string(body))
	}))
	mux.HandleFunc("POST /services/search/jobs/export", s.admitted(s.run))
	mux.HandleFunc("POST /servicesNS/nobody/an_app/search/jobs/export", s.admitted(s.run))
	s.Server = httptest.NewUnstartedServer(mux)
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.Start()
	t.Cleanup(s.Close)
	return s
}

func (s *splunk) admitted(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if !slices.Contains([]string{"Bearer " + token, "Splunk " + sessionKey}, r.Header.Get("Authorization")) {
			answer(w, http.StatusUnauthorized, unauthenticated)
			return
		}
		h(w, r)
	}
}

func (s *splunk) run(w http.ResponseWriter, r *http.Request) {
	r.ParseForm()
	s.mu.Lock()
	s.forms, s.paths = append(s.forms, r.PostForm), append(s.paths, r.URL.Path)
	s.mu.Unlock()
	s.export(w, r)
}

func (s *splunk) asked() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.forms)
}

func answer(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	w.WriteHeader(status)
	io.WriteString(w, body)
}

// rows answers with lines, each sent by itself.
func rows(lines ...string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) {
		for _, l := range lines {
			io.WriteString(w, l+"\n")
			w.(http.Flusher).Flush()
		}
	}
}

// cut answers with the text and cuts the connection.
func cut(text string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, text)
		w.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	}
}

// inTurn plays one answer after the other.
func inTurn(answers ...func(http.ResponseWriter, *http.Request)) func(http.ResponseWriter, *http.Request) {
	n := 0
	return func(w http.ResponseWriter, r *http.Request) {
		n++
		answers[min(n, len(answers))-1](w, r)
	}
}

func status(code int, body string) func(http.ResponseWriter, *http.Request) {
	return func(w http.ResponseWriter, _ *http.Request) { answer(w, code, body) }
}

func (s *splunk) client(t *testing.T) *rest.Client {
	t.Helper()
	transport, err := remote.TLS{}.Client(time.Minute)
	require.NoError(t, err)
	t.Cleanup(transport.CloseIdleConnections)
	client, err := rest.NewClient(s.URL, transport, remote.Backoff{Attempts: 3, First: time.Millisecond, Longest: 2 * time.Millisecond})
	require.NoError(t, err)
	client.UseToken(remote.NewSecret(token))
	return client
}

// export exports and gives the users of the rows.
func export(t *testing.T, c *rest.Client, search rest.Search) (users []string, s rest.Summary, err error) {
	t.Helper()
	s, err = c.Export(t.Context(), search, func(r rest.Row) error {
		users = append(users, strings.Join(r["user"], "+"))
		return nil
	})
	return users, s, err
}
