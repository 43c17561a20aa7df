package scs

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/splunk/splunk-cloud-sdk-go/services/ingest"

	"concurrentsessions/internal/epoch"
)

// Event is one event to send.
type Event struct {
	// ID is by which the service drops what it has already.
	ID                 string
	Source, Sourcetype string
	At                 epoch.Micros
	Body               any // what JSON can hold
}

// The service takes at most about 1 MB and 500 events a call.
const (
	mostEvents = 500
	mostBytes  = 1_000_000
)

// Send sends the events in order, in batches. sent counts those that were
// taken, also when there is an error.
func (c *Client) Send(ctx context.Context, events []Event) (sent int, err error) {
	list := make([]ingest.Event, len(events))
	sizes := make([]int, len(events))
	for i, e := range events {
		list[i] = e.wire()
		text, err := json.Marshal(list[i])
		if err != nil {
			return 0, fmt.Errorf("event %d: %w", i+1, err)
		}
		sizes[i] = len(text) + len(",")
	}
	for sent < len(list) {
		n := batchLen(sizes[sent:])
		err := c.try(ctx, func() error {
			_, err := c.ingest.PostEvents(list[sent : sent+n])
			return err
		})
		if err != nil {
			return sent, fmt.Errorf("send events %d to %d of %d: %w", sent+1, sent+n, len(list), err)
		}
		sent += n
	}
	return sent, nil
}

// batchLen is how many of the events, of these sizes, go into the next batch:
// at least one.
func batchLen(sizes []int) int {
	total := len("[]")
	for i, size := range sizes {
		if total += size; i > 0 && (i == mostEvents || total > mostBytes) {
			return i
		}
	}
	return len(sizes)
}

func (e *Event) wire() ingest.Event {
	const milli = epoch.Second / 1000
	at := e.At.Slice(milli)
	w := ingest.Event{Body: e.Body, Timestamp: &at}
	for _, text := range []struct {
		value *string
		field **string
	}{{&e.ID, &w.Id}, {&e.Source, &w.Source}, {&e.Sourcetype, &w.Sourcetype}} {
		if *text.value != "" {
			*text.field = text.value
		}
	}
	return w
}
