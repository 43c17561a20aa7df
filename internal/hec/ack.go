package hec

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"concurrentsessions/internal/remote"
)

// acknowledgements follows requests until Splunk has indexed them. Splunk
// forgets an id once it has said that the request is indexed.
type acknowledgements struct {
	client  *Client
	backoff remote.Backoff
	pending map[int64]Span
	// first and longest are the pauses between two questions.
	first, longest time.Duration
	confirmed      int // events
}

// mostPending bounds the requests that are not yet indexed; Splunk holds a
// limited number of ids for a channel.
const mostPending = 100

func (a *acknowledgements) add(id int64, s Span) {
	if a.pending == nil {
		a.pending = map[int64]Span{}
	}
	a.pending[id] = s
}

// check asks in vain, which is an error if the token does not acknowledge.
func (a *acknowledgements) check(ctx context.Context) error {
	return a.backoff.Do(ctx, func(int) error {
		_, err := a.client.acks(ctx, []int64{0})
		return err
	})
}

// wait asks until at most so many requests are pending, or the time is over.
func (a *acknowledgements) wait(ctx context.Context, most int, timeout time.Duration) error {
	end := time.Now().Add(timeout)
	for pause := a.first; len(a.pending) > most; pause = min(2*pause, a.longest) {
		if err := a.ask(ctx); err != nil {
			return fmt.Errorf("ask for acknowledgements: %w", err)
		}
		if len(a.pending) <= most || !time.Now().Before(end) {
			return nil
		}
		if err := remote.Sleep(ctx, pause); err != nil {
			return err
		}
	}
	return nil
}

func (a *acknowledgements) ask(ctx context.Context) error {
	ids := make([]int64, 0, len(a.pending))
	for id := range a.pending {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return a.backoff.Do(ctx, func(int) error {
		indexed, err := a.client.acks(ctx, ids)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if indexed[strconv.FormatInt(id, 10)] {
				a.confirmed += a.pending[id].Len()
				delete(a.pending, id)
			}
		}
		return nil
	})
}

// unconfirmed lists what is still pending, neighbours joined.
func (a *acknowledgements) unconfirmed() (list []Span) {
	spans := make([]Span, 0, len(a.pending))
	for _, s := range a.pending {
		spans = append(spans, s)
	}
	slices.SortFunc(spans, func(x, y Span) int { return x.First - y.First })
	for _, s := range spans {
		if n := len(list); n > 0 && list[n-1].Last+1 == s.First {
			list[n-1].Last = s.Last
		} else {
			list = append(list, s)
		}
	}
	return list
}
