// Package hec sends log files to a Splunk HTTP Event Collector.
//
// What the collector does was read in Splunk's documentation of it and in
// public reports of how Splunk 10 answers: each event is an envelope of its
// own, and the envelopes of a request simply follow each other. When one is
// refused, those before it were taken. What is sent to /event keeps the time
// of its envelope; Splunk does not look for one in the event.
package hec

import (
	"bytes"
	"encoding/json"

	"concurrentsessions/internal/epoch"
)

// Event is one event of a log.
type Event struct {
	// Raw becomes _raw, byte for byte, except that what is no UTF-8 is replaced.
	Raw []byte
	// Time is when it happened. Without one Splunk takes the time of arrival.
	Time    epoch.Micros
	HasTime bool
	Meta    Meta
	// File and Line are where it stands.
	File string
	Line int
}

// Meta is what Splunk notes beside the event; what is empty, the token decides.
type Meta struct {
	Host       string `json:"host,omitempty"`
	Source     string `json:"source,omitempty"`
	Sourcetype string `json:"sourcetype,omitempty"`
	Index      string `json:"index,omitempty"`
}

// envelope is an event as the collector wants it.
type envelope struct {
	Time json.Number `json:"time,omitempty"`
	Meta
	Event string `json:"event"`
}

// appendEnvelope appends the event's envelope and a line end.
func appendEnvelope(dst []byte, e *Event) ([]byte, error) {
	wrapped := envelope{Meta: e.Meta, Event: string(e.Raw)}
	if e.HasTime {
		wrapped.Time = json.Number(e.Time.String())
	}
	b := bytes.NewBuffer(dst)
	encoder := json.NewEncoder(b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(wrapped)
	return b.Bytes(), err
}
