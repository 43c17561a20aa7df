package hec

import "fmt"

// batch is the events of one request. Body is the envelopes, end to end.
//
//	len(ends) == len(places); body[:ends[i]] are the envelopes up to i
type batch struct {
	body   []byte
	ends   []int
	places []place
	// first is the number of its first event in the whole replay, from 1 on.
	first int
}

type place struct {
	file string
	line int
}

func (p place) String() string { return fmt.Sprintf("%s:%d", p.file, p.line) }

func (b *batch) add(e *Event) error {
	body, err := appendEnvelope(b.body, e)
	if err != nil {
		return err
	}
	b.body = body
	b.ends = append(b.ends, len(body))
	b.places = append(b.places, place{e.File, e.Line})
	return nil
}

// clear makes it the empty batch that begins with the event of that number.
func (b *batch) clear(first int) {
	*b = batch{body: b.body[:0], ends: b.ends[:0], places: b.places[:0], first: first}
}

func (b *batch) len() int { return len(b.ends) }

func (b *batch) span() Span { return Span{b.first, b.first + b.len() - 1} }

// from gives the batch without its first n events.
func (b *batch) from(n int) *batch {
	if n == 0 {
		return b
	}
	rest := &batch{body: b.body[b.ends[n-1]:], places: b.places[n:], first: b.first + n}
	for _, end := range b.ends[n:] {
		rest.ends = append(rest.ends, end-b.ends[n-1])
	}
	return rest
}

// Span is a run of events by their numbers, both included, counted from 1 over
// the whole replay.
type Span struct{ First, Last int }

// Len is how many events they are.
func (s Span) Len() int { return s.Last - s.First + 1 }

func (s Span) String() string {
	if s.First == s.Last {
		return fmt.Sprintf("event %d", s.First)
	}
	return fmt.Sprintf("events %d to %d", s.First, s.Last)
}
