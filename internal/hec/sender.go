package hec

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"concurrentsessions/internal/remote"
)

// Plan says how to send.
type Plan struct {
	// Events and Bytes bound a request, before compression. An event that is
	// larger than Bytes goes alone.
	Events, Bytes int
	// Skip leaves out so many events at the start: to go on with a replay that
	// was broken off.
	Skip int
	// Once stops where it is not known whether events were taken, instead of
	// sending them again.
	Once bool
	// NeedAck makes a token without indexer acknowledgement an error. A token
	// that has it is waited for in any case, for AckTimeout at most.
	NeedAck    bool
	AckTimeout time.Duration
	// AckPause is the first pause between two questions for acknowledgement,
	// and grows up to ten times of it.
	AckPause time.Duration
	Backoff  remote.Backoff
	// Progress is called after each request; nil is nobody.
	Progress func(Report)
}

// Report is what became of the events.
type Report struct {
	// Events were taken by the collector, in so many Batches; Bytes are before
	// compression. Skipped counts those of Plan.Skip, Blank the blank ones,
	// which the collector refuses.
	Events, Batches, Skipped, Blank int
	Bytes                           int64
	// NoTime counts events that were sent without a time.
	NoTime int
	// Retries counts requests that were sent again. Twice are the events among
	// them that Splunk may now hold twice.
	Retries int
	Twice   []Span
	// HasAck says that the token acknowledges. Confirmed events are indexed;
	// of the Unconfirmed it is not known.
	HasAck      bool
	Confirmed   int
	Unconfirmed []Span
}

// Sender sends events in the order in which it gets them. It is for one caller
// at a time; Close sends the rest.
type Sender struct {
	client *Client
	plan   Plan
	batch  batch
	acks   acknowledgements
	report Report
	err    error
}

// NewSender makes a sender.
func NewSender(c *Client, p Plan) *Sender {
	s := &Sender{client: c, plan: p}
	s.acks = acknowledgements{client: c, backoff: p.Backoff, first: p.AckPause, longest: 10 * p.AckPause}
	s.batch.clear(1)
	return s
}

// Report is what became of the events so far.
func (s *Sender) Report() Report {
	r := s.report
	r.Confirmed, r.Unconfirmed = s.acks.confirmed, append(r.Unconfirmed, s.acks.unconfirmed()...)
	return r
}

// Send takes an event and sends what makes a full request. After an error it
// takes no more.
func (s *Sender) Send(ctx context.Context, e *Event) error {
	if s.err != nil {
		return s.err
	}
	if len(bytes.TrimSpace(e.Raw)) == 0 {
		s.report.Blank++
		return nil
	}
	if s.report.Skipped < s.plan.Skip {
		s.report.Skipped++
		s.batch.clear(s.report.Skipped + 1)
		return nil
	}
	before := len(s.batch.body)
	if s.err = s.batch.add(e); s.err != nil {
		return s.err
	}
	if !e.HasTime {
		s.report.NoTime++
	}
	switch {
	case len(s.batch.body) > s.plan.Bytes && before > 0:
		last := s.batch.len() - 1
		rest := s.batch.from(last)
		s.batch.body, s.batch.ends, s.batch.places = s.batch.body[:before:before], s.batch.ends[:last], s.batch.places[:last]
		s.err = s.flush(ctx)
		s.batch = *rest
	case len(s.batch.body) > s.plan.Bytes || s.batch.len() >= s.plan.Events:
		s.err = s.flush(ctx)
	}
	return s.err
}

// Close sends what is left and waits for acknowledgement.
func (s *Sender) Close(ctx context.Context) error {
	if s.err != nil {
		return s.err
	}
	if s.batch.len() > 0 {
		if s.err = s.flush(ctx); s.err != nil {
			return s.err
		}
	}
	if err := s.acks.wait(ctx, 0, s.plan.AckTimeout); err != nil {
		return err
	}
	if lost := s.Report().Unconfirmed; len(lost) > 0 {
		return fmt.Errorf("the collector took all events, but did not confirm within %s that it has indexed %d of them, the first of which is event %d; look in Splunk before sending them again", s.plan.AckTimeout, total(lost), lost[0].First)
	}
	return nil
}

// flush sends the batch and begins the next one.
func (s *Sender) flush(ctx context.Context) error {
	if s.plan.NeedAck && s.report.Batches == 0 {
		if err := s.acks.check(ctx); err != nil {
			return err
		}
	}
	b := &s.batch
	next := b.first + b.len()
	err := s.plan.Backoff.Do(ctx, func(attempt int) error {
		if attempt > 1 {
			s.report.Retries++
		}
		r, err := s.client.post(ctx, b)
		if err == nil {
			s.taken(b, r)
			return nil
		}
		return s.failed(&b, err)
	})
	if err != nil {
		return fmt.Errorf("send %s (from %s on): %w; all before are done, so go on with skip %d",
			b.span(), b.places[0], err, b.first-1)
	}
	s.batch.clear(next)
	if s.plan.Progress != nil {
		s.plan.Progress(s.Report())
	}
	return s.acks.wait(ctx, mostPending, s.plan.AckTimeout)
}

// taken notes that a batch was taken.
func (s *Sender) taken(b *batch, r *reply) {
	s.count(b.len(), len(b.body))
	s.report.Batches++
	if r.AckID != nil {
		s.report.HasAck = true
		s.acks.add(*r.AckID, b.span())
	}
}

// failed decides what to do about a failed request, of which a part may have
// been taken.
func (s *Sender) failed(b **batch, err error) error {
	if errors.Is(err, errCutAfterOK) {
		s.count((*b).len(), len((*b).body))
		s.report.Batches++
		if s.report.HasAck || s.plan.NeedAck {
			s.report.Unconfirmed = append(s.report.Unconfirmed, (*b).span())
		}
		return nil
	}
	var refused *RefusedError
	if errors.As(err, &refused) && refused.taken > 0 && refused.taken < (*b).len() {
		n := refused.taken
		s.count(n, (*b).ends[n-1])
		*b = (*b).from(n)
	}
	if errors.Is(err, errDoubt) {
		if s.plan.Once {
			var again *remote.RetryError
			errors.As(err, &again)
			return fmt.Errorf("%w; they may have been taken: look in Splunk before sending them again", again.Err)
		}
		if n := len(s.report.Twice); n == 0 || s.report.Twice[n-1] != (*b).span() {
			s.report.Twice = append(s.report.Twice, (*b).span())
		}
	}
	return err
}

func total(spans []Span) (events int) {
	for _, s := range spans {
		events += s.Len()
	}
	return events
}

func (s *Sender) count(events, size int) {
	s.report.Events += events
	s.report.Bytes += int64(size)
}
