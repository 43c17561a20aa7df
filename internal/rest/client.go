// Package rest runs a search on a live Splunk over its REST API and hands over
// its rows one by one, as they arrive. Nothing has to be installed on the
// server.
//
// The calls are services/auth/login, services/search/timeparser and
// services/search/jobs/export with output_mode=json, as Splunk's REST API
// Reference Manual has them. An export answers with one JSON object a line:
//
//	{"preview":false,"offset":0,"result":{"user":"bob","src":["192.0.2.1","192.0.2.2"]}}
//	{"preview":false,"lastrow":true}
//
// Lines of a preview come again later; the last one says so. A search that
// fails after it has begun says that in a line with messages, though the status
// was 200.
package rest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/remote"
)

// Client speaks to one Splunk. It is for one caller at a time.
type Client struct {
	base    *url.URL
	http    *http.Client
	backoff remote.Backoff
	// authorization is the header of that name.
	authorization remote.Secret
}

// NewClient makes a client of the Splunk whose management port is at base, as
// in https://splunk.example.com:8089. A call that the server is too busy for is
// tried again as backoff says.
func NewClient(base string, client *http.Client, backoff remote.Backoff) (*Client, error) {
	u, err := url.Parse(base)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.RawQuery != "" || u.User != nil {
		return nil, fmt.Errorf("splunk %q: want the address of its management port, such as https://splunk.example.com:8089", base)
	}
	return &Client{base: u, http: client, backoff: backoff}, nil
}

// UseToken lets the calls carry an authentication token.
func (c *Client) UseToken(token remote.Secret) {
	c.authorization = remote.NewSecret("Bearer " + token.Reveal())
}

// Login begins a session with user name and password, and lets the calls carry
// its key.
func (c *Client) Login(ctx context.Context, user string, password remote.Secret) error {
	form := url.Values{"username": {user}, "password": {password.Reveal()}, "output_mode": {"json"}}
	var answer struct{ SessionKey string }
	if err := c.object(ctx, http.MethodPost, "services/auth/login", form, &answer); err != nil {
		return fmt.Errorf("log in as %s: %w", user, err)
	}
	if answer.SessionKey == "" {
		return fmt.Errorf("log in as %s: the answer has no session key; check that the address is that of Splunk's management port", user)
	}
	c.authorization = remote.NewSecret("Splunk " + answer.SessionKey)
	return nil
}

// Time lets the server read a time the way a search would: -7d@d, now, epoch
// seconds, 2025-01-15T00:00:00.
func (c *Client) Time(ctx context.Context, text string) (epoch.Micros, error) {
	var answer map[string]any
	form := url.Values{"time": {text}, "output_mode": {"json"}}
	if err := c.object(ctx, http.MethodGet, "services/search/timeparser", form, &answer); err != nil {
		return 0, fmt.Errorf("time %q: %w", text, err)
	}
	for _, value := range answer { // there is one, under a name that the server may have tidied
		if at, ok := epoch.Parse(fmt.Append(nil, value)); ok {
			return at, nil
		}
	}
	return 0, fmt.Errorf("time %q: the server gives no time for it", text)
}

// object makes a call that answers with one JSON object.
func (c *Client) object(ctx context.Context, method, path string, form url.Values, into any) error {
	answer, err := c.call(ctx, method, path, form)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, mostErrorText))
	if err != nil {
		return fmt.Errorf("the connection was cut in the middle of the answer: %w", err)
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("the answer is not the JSON that Splunk sends: %w; check that the address is that of its management port, 8089 as a rule", err)
	}
	return nil
}

// call makes a call; the answer has status 200 and an open body.
func (c *Client) call(ctx context.Context, method, path string, form url.Values) (answer *http.Response, err error) {
	err = c.backoff.Do(ctx, func(int) error {
		answer, err = c.once(ctx, method, path, form)
		return err
	})
	return answer, err
}

func (c *Client) once(ctx context.Context, method, path string, form url.Values) (*http.Response, error) {
	target := c.base.JoinPath(path)
	body := ""
	if method == http.MethodGet {
		target.RawQuery = form.Encode()
	} else {
		body = form.Encode()
	}
	request, err := http.NewRequestWithContext(ctx, method, target.String(), strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if c.authorization.IsSet() {
		request.Header.Set("Authorization", c.authorization.Reveal())
	}
	answer, err := c.http.Do(request)
	switch {
	case err != nil && context.Cause(ctx) != nil:
		return nil, context.Cause(ctx)
	case err != nil && remote.IsUntrusted(err):
		return nil, err
	case err != nil:
		return nil, &remote.RetryError{Err: err} // a search may be asked for again
	case answer.StatusCode == http.StatusOK:
		return answer, nil
	}
	defer answer.Body.Close()
	refused := &StatusError{Status: answer.StatusCode}
	refused.Messages = messagesIn(answer.Body)
	if answer.StatusCode == http.StatusTooManyRequests || answer.StatusCode == http.StatusServiceUnavailable {
		return nil, &remote.RetryError{Err: refused, After: remote.RetryAfter(answer.Header, time.Now())}
	}
	return nil, refused
}

// mostErrorText bounds what is read of an answer that is no rows, in bytes.
const mostErrorText = 1 << 20

// Message is what Splunk says about a call or a search.
type Message struct{ Type, Text string }

func messagesIn(body io.Reader) []Message {
	text, _ := io.ReadAll(io.LimitReader(body, mostErrorText)) // whatever there is
	var answer struct{ Messages []Message }
	_ = json.Unmarshal(bytes.TrimSpace(text), &answer)
	return answer.Messages
}

// StatusError is an answer that is not the one that was hoped for.
type StatusError struct {
	Status   int
	Messages []Message
}

func (e *StatusError) Error() string {
	text := fmt.Sprintf("splunk answers %d %s", e.Status, http.StatusText(e.Status))
	for i, m := range e.Messages {
		text += []string{": ", "; "}[min(i, 1)] + m.Text
	}
	switch e.Status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		text += "; this may be Splunk Web: want the address of the management port, 8089 as a rule"
	case http.StatusUnauthorized:
		text += "; check the token, or user name and password, and whether they have expired"
	case http.StatusForbidden:
		text += "; the user lacks a capability for this"
	case http.StatusNotFound:
		text += "; check that the address is that of Splunk's management port, 8089 as a rule, and the name of the app"
	case http.StatusServiceUnavailable:
		text += "; too many searches may be running"
	}
	return text
}

// The ways in which an export ends too early. Its rows cannot be asked for from
// there on; the search has to run again, over less time if it was long.
var (
	ErrCut  = errors.New("the connection was cut before the last row")
	ErrIdle = errors.New("splunk sent nothing for too long")
)
