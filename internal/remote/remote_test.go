package remote_test

import (
	"context"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/remote"
)

var errBusy = errors.New("busy")

func TestBackoff(t *testing.T) {
	t.Parallel()
	var waits []time.Duration
	b := remote.Backoff{
		Attempts: 5, First: 4 * time.Millisecond, Longest: 10 * time.Millisecond,
		Random: func() float64 { return 0.5 },
		Notice: func(wait time.Duration, cause error) {
			require.ErrorIs(t, cause, errBusy)
			waits = append(waits, wait)
		},
	}
	tried := 0
	err := b.Do(t.Context(), func(attempt int) error {
		tried++
		require.Equal(t, tried, attempt)
		return &remote.RetryError{Err: errBusy}
	})
	require.EqualError(t, err, "given up after 5 attempts: busy")
	require.ErrorIs(t, err, errBusy)
	const ms = time.Millisecond
	require.Equal(t, []time.Duration{3 * ms, 6 * ms, 7500 * time.Microsecond, 7500 * time.Microsecond}, waits)

	waits = nil
	err = b.Do(t.Context(), func(attempt int) error {
		if attempt == 3 {
			return nil
		}
		return fmt.Errorf("wrapped: %w", &remote.RetryError{Err: errBusy, After: 20 * ms})
	})
	require.NoError(t, err)
	require.Equal(t, []time.Duration{20 * ms, 20 * ms}, waits, "what the server asks for is the least")

	require.ErrorIs(t, b.Do(t.Context(), func(int) error { return io.EOF }), io.EOF)
	var none remote.Backoff
	require.Equal(t, errBusy, none.Do(t.Context(), func(int) error { return &remote.RetryError{Err: errBusy} }))
}

func TestBackoffEndsWithTheContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	b := remote.Backoff{Attempts: 9, First: time.Hour, Longest: time.Hour, Notice: func(time.Duration, error) { cancel() }}
	err := b.Do(ctx, func(int) error { return &remote.RetryError{Err: errBusy} })
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorIs(t, err, errBusy)
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	now := time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)
	for text, want := range map[string]time.Duration{
		"": 0, "7": 7 * time.Second, "-7": 0, "soon": 0, "4000000000": 5 * time.Minute,
		"Sat, 01 Mar 2025 12:00:09 GMT": 9 * time.Second,
		"Sat, 01 Mar 2025 11:00:09 GMT": 0,
	} {
		require.Equal(t, want, remote.RetryAfter(http.Header{"Retry-After": {text}}, now), text)
	}
}

func TestTransportTrustsWhomItShould(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	defer server.Close()
	ca := filepath.Join(t.TempDir(), "ca.pem")
	block := &pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}
	require.NoError(t, os.WriteFile(ca, pem.EncodeToMemory(block), 0o600))

	get := func(trust remote.TLS) error {
		transport, err := trust.Transport(time.Minute)
		require.NoError(t, err)
		answer, err := (&http.Client{Transport: transport}).Get(server.URL)
		if err == nil {
			answer.Body.Close()
		}
		return err
	}
	require.ErrorContains(t, get(remote.TLS{}), "certificate")
	require.NoError(t, get(remote.TLS{CA: ca}))
	require.NoError(t, get(remote.TLS{Insecure: true}))

	_, err := remote.TLS{CA: ca + "x"}.Transport(0)
	require.ErrorIs(t, err, os.ErrNotExist)
	require.NoError(t, os.WriteFile(ca, []byte("no certificate"), 0o600))
	_, err = remote.TLS{CA: ca}.Transport(0)
	require.ErrorContains(t, err, "holds no certificate in PEM form")
}

func TestSecret(t *testing.T) {
	const variable = "A_SECRET_OF_THIS_TEST"
	t.Setenv(variable, " from-environment ")
	s, err := remote.ReadSecret("", variable)
	require.NoError(t, err)
	require.Equal(t, "from-environment", s.Reveal())
	require.NotContains(t, fmt.Sprintf("%v %+v %#v %s %q %x", s, s, s, s, s, s), "from-environment")
	require.NotContains(t, fmt.Sprintf("%v %#v", struct{ S remote.Secret }{s}, &struct{ s remote.Secret }{s}), "from-environment")

	file := filepath.Join(t.TempDir(), "token")
	require.NoError(t, os.WriteFile(file, []byte("from-file\n"), 0o600))
	s, err = remote.ReadSecret(file, variable)
	require.NoError(t, err)
	require.Equal(t, "from-file", s.Reveal())

	require.NoError(t, os.WriteFile(file, []byte("\n"), 0o600))
	_, err = remote.ReadSecret(file, variable)
	require.ErrorContains(t, err, "is empty")
	require.NoError(t, os.WriteFile(file, []byte("a\nb"), 0o600))
	_, err = remote.ReadSecret(file, variable)
	require.ErrorContains(t, err, "several lines")
	require.NotContains(t, err.Error(), "a\nb")

	s, err = remote.ReadSecret("", variable+"_UNSET")
	require.NoError(t, err)
	require.False(t, s.IsSet())
}
