package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
	"github.com/stretchr/testify/require"
)

// run runs a command line and gives what it prints as its result.
func run(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out bytes.Buffer
	parsed, err := newParser(t.Context(), &out).Parse(args)
	if err != nil {
		return "", err
	}
	err = parsed.Run()
	return out.String(), err
}

func file(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	return path
}

const o365 = "../../testdata/samples/o365.ndjson"

// No secret can be given on the command line, where others could read it.
func TestNoFlagTakesASecret(t *testing.T) {
	t.Parallel()
	secret := regexp.MustCompile(`token|secret|password|key`)
	seen := 0
	var visit func(n *kong.Node)
	visit = func(n *kong.Node) {
		for _, f := range n.Flags {
			if secret.MatchString(f.Name) {
				seen++
				require.Regexp(t, `-file$`, f.Name, "%s takes a secret", n.FullPath())
				require.Empty(t, f.Envs)
			}
		}
		for _, child := range n.Children {
			visit(child)
		}
	}
	visit(newParser(t.Context(), io.Discard).Model.Node)
	require.Positive(t, seen)
}

func TestReplay(t *testing.T) {
	var events []map[string]any
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Splunk the-token" {
			http.Error(w, `{"text":"Invalid token","code":4}`, http.StatusForbidden)
			return
		}
		body, _ := gzip.NewReader(r.Body)
		for d := json.NewDecoder(body); d.More(); {
			var e map[string]any
			d.Decode(&e)
			events = append(events, e)
		}
		io.WriteString(w, `{"text":"Success","code":0}`)
	}))
	defer server.Close()
	t.Setenv("SPLUNK_HEC_TOKEN", "the-token")
	log, err := os.ReadFile(o365)
	require.NoError(t, err)
	lines := strings.Split(strings.TrimSpace(string(log)), "\n")

	out, err := run(t, "replay", "--url", server.URL, "--index", "test", "--sourcetype", "o365:management:activity", o365)
	require.NoError(t, err)
	require.Empty(t, out)
	require.Len(t, events, len(lines))
	for i, line := range lines {
		require.Equal(t, line, events[i]["event"])
	}
	require.Equal(t, "test", events[0]["index"])

	events = nil
	_, err = run(t, "replay", "--url", server.URL, "--shift-to", "2026-06-01T00:00:00Z", o365)
	require.NoError(t, err)
	latest := ""
	for _, e := range events {
		var shifted struct{ CreationTime string }
		require.NoError(t, json.Unmarshal([]byte(e["event"].(string)), &shifted))
		latest = max(latest, shifted.CreationTime)
	}
	require.Equal(t, "2026-06-01T00:00:00", latest)

	events = nil
	out, err = run(t, "replay", "--dry-run", "--shift-to", "now", o365)
	require.NoError(t, err)
	require.Empty(t, events)
	require.Contains(t, out, fmt.Sprintf("%d events, from ", len(lines)))
	require.NotContains(t, out, "the-token")

	_, err = run(t, "replay", "--url", server.URL, "--token-file", file(t, "token", "another"), o365)
	require.ErrorContains(t, err, "Invalid token")
	_, err = run(t, "replay", "--url", server.URL, "--shift-to", "yesterday", o365)
	require.ErrorContains(t, err, `shift to "yesterday": want now, epoch seconds or RFC 3339`)
	_, err = run(t, "replay", "--url", server.URL, "--shift-to", "now", file(t, "a.log", "no time\n"))
	require.ErrorContains(t, err, "no event has a time to shift")
	_, err = run(t, "replay", o365)
	require.ErrorContains(t, err, "--url is needed")
	t.Setenv("SPLUNK_HEC_TOKEN", "")
	_, err = run(t, "replay", "--url", server.URL, o365)
	require.ErrorContains(t, err, "--token-file or in the environment variable SPLUNK_HEC_TOKEN")
}

func TestBacktest(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /services/auth/login", func(w http.ResponseWriter, r *http.Request) {
		if r.PostFormValue("password") == "the-password" {
			io.WriteString(w, `{"sessionKey":"the-key"}`)
			return
		}
		http.Error(w, `{"messages":[{"type":"WARN","text":"Login failed"}]}`, http.StatusUnauthorized)
	})
	mux.HandleFunc("GET /services/search/timeparser", func(w http.ResponseWriter, r *http.Request) {
		at := map[string]string{"-24h": "2025-01-15T00:00:00.000+00:00", "now": "2025-01-16T00:00:00.000+00:00"}
		json.NewEncoder(w).Encode(map[string]string{r.FormValue("time"): at[r.FormValue("time")]})
	})
	mux.HandleFunc("POST /services/search/jobs/export", func(w http.ResponseWriter, r *http.Request) {
		if a := r.Header.Get("Authorization"); a != "Bearer the-token" && a != "Splunk the-key" {
			http.Error(w, `{"messages":[{"type":"WARN","text":"call not properly authenticated"}]}`, http.StatusUnauthorized)
			return
		}
		io.WriteString(w, `{"preview":false,"offset":0,"result":{"_time":"2025-01-15T10:00:00.000+00:00","user_arn":"arn:aws:iam::111122223333:user/bob","src_ip":"192.0.2.1"}}
{"preview":false,"offset":1,"lastrow":true,"result":{"_time":"2025-01-15T10:03:00.000+00:00","user_arn":"arn:aws:iam::111122223333:user/bob","src_ip":"198.51.100.1"}}
`)
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	args := []string{"backtest", "--url", server.URL, "--search", "index=aws", "profile=aws_cloudtrail"}
	t.Setenv("SPLUNK_TOKEN", "the-token")
	out, err := run(t, args...)
	require.NoError(t, err)
	require.Contains(t, out, "2025-01-15T10:03:00Z")
	require.Contains(t, out, "user/bob")
	require.Contains(t, out, "1 row\n")
	require.Contains(t, out, `Beside the published search "AWS Concurrent Sessions From Different Ips"`)
	require.NotContains(t, out, "the-token")

	out, err = run(t, append(args, "--user", "admin", "--password-file", file(t, "p", "the-password\n"), "--format", "csv")...)
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(out, "_time,user,"), out)
	require.NotContains(t, out, "Beside the published search", "stdout holds the findings alone")

	_, err = run(t, append(args, "--user", "admin", "--password-file", file(t, "p", "a-guess"))...)
	require.ErrorContains(t, err, "Login failed")
	require.NotContains(t, err.Error(), "a-guess")
	_, err = run(t, append(args, "windw=5m")...)
	require.ErrorContains(t, err, `did you mean "window"?`)
	t.Setenv("SPLUNK_TOKEN", "old")
	_, err = run(t, args...)
	require.ErrorContains(t, err, "401 Unauthorized: call not properly authenticated")
	t.Setenv("SPLUNK_TOKEN", "")
	_, err = run(t, args...)
	require.ErrorContains(t, err, "a token is needed")
}

func TestSCS(t *testing.T) {
	log, err := os.ReadFile(o365)
	require.NoError(t, err)
	var results []map[string]any
	for line := range strings.Lines(string(log)) {
		results = append(results, map[string]any{"_raw": strings.TrimSpace(line)})
	}
	results = append(results, map[string]any{"other": 1})
	var sent []map[string]any
	mux := http.NewServeMux()
	mux.HandleFunc("POST /t1/search/v2beta1/jobs", func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, `{"sid":"s1","query":"","status":"running"}`)
	})
	mux.HandleFunc("GET /t1/search/v2beta1/jobs/s1", func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, `{"sid":"s1","query":"","status":"done"}`)
	})
	mux.HandleFunc("GET /t1/search/v2beta1/jobs/s1/results", func(w http.ResponseWriter, r *http.Request) {
		json.NewEncoder(w).Encode(map[string]any{"results": results})
	})
	mux.HandleFunc("POST /t1/ingest/v1beta2/events", func(w http.ResponseWriter, r *http.Request) {
		json.NewDecoder(r.Body).Decode(&sent)
		io.WriteString(w, `{"code":"SUCCESS","message":""}`)
	})
	server := httptest.NewServer(mux)
	defer server.Close()
	t.Setenv("SCS_TOKEN", "the-token")
	args := []string{"scs", "--api-url", server.URL, "--tenant", "t1", "--search", "from main", "--format", "json"}

	out, err := run(t, append(args, "--send", "profile=o365")...)
	require.NoError(t, err)
	require.NotEmpty(t, sent)
	require.Len(t, sent, strings.Count(out, "\n"))
	require.Equal(t, "concurrentsessions:finding", sent[0]["sourcetype"])
	require.Equal(t, sent[0]["id"], sent[0]["body"].(map[string]any)["finding_id"])
	require.Contains(t, out, sent[0]["id"])

	_, err = run(t, args...)
	require.ErrorContains(t, err, "want the profile of the events")
	t.Setenv("SCS_TOKEN", "")
	_, err = run(t, append(args, "profile=o365")...)
	require.ErrorContains(t, err, "a token is needed")
}

func TestProgress(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	p := &progress{w: &out, terminal: true}
	p.now("%d rows", 1)
	p.now("%d rows", 2) // too soon
	p.note("done")
	require.Equal(t, "\r\x1b[K1 rows\r\x1b[Kdone\n", out.String())

	out.Reset()
	p = &progress{w: &out, last: time.Now()}
	p.now("%d rows", 1)
	require.Empty(t, out.String())
	p.last = time.Time{}
	p.now("%d rows", 2)
	require.Equal(t, "2 rows\n", out.String())
}
