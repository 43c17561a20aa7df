// Package scs reads events from a search of Splunk Cloud Services and sends
// findings to its ingest service.
//
// It is a thin layer over github.com/splunk/splunk-cloud-sdk-go v1.11.1, which
// is no longer maintained, and steps around what is wrong there: it makes its
// own batches (BatchEventsSender loses one event in each of its own, without an
// error), waits for jobs itself (WaitForJob knows no deadline and takes failed
// for done), and ends every call with the context.
//
// Splunk Cloud Services is not Splunk Cloud Platform. What is here was tested
// against a local fake, not against a live tenant.
package scs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/splunk/splunk-cloud-sdk-go/idp"
	"github.com/splunk/splunk-cloud-sdk-go/services"
	"github.com/splunk/splunk-cloud-sdk-go/services/ingest"
	"github.com/splunk/splunk-cloud-sdk-go/services/search"
	"github.com/splunk/splunk-cloud-sdk-go/util"

	"concurrentsessions/internal/remote"
)

// Config says where a tenant is and how to log in: by Token, or by ClientID and
// ClientSecret.
type Config struct {
	Tenant string
	// Host is the host that all calls go to, such as
	// <tenant>.api.scs.splunk.com; "" is the SDK's own, api.scp.splunk.com.
	Host string
	// Scheme is https if "".
	Scheme string
	Token  remote.Secret

	ClientID     string
	ClientSecret remote.Secret
	Scope        string
	// LoginURL is where ClientID logs in, such as https://auth.scp.splunk.com,
	// the SDK's own, which "" is. Transport is not used there.
	LoginURL string

	Transport http.RoundTripper
	// Timeout bounds one call; 0 is a minute.
	Timeout time.Duration
	Backoff remote.Backoff
}

// Client speaks to one tenant. It is for one caller at a time, since the SDK
// reads its token without a lock.
type Client struct {
	ingest  *ingest.Service
	search  *search.Service
	bound   *bound
	backoff remote.Backoff
	// first and longest are the pauses between two looks at a job.
	first, longest time.Duration
}

// New logs in. All calls of the client end with the context.
func New(ctx context.Context, c Config) (*Client, error) {
	if c.Tenant == "" {
		return nil, errors.New("the name of the tenant is needed")
	}
	next := c.Transport
	if next == nil {
		next = http.DefaultTransport
	}
	b := &bound{ctx: ctx, next: next}
	config := services.Config{
		Tenant: c.Tenant, OverrideHost: c.Host, Scheme: c.Scheme, Timeout: c.Timeout,
		RoundTripper: b, ClientVersion: "concurrentsessions",
	}
	if config.Timeout == 0 {
		config.Timeout = time.Minute
	}
	// The SDK takes a retriever that is a nil pointer for one that is there, so
	// the field is set only if it is.
	switch {
	case c.Token.IsSet():
		config.Token = c.Token.Reveal()
	case c.ClientID != "" && c.ClientSecret.IsSet():
		config.TokenRetriever = idp.NewClientCredentialsRetriever(c.ClientID, c.ClientSecret.Reveal(), c.Scope, c.LoginURL)
	default:
		return nil, errors.New("a token is needed, or the id and the secret of a client")
	}
	base, err := services.NewClient(&config)
	if err != nil {
		return nil, fmt.Errorf("log in to tenant %s: %w", c.Tenant, err)
	}
	return &Client{
		ingest: ingest.NewService(base), search: search.NewService(base), bound: b,
		backoff: c.Backoff, first: 50 * time.Millisecond, longest: 5 * time.Second,
	}, nil
}

// bound ends each call with a context, which the SDK does not know.
type bound struct {
	ctx  context.Context
	next http.RoundTripper
}

func (b *bound) RoundTrip(r *http.Request) (*http.Response, error) {
	// What runs when it ends may outlive the call, and meet the next context.
	outer := b.ctx
	ctx, cancel := context.WithCancelCause(r.Context())
	stop := context.AfterFunc(outer, func() { cancel(outer.Err()) })
	end := func() { stop(); cancel(nil) }
	answer, err := b.next.RoundTrip(r.WithContext(ctx))
	if err != nil {
		end()
		if outer.Err() != nil {
			err = outer.Err()
		}
		return nil, err
	}
	answer.Body = &body{answer.Body, end}
	return answer, nil
}

type body struct {
	io.ReadCloser
	end func()
}

func (b *body) Close() error {
	defer b.end()
	return b.ReadCloser.Close()
}

// try makes a call as patiently as wanted. A call that may have been carried
// out is tried again too: all that are made here can be repeated.
func (c *Client) try(ctx context.Context, call func() error) error {
	return c.backoff.Do(ctx, func(int) error {
		err := call()
		var answered *util.HTTPError
		switch {
		case err == nil:
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.As(err, &answered):
			return refused(answered)
		case remote.IsUntrusted(err):
			return err
		}
		return &remote.RetryError{Err: err}
	})
}

// refused makes an error of an answer, in words of our own: the SDK's are JSON.
func refused(e *util.HTTPError) error {
	text := fmt.Errorf("splunk cloud services answers %d %s", e.HTTPStatusCode, http.StatusText(e.HTTPStatusCode))
	if e.Message != "" {
		text = fmt.Errorf("%w: %s (%s)", text, e.Message, e.Code)
	}
	switch e.HTTPStatusCode {
	case http.StatusUnauthorized, http.StatusForbidden:
		return fmt.Errorf("%w; check the token, and what it may do in this tenant", text)
	case http.StatusTooManyRequests, http.StatusServiceUnavailable, http.StatusBadGateway, http.StatusGatewayTimeout:
		return &remote.RetryError{Err: text}
	}
	return text
}
