package hec

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"concurrentsessions/internal/remote"
)

// Client speaks to one collector. It is for one caller at a time.
type Client struct {
	base    *url.URL
	token   remote.Secret
	http    *http.Client
	channel string
	plain   bool
}

// NewClient makes a client of the collector at base, as in
// https://splunk.example.com:8088. With plain, requests are not compressed.
// The HTTP client should keep cookies: behind a load balancer they lead back to
// the indexer that knows about the acknowledgements.
func NewClient(base string, token remote.Secret, client *http.Client, plain bool) (*Client, error) {
	u, err := url.Parse(base)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.RawQuery != "" || u.User != nil {
		return nil, fmt.Errorf("collector %q: want an address such as https://splunk.example.com:8088", base)
	}
	if strings.Contains(u.Path, "/services/collector") {
		return nil, fmt.Errorf("collector %q: leave out /services/collector and what follows", base)
	}
	if !token.IsSet() {
		return nil, errors.New("a token of the collector is needed")
	}
	return &Client{base: u, token: token, http: client, channel: newChannel(), plain: plain}, nil
}

// newChannel makes the name of a channel, which has to be a GUID.
func newChannel() string {
	var b [16]byte
	rand.Read(b[:])
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// reply is what the collector answers.
type reply struct {
	Text string
	Code *int
	// AckID is there if the token has indexer acknowledgement.
	AckID *int64
	// InvalidEvent is the number of the event that was refused, from 0 on.
	InvalidEvent *int `json:"invalid-event-number"`
	Acks         map[string]bool
}

// RefusedError is an answer that is not the one that was hoped for.
type RefusedError struct {
	Status int
	// Code and Text are the collector's own; Code is -1 where there was none.
	Code int
	Text string
	// taken is how many events of the batch were indexed all the same.
	taken int
}

func (e *RefusedError) Error() string {
	text := fmt.Sprintf("the collector answers %d %s", e.Status, http.StatusText(e.Status))
	if e.Text != "" {
		text += ": " + e.Text
	}
	if e.Code >= 0 {
		text += fmt.Sprintf(" (code %d)", e.Code)
	}
	if hint := e.hint(); hint != "" {
		text += "; " + hint
	}
	return text
}

// hint says what to do about it.
func (e *RefusedError) hint() string {
	switch {
	case e.Code == 7:
		return "the token may not write to this index: choose another, or allow it in the token's settings"
	case e.Code == 14:
		return "turn on indexer acknowledgement for the token, or do without"
	case e.Status == http.StatusUnauthorized, e.Status == http.StatusForbidden:
		return "check the token, and that it is enabled"
	case e.Status == http.StatusNotFound:
		return "this is no event collector: its port is 8088 as a rule, not that of Splunk Web or of the REST API"
	case e.Status == http.StatusRequestEntityTooLarge:
		return "send smaller batches"
	}
	return ""
}

// errDoubt says that nobody knows whether the events were taken.
var errDoubt = errors.New("the connection was cut before the collector had answered")

// errCutAfterOK says that the events were taken, but the answer is incomplete.
var errCutAfterOK = errors.New("the collector took the events, but its answer was cut")

// post sends a batch. The error is a [*remote.RetryError] if it may be sent
// again; it wraps errDoubt if the events may have been taken all the same.
func (c *Client) post(ctx context.Context, b *batch) (*reply, error) {
	body, err := c.compressed(b.body)
	if err != nil {
		return nil, err
	}
	return c.call(ctx, "event", body, !c.plain)
}

// acks asks which of the requests are indexed.
func (c *Client) acks(ctx context.Context, ids []int64) (map[string]bool, error) {
	body, err := json.Marshal(map[string][]int64{"acks": ids})
	if err != nil {
		return nil, err
	}
	r, err := c.call(ctx, "ack", body, false)
	if err != nil {
		return nil, err
	}
	if r.Acks == nil {
		return nil, errors.New("the collector's answer says nothing about acknowledgements")
	}
	return r.Acks, nil
}

func (c *Client) compressed(body []byte) ([]byte, error) {
	if c.plain {
		return body, nil
	}
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(body); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func (c *Client) call(ctx context.Context, endpoint string, body []byte, compressed bool) (*reply, error) {
	target := c.base.JoinPath("services/collector", endpoint)
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, target.String(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Splunk "+c.token.Reveal())
	request.Header.Set("X-Splunk-Request-Channel", c.channel)
	request.Header.Set("Content-Type", "application/json")
	if compressed {
		request.Header.Set("Content-Encoding", "gzip")
	}
	answer, err := c.http.Do(request)
	if err != nil {
		return nil, connection(ctx, err)
	}
	defer answer.Body.Close()
	const most = 1 << 20
	text, cut := io.ReadAll(io.LimitReader(answer.Body, most))
	r := reply{}
	isReply := json.Unmarshal(text, &r) == nil && (r.Code != nil || r.Acks != nil)
	switch {
	case answer.StatusCode == http.StatusOK && cut != nil:
		return nil, fmt.Errorf("%w: %w", errCutAfterOK, cut)
	case answer.StatusCode == http.StatusOK && !isReply:
		return nil, errors.New("the answer is not that of an event collector; check the address, and whether a proxy answers instead")
	case answer.StatusCode == http.StatusOK && (r.Code == nil || *r.Code == 0):
		return &r, nil
	}
	return nil, refused(answer, &r)
}

// refused makes an error of an answer, one to try again if that makes sense.
func refused(answer *http.Response, r *reply) error {
	e := &RefusedError{Status: answer.StatusCode, Code: -1, Text: r.Text}
	if r.Code != nil {
		e.Code = *r.Code
	}
	if n := r.InvalidEvent; n != nil && *n > 0 {
		e.taken = *n
		if e.Code == 7 {
			e.taken-- // for a wrong index Splunk counts from 1
		}
	}
	switch answer.StatusCode {
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		return &remote.RetryError{Err: e, After: remote.RetryAfter(answer.Header, time.Now())}
	case http.StatusInternalServerError, http.StatusBadGateway, http.StatusGatewayTimeout, http.StatusRequestTimeout:
		// Something on the way failed; how far the request had come is not told.
		return &remote.RetryError{Err: fmt.Errorf("%w: %w", errDoubt, e)}
	}
	return e
}

// connection makes an error of a call that had no answer.
func connection(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var dial *net.OpError
	if errors.As(err, &dial) && dial.Op == "dial" {
		return &remote.RetryError{Err: err} // nothing was sent
	}
	if remote.IsUntrusted(err) {
		return err
	}
	return &remote.RetryError{Err: fmt.Errorf("%w: %w", errDoubt, err)}
}
