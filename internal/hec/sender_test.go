package hec_test

import (
	"context"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/hec"
	"concurrentsessions/internal/remote"
)

func TestEveryEventArrivesOnceAndInOrder(t *testing.T) {
	t.Parallel()
	for _, plain := range []bool{false, true} {
		c := newCollector(t)
		want, report, err := send(t, c.client(t, token, plain), quick(), 25)
		require.NoError(t, err)
		require.Equal(t, want, c.texts())
		require.Equal(t, []int{10, 10, 5}, c.sizes)
		require.Equal(t, 25, report.Events)
		require.Equal(t, 3, report.Batches)
		require.Equal(t, 25, report.NoTime)
		require.Zero(t, report.Retries)
		require.Empty(t, report.Twice)
		require.False(t, report.HasAck)
	}
}

func TestEnvelope(t *testing.T) {
	t.Parallel()
	c := newCollector(t)
	sender := hec.NewSender(c.client(t, token, false), quick())
	meta := hec.Meta{Host: "h", Source: "s", Sourcetype: "aws:cloudtrail", Index: "main"}
	raw := `{"a":"<b> & \u00e9 \"q\""}`
	require.NoError(t, sender.Send(t.Context(), &hec.Event{Raw: []byte(raw), Meta: meta, Time: 1700000000123456, HasTime: true}))
	require.NoError(t, sender.Send(t.Context(), &hec.Event{Raw: []byte(" \t")}))
	require.NoError(t, sender.Close(t.Context()))
	require.Equal(t, []envelope{{
		Time: "1700000000.123456", Host: "h", Source: "s", Sourcetype: "aws:cloudtrail", Index: "main", Event: raw,
	}}, c.indexed)
	require.Equal(t, 1, sender.Report().Blank)
}

// Whatever the limits, every event arrives once, in order, and no request is
// larger than the limits allow.
func TestBatches(t *testing.T) {
	t.Parallel()
	c := newCollector(t)
	client := c.client(t, token, true)
	const envelope = len(`{"event":""}` + "\n")
	rapid.Check(t, func(r *rapid.T) {
		c.indexed, c.sizes = nil, nil
		plan := quick()
		plan.Events = rapid.IntRange(1, 7).Draw(r, "events")
		plan.Bytes = rapid.IntRange(1, 120).Draw(r, "bytes")
		lengths := rapid.SliceOfN(rapid.IntRange(1, 60), 0, 30).Draw(r, "lengths")
		sender := hec.NewSender(client, plan)
		var want []string
		for i, n := range lengths {
			text := strings.Repeat(string(rune('a'+i%26)), n)
			want = append(want, text)
			require.NoError(r, sender.Send(t.Context(), &hec.Event{Raw: []byte(text)}))
		}
		require.NoError(r, sender.Close(t.Context()))
		require.Equal(r, want, c.texts())
		next := 0
		for _, n := range c.sizes {
			require.LessOrEqual(r, n, plan.Events)
			size := 0
			for _, length := range lengths[next : next+n] {
				size += length + envelope
			}
			require.True(r, n == 1 || size <= plan.Bytes, "%d events of %d bytes in one request", n, size)
			next += n
		}
	})
}

func TestBusyIsTriedAgain(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusServiceUnavailable, http.StatusTooManyRequests} {
		c := newCollector(t)
		c.fault = func(n int, w http.ResponseWriter, _ []envelope) bool {
			if n == 2 || n == 3 {
				answer(w, status, `{"text":"Server is busy","code":9}`)
			}
			return n == 2 || n == 3
		}
		want, report, err := send(t, c.client(t, token, false), quick(), 25)
		require.NoError(t, err)
		require.Equal(t, want, c.texts())
		require.Equal(t, 2, report.Retries)
		require.Empty(t, report.Twice, "a busy collector has taken nothing")
	}
}

func TestBusyInTheMiddleOfARequestGoesOnThere(t *testing.T) {
	t.Parallel()
	c := newCollector(t)
	c.fault = func(n int, w http.ResponseWriter, events []envelope) bool {
		if n == 1 {
			c.indexed = append(c.indexed, events[:4]...)
			answer(w, http.StatusServiceUnavailable, `{"text":"Server is busy","code":9,"invalid-event-number":4}`)
		}
		return n == 1
	}
	want, report, err := send(t, c.client(t, token, false), quick(), 12)
	require.NoError(t, err)
	require.Equal(t, want, c.texts())
	require.Equal(t, 12, report.Events)
}

func TestBusyForEver(t *testing.T) {
	t.Parallel()
	c := newCollector(t)
	c.fault = func(n int, w http.ResponseWriter, _ []envelope) bool {
		if n > 1 {
			answer(w, http.StatusServiceUnavailable, `{"text":"Server is busy","code":9}`)
		}
		return n > 1
	}
	client := c.client(t, token, false)
	_, report, err := send(t, client, quick(), 25)
	require.EqualError(t, err, "send events 11 to 20 (from a.log:11 on): given up after 4 attempts: "+
		"the collector answers 503 Service Unavailable: Server is busy (code 9); all before are done, so go on with skip 10")
	require.Equal(t, 10, report.Events)

	// As the error says: nothing is lost or doubled when it goes on from there.
	c.fault = nil
	plan := quick()
	plan.Skip = 10
	want, report, err := send(t, client, plan, 25)
	require.NoError(t, err)
	require.Equal(t, want, c.texts())
	require.Equal(t, 15, report.Events)
	require.Equal(t, 10, report.Skipped)
}

func TestCutBeforeTheAnswer(t *testing.T) {
	t.Parallel()
	c := newCollector(t)
	c.fault = func(n int, w http.ResponseWriter, events []envelope) bool {
		if n == 2 {
			c.indexed = append(c.indexed, events...)
			cut(w, "")
		}
		return n == 2
	}
	want, report, err := send(t, c.client(t, token, false), quick(), 25)
	require.NoError(t, err)
	require.Equal(t, []hec.Span{{First: 11, Last: 20}}, report.Twice)
	require.Len(t, c.texts(), 35, "the second request came twice")
	require.Len(t, unique(c.texts()), len(want))

	c.requests, c.indexed = 0, nil
	plan := quick()
	plan.Once = true
	want, report, err = send(t, c.client(t, token, false), plan, 25)
	require.ErrorContains(t, err, "send events 11 to 20 (from a.log:11 on): the connection was cut before the collector had answered")
	require.ErrorContains(t, err, "may have been taken: look in Splunk before sending them again")
	require.Equal(t, want[:20], c.texts())
	require.Empty(t, report.Twice)
}

func TestAFailureOnTheWayLeavesADoubt(t *testing.T) {
	t.Parallel()
	for _, status := range []int{408, 500, 502, 504} {
		c := newCollector(t)
		c.fault = func(n int, w http.ResponseWriter, _ []envelope) bool {
			if n == 1 {
				answer(w, status, "<html>")
			}
			return n == 1
		}
		want, report, err := send(t, c.client(t, token, false), quick(), 3)
		require.NoError(t, err)
		require.Equal(t, want, c.texts())
		require.Equal(t, []hec.Span{{First: 1, Last: 3}}, report.Twice, status)
	}
}

func TestCutInTheAnswerIsNotSentAgain(t *testing.T) {
	t.Parallel()
	c := newCollector(t)
	c.fault = func(n int, w http.ResponseWriter, events []envelope) bool {
		if n == 1 {
			c.indexed = append(c.indexed, events...)
			cut(w, "HTTP/1.1 200 OK\r\nContent-Length: 27\r\n\r\n{\"text\":")
		}
		return n == 1
	}
	want, report, err := send(t, c.client(t, token, false), quick(), 12)
	require.NoError(t, err)
	require.Equal(t, want, c.texts())
	require.Zero(t, report.Retries)
	require.Equal(t, 12, report.Events)
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		token string
		fault string
		code  int
		want  string
	}{
		"wrong token":   {token: "wrong", want: "403 Forbidden: Invalid token (code 4); check the token"},
		"too large":     {token: token, code: 413, fault: "<html>", want: "413 Request Entity Too Large; send smaller batches"},
		"not found":     {token: token, code: 404, fault: `{"text":"The requested URL was not found on this server.","code":404}`, want: "this is no event collector: its port is 8088"},
		"login page":    {token: token, code: 200, fault: "<html>please log in</html>", want: "the answer is not that of an event collector"},
		"redirect":      {token: token, code: 307, fault: "", want: "307 Temporary Redirect"},
		"other success": {token: token, code: 200, fault: `{"text":"No data","code":5}`, want: "No data (code 5)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCollector(t)
			if test.code != 0 {
				c.fault = func(_ int, w http.ResponseWriter, _ []envelope) bool {
					w.Header().Set("Location", c.URL+"/elsewhere")
					answer(w, test.code, test.fault)
					return true
				}
			}
			_, report, err := send(t, c.client(t, test.token, false), quick(), 3)
			require.ErrorContains(t, err, test.want)
			require.NotContains(t, err.Error(), token)
			require.Zero(t, report.Retries, "a second attempt would not change it")
			require.Empty(t, c.texts())
		})
	}
}

func TestARefusedEventIsNamed(t *testing.T) {
	t.Parallel()
	c := newCollector(t)
	sender := hec.NewSender(c.client(t, token, false), quick())
	for i := 1; i <= 5; i++ {
		e := hec.Event{Raw: []byte("x"), File: "a.log", Line: i}
		if i == 3 {
			e.Meta.Index = "forbidden"
		}
		require.NoError(t, sender.Send(t.Context(), &e))
	}
	err := sender.Close(t.Context())
	require.ErrorContains(t, err, "from a.log:3 on")
	require.ErrorContains(t, err, "the token may not write to this index")
	require.ErrorContains(t, err, "go on with skip 2")
	require.Equal(t, 2, sender.Report().Events)
	require.Len(t, c.texts(), 2)
	require.Equal(t, err, sender.Send(t.Context(), &hec.Event{Raw: []byte("y")}), "it takes no more")
}

func TestAcknowledgement(t *testing.T) {
	t.Parallel()
	c := newCollector(t)
	c.useACK, c.slow = true, 3
	plan := quick()
	plan.NeedAck = true
	want, report, err := send(t, c.client(t, token, false), plan, 25)
	require.NoError(t, err)
	require.Equal(t, want, c.texts())
	require.True(t, report.HasAck)
	require.Equal(t, 25, report.Confirmed)
	require.Empty(t, report.Unconfirmed)

	c.useACK = false
	_, _, err = send(t, c.client(t, token, false), plan, 25)
	require.ErrorContains(t, err, "ACK is disabled (code 14); turn on indexer acknowledgement")
	require.Len(t, c.texts(), 25, "nothing is sent before that is known")
}

func TestAcknowledgementThatDoesNotCome(t *testing.T) {
	t.Parallel()
	c := newCollector(t)
	c.useACK, c.slow = true, 1_000_000
	plan := quick()
	plan.AckTimeout = time.Second
	want, report, err := send(t, c.client(t, token, false), plan, 25)
	require.ErrorContains(t, err, "did not confirm within 1s that it has indexed 25 of them, the first of which is event 1")
	require.Equal(t, want, c.texts(), "nothing is sent again")
	require.Equal(t, []hec.Span{{First: 1, Last: 25}}, report.Unconfirmed)
}

func TestNobodyListens(t *testing.T) {
	t.Parallel()
	c := newCollector(t)
	client := c.client(t, token, false)
	c.Close()
	_, report, err := send(t, client, quick(), 3)
	require.ErrorContains(t, err, "given up after 4 attempts")
	require.Empty(t, report.Twice, "what was never connected was never sent")
}

func TestStopped(t *testing.T) {
	t.Parallel()
	c := newCollector(t)
	ctx, cancel := context.WithCancel(t.Context())
	c.fault = func(_ int, w http.ResponseWriter, _ []envelope) bool {
		cancel()
		answer(w, http.StatusServiceUnavailable, `{"text":"Server is busy","code":9}`)
		return true
	}
	sender := hec.NewSender(c.client(t, token, false), quick())
	require.NoError(t, sender.Send(ctx, &hec.Event{Raw: []byte("x")}))
	require.ErrorIs(t, sender.Close(ctx), context.Canceled)
}

func TestTLSIsVerified(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	transport, err := remote.TLS{}.Client(time.Minute)
	require.NoError(t, err)
	client, err := hec.NewClient(server.URL, remote.NewSecret(token), transport, false)
	require.NoError(t, err)
	_, report, err := send(t, client, quick(), 1)
	require.ErrorContains(t, err, "certificate")
	require.Zero(t, report.Retries)
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"", "splunk:8088", "ftp://x", "https://x/services/collector/event", "https://user:pass@x", "https://x?y=1", "http://%zz"} {
		_, err := hec.NewClient(bad, remote.NewSecret(token), http.DefaultClient, false)
		require.Error(t, err, bad)
	}
	_, err := hec.NewClient("https://x", remote.Secret{}, http.DefaultClient, false)
	require.ErrorContains(t, err, "a token of the collector is needed")
}

func TestEnvelopeTimesAreSeconds(t *testing.T) {
	t.Parallel()
	c := newCollector(t)
	sender := hec.NewSender(c.client(t, token, false), quick())
	for _, at := range []epoch.Micros{1, 1_500_000, 1_700_000_000_000_000} {
		require.NoError(t, sender.Send(t.Context(), &hec.Event{Raw: []byte("x"), Time: at, HasTime: true}))
	}
	require.NoError(t, sender.Close(t.Context()))
	require.EqualValues(t, "0.000001", c.indexed[0].Time)
	require.EqualValues(t, "1.5", c.indexed[1].Time)
	require.EqualValues(t, "1700000000", c.indexed[2].Time)
}
