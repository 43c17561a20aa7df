// Package remote is what the workbench's clients of other machines share:
// transport security, secrets that no command line shows, and patience.
package remote

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

// Backoff says how patiently something is tried again: after the first wait,
// each is twice the one before, up to Longest. Of each wait a random half is
// cut at most, so that many clients do not come back at the same moment. The
// zero value does not try again.
type Backoff struct {
	// Attempts is how often it is tried in all.
	Attempts       int
	First, Longest time.Duration
	// Random gives numbers in [0, 1); nil is math/rand/v2.
	Random func() float64
	// Notice is told of each wait; nil is nobody.
	Notice func(wait time.Duration, cause error)
}

// RetryError asks [Backoff.Do] to try again.
type RetryError struct {
	Err error
	// After is the least to wait, as the server said; 0 if it did not.
	After time.Duration
}

func (e *RetryError) Error() string { return e.Err.Error() }

// Unwrap gives the cause.
func (e *RetryError) Unwrap() error { return e.Err }

// Do calls try until it succeeds, fails with something else than a
// [*RetryError], or has failed Attempts times. attempt counts from 1.
func (b Backoff) Do(ctx context.Context, try func(attempt int) error) error {
	for attempt := 1; ; attempt++ {
		err := try(attempt)
		var again *RetryError
		if !errors.As(err, &again) {
			return err
		}
		if attempt >= b.Attempts {
			if attempt > 1 {
				return fmt.Errorf("given up after %d attempts: %w", attempt, again.Err)
			}
			return again.Err
		}
		wait := max(b.wait(attempt), again.After)
		if b.Notice != nil {
			b.Notice(wait, again.Err)
		}
		if err := Sleep(ctx, wait); err != nil {
			return fmt.Errorf("%w, while waiting to try again after: %w", err, again.Err)
		}
	}
}

// wait is how long to wait after the given attempt.
func (b Backoff) wait(attempt int) time.Duration {
	wait := b.First
	for range attempt - 1 {
		if wait >= b.Longest/2 {
			wait = b.Longest
			break
		}
		wait *= 2
	}
	random := b.Random
	if random == nil {
		random = rand.Float64
	}
	return wait/2 + time.Duration(random()*float64(wait/2))
}

// Sleep waits, or returns the context's error when that ends first.
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// longestAsked is the longest wait that a server may ask for.
const longestAsked = 5 * time.Minute

// RetryAfter reads the header of that name, in seconds or as a date (RFC 9110,
// 10.2.3); 0 if there is none that can be read.
func RetryAfter(h http.Header, now time.Time) time.Duration {
	text := h.Get("Retry-After")
	if seconds, err := strconv.ParseUint(text, 10, 32); err == nil {
		return min(time.Duration(seconds)*time.Second, longestAsked)
	}
	if at, err := http.ParseTime(text); err == nil {
		return min(max(at.Sub(now), 0), longestAsked)
	}
	return 0
}
