package hec_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/hec"
	"concurrentsessions/internal/remote"
)

const token = "11111111-2222-3333-4444-555555555555"

// collector plays an HTTP Event Collector the way Splunk 10 was seen to
// answer: events before a refused one are indexed, ids of acknowledgement count
// per channel from 0 on and are forgotten once they were answered with true.
type collector struct {
	*httptest.Server
	mu sync.Mutex
	// useACK gives the token indexer acknowledgement; slow is after how many
	// questions a request is indexed.
	useACK bool
	slow   int
	// fault plays a fault instead of the n-th request to /event, from 1 on, and
	// says whether it has.
	fault func(n int, w http.ResponseWriter, events []envelope) bool

	requests int
	sizes    []int // events a request
	indexed  []envelope
	channels map[string]*channel
}

type envelope struct {
	Time                            json.Number
	Host, Source, Sourcetype, Index string
	Event                           any
}

type channel struct {
	next    int
	waiting map[int]int // questions to go
}

func newCollector(t *testing.T) *collector {
	c := &collector{channels: map[string]*channel{}}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /services/collector/event", c.event)
	mux.HandleFunc("POST /services/collector/ack", c.ack)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		answer(w, http.StatusNotFound, `{"text":"The requested URL was not found on this server.","code":404}`)
	})
	c.Server = httptest.NewUnstartedServer(mux)
	c.Config.ErrorLog = log.New(io.Discard, "", 0)
	c.Start()
	t.Cleanup(c.Close)
	return c
}

func answer(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	w.WriteHeader(status)
	io.WriteString(w, body)
}

// admitted checks what Splunk checks first.
func (c *collector) admitted(w http.ResponseWriter, r *http.Request) bool {
	switch given := r.Header.Get("Authorization"); {
	case given == "":
		answer(w, http.StatusUnauthorized, `{"text":"Token is required","code":2}`)
	case !strings.HasPrefix(given, "Splunk "):
		answer(w, http.StatusUnauthorized, `{"text":"Invalid authorization","code":3}`)
	case given != "Splunk "+token:
		answer(w, http.StatusForbidden, `{"text":"Invalid token","code":4}`)
	case c.useACK && r.Header.Get("X-Splunk-Request-Channel") == "":
		answer(w, http.StatusBadRequest, `{"text":"Data channel is missing","code":10}`)
	default:
		return true
	}
	return false
}

func (c *collector) event(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.admitted(w, r) {
		return
	}
	body := io.Reader(r.Body)
	if r.Header.Get("Content-Encoding") == "gzip" {
		body, _ = gzip.NewReader(r.Body)
	}
	var events []envelope
	decoder := json.NewDecoder(body)
	for decoder.More() {
		var e envelope
		if err := decoder.Decode(&e); err != nil {
			answer(w, http.StatusBadRequest, fmt.Sprintf(`{"text":"Invalid data format","code":6,"invalid-event-number":%d}`, len(events)))
			return
		}
		events = append(events, e)
	}
	c.requests++
	if c.fault != nil && c.fault(c.requests, w, events) {
		return
	}
	c.take(w, r, events)
}

// take indexes events up to the first that Splunk refuses.
func (c *collector) take(w http.ResponseWriter, r *http.Request, events []envelope) {
	for i, e := range events {
		if e.Event == nil || e.Event == "" {
			answer(w, http.StatusBadRequest, fmt.Sprintf(`{"text":"Event field cannot be blank","code":13,"invalid-event-number":%d}`, i))
			return
		}
		if e.Index == "forbidden" {
			answer(w, http.StatusBadRequest, fmt.Sprintf(`{"text":"Incorrect index","code":7,"invalid-event-number":%d}`, i+1))
			return
		}
		c.indexed = append(c.indexed, e)
	}
	c.sizes = append(c.sizes, len(events))
	if !c.useACK {
		answer(w, http.StatusOK, `{"text":"Success","code":0}`)
		return
	}
	ch := c.channel(r)
	ch.waiting[ch.next] = c.slow
	answer(w, http.StatusOK, fmt.Sprintf(`{"text":"Success","code":0,"ackId":%d}`, ch.next))
	ch.next++
}

func (c *collector) channel(r *http.Request) *channel {
	name := r.Header.Get("X-Splunk-Request-Channel")
	if c.channels[name] == nil {
		c.channels[name] = &channel{waiting: map[int]int{}}
	}
	return c.channels[name]
}

func (c *collector) ack(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.admitted(w, r) {
		return
	}
	if !c.useACK {
		answer(w, http.StatusBadRequest, `{"text":"ACK is disabled","code":14}`)
		return
	}
	var question struct{ Acks []int }
	if json.NewDecoder(r.Body).Decode(&question) != nil {
		answer(w, http.StatusBadRequest, `{"text":"Invalid data format","code":6}`)
		return
	}
	ch := c.channel(r)
	said := map[int]bool{}
	for _, id := range question.Acks {
		togo, waiting := ch.waiting[id]
		said[id] = waiting && togo == 0
		if said[id] {
			delete(ch.waiting, id)
		} else if waiting {
			ch.waiting[id] = togo - 1
		}
	}
	body, _ := json.Marshal(map[string]any{"acks": said})
	answer(w, http.StatusOK, string(body))
}

// cut ends the connection: before anything is answered, or in the answer.
func cut(w http.ResponseWriter, begun string) {
	connection, buffer, _ := w.(http.Hijacker).Hijack()
	buffer.WriteString(begun)
	buffer.Flush()
	connection.Close()
}

// texts are the indexed events.
func (c *collector) texts() (list []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, e := range c.indexed {
		list = append(list, e.Event.(string))
	}
	return list
}

func (c *collector) client(t *testing.T, with string, plain bool) *hec.Client {
	t.Helper()
	transport, err := remote.TLS{}.Client(time.Minute)
	require.NoError(t, err)
	t.Cleanup(transport.CloseIdleConnections)
	client, err := hec.NewClient(c.URL, remote.NewSecret(with), transport, plain)
	require.NoError(t, err)
	return client
}

// quick is a plan that does not make a test wait.
func quick() hec.Plan {
	return hec.Plan{
		Events: 10, Bytes: 1 << 20, AckTimeout: time.Minute, AckPause: time.Millisecond,
		Backoff: remote.Backoff{Attempts: 4, First: time.Millisecond, Longest: 4 * time.Millisecond},
	}
}

// send sends events named event 1, event 2 ... and gives these names.
func send(t *testing.T, client *hec.Client, plan hec.Plan, n int) (want []string, report hec.Report, err error) {
	t.Helper()
	sender := hec.NewSender(client, plan)
	raw := &bytes.Buffer{}
	for i := 1; i <= n && err == nil; i++ {
		raw.Reset()
		fmt.Fprintf(raw, "event %d", i)
		want = append(want, raw.String())
		err = sender.Send(t.Context(), &hec.Event{Raw: raw.Bytes(), File: "a.log", Line: i})
	}
	if err == nil {
		err = sender.Close(t.Context())
	}
	return want, sender.Report(), err
}

func unique(list []string) []string {
	sorted := slices.Clone(list)
	slices.Sort(sorted)
	return slices.Compact(sorted)
}
