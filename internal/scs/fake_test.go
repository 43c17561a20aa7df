package scs

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/remote"
)

const token = "an-access-token"

// cloud plays the identity provider, search and ingest of one tenant, t1.
type cloud struct {
	*httptest.Server
	mu sync.Mutex
	// statuses are the answers to GetJob, the last one for ever; rows is the
	// result. posts are the answers to PostEvents in turn, then success.
	statuses []string
	rows     []map[string]any
	posts    []int

	queries  []map[string]any
	pages    []string
	sent     [][]map[string]any
	canceled bool
	asked    chan struct{} // closed at the first GetJob
	once     sync.Once
}

func newCloud(t *testing.T, encrypted bool) *cloud {
	c := &cloud{asked: make(chan struct{})}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, r *http.Request) {
		id, secret, _ := r.BasicAuth()
		if id != "an-id" || secret != "a-secret" || r.PostFormValue("grant_type") != "client_credentials" {
			answer(w, http.StatusUnauthorized, `{"error":"invalid_client"}`)
			return
		}
		answer(w, http.StatusOK, fmt.Sprintf(`{"token_type":"Bearer","access_token":%q,"expires_in":43200,"scope":"x"}`, token))
	})
	mux.HandleFunc("POST /t1/search/v2beta1/jobs", c.admitted(func(w http.ResponseWriter, r *http.Request) {
		var query map[string]any
		json.NewDecoder(r.Body).Decode(&query)
		c.queries = append(c.queries, query)
		answer(w, http.StatusCreated, `{"sid":"s1","query":"","status":"running"}`)
	}))
	mux.HandleFunc("GET /t1/search/v2beta1/jobs/s1", c.admitted(func(w http.ResponseWriter, r *http.Request) {
		c.once.Do(func() { close(c.asked) })
		status := c.statuses[0]
		if len(c.statuses) > 1 {
			c.statuses = c.statuses[1:]
		}
		answer(w, http.StatusOK, status)
	}))
	mux.HandleFunc("PATCH /t1/search/v2beta1/jobs/s1", c.admitted(func(w http.ResponseWriter, r *http.Request) {
		text, _ := io.ReadAll(r.Body)
		c.canceled = string(text) == `{"status":"canceled"}`
		answer(w, http.StatusOK, `{"sid":"s1","query":"","status":"canceled"}`)
	}))
	mux.HandleFunc("GET /t1/search/v2beta1/jobs/s1/results", c.admitted(func(w http.ResponseWriter, r *http.Request) {
		c.pages = append(c.pages, r.URL.RawQuery)
		count, _ := strconv.Atoi(r.FormValue("count"))
		offset, _ := strconv.Atoi(r.FormValue("offset"))
		page := c.rows[min(offset, len(c.rows)):min(offset+count, len(c.rows))]
		body, _ := json.Marshal(map[string]any{"results": page})
		answer(w, http.StatusOK, string(body))
	}))
	mux.HandleFunc("POST /t1/ingest/v1beta2/events", c.admitted(func(w http.ResponseWriter, r *http.Request) {
		if len(c.posts) > 0 {
			status := c.posts[0]
			c.posts = c.posts[1:]
			if status == 0 {
				panic(http.ErrAbortHandler)
			}
			answer(w, status, `{"code":"A_CODE","message":"A message."}`)
			return
		}
		var events []map[string]any
		json.NewDecoder(r.Body).Decode(&events)
		c.sent = append(c.sent, events)
		answer(w, http.StatusOK, `{"code":"SUCCESS","message":"ok"}`)
	}))
	c.Server = httptest.NewUnstartedServer(mux)
	c.Config.ErrorLog = log.New(io.Discard, "", 0)
	if encrypted {
		c.StartTLS()
	} else {
		c.Start()
	}
	t.Cleanup(c.Close)
	return c
}

func (c *cloud) admitted(h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c.mu.Lock()
		defer c.mu.Unlock()
		if r.Header.Get("Authorization") != "Bearer "+token {
			answer(w, http.StatusUnauthorized, `{"code":"UNAUTHORIZED","message":"no"}`)
			return
		}
		h(w, r)
	}
}

func answer(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	io.WriteString(w, body)
}

func (c *cloud) config() Config {
	scheme, host, _ := strings.Cut(c.URL, "://")
	return Config{
		Tenant: "t1", Host: host, Scheme: scheme, Token: remote.NewSecret(token), Timeout: time.Minute,
		Backoff: remote.Backoff{Attempts: 3, First: time.Millisecond, Longest: time.Millisecond},
	}
}

func (c *cloud) client(ctx context.Context, t *testing.T) *Client {
	t.Helper()
	client, err := New(ctx, c.config())
	require.NoError(t, err)
	client.first, client.longest = time.Millisecond, 2*time.Millisecond
	return client
}
