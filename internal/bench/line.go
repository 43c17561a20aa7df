package main

import (
	"context"
	"fmt"
	"time"
)

// work is one thing that is measured. An error is a wrong result, or that
// there is none.
type work struct {
	name    string
	measure func(context.Context, *lab) ([]Line, error)
}

// works are all of them, in the order of the table.
var works = []work{
	{"command", measureCommand},
	{"shapes", measureShapes},
	{"events", measureEvents},
	{"rows", measureRows},
	{"json", measureJSON},
	{"gzip", measureGzip},
	{"raw", measureRaw},
	{"growth", measureGrowth},
	{"keys", measureKeys},
	{"findings", measureFindings},
	{"start", measureStart},
}

// Line is one line of the table.
type Line struct {
	Work string `json:"work"`
	// Ours and Peer are what was measured, in words.
	Ours string `json:"measured"`
	Peer string `json:"peer,omitempty"`
	// Figure is what the target speaks of.
	Figure float64 `json:"figure"`
	Unit   string  `json:"unit"`
	Target Target  `json:"target"`
	// Missing is why nothing was measured.
	Missing string `json:"missing,omitempty"`
	// Command repeats it.
	Command string `json:"command"`
}

// Target is what a figure is to reach.
type Target struct {
	Limit   float64 `json:"limit"`
	AtLeast bool    `json:"at_least"`
}

func atMost(limit float64) Target  { return Target{Limit: limit} }
func atLeast(limit float64) Target { return Target{Limit: limit, AtLeast: true} }

func (t Target) met(figure float64) bool {
	if t.AtLeast {
		return figure >= t.Limit
	}
	return figure <= t.Limit
}

// times is the unit of ratios.
const times = "x"

// figure is a number with its unit, with three digits that count.
func figure(n float64, unit string) string {
	text := fmt.Sprintf("%.0f", n)
	switch {
	case n < 10:
		text = fmt.Sprintf("%.2f", n)
	case n < 100:
		text = fmt.Sprintf("%.1f", n)
	}
	if unit == times {
		return text + unit
	}
	return text + " " + unit
}

// cells are the line as the table shows it.
func (l *Line) cells() []string {
	target, verdict := "", ""
	if l.Target != (Target{}) {
		target = "at most "
		if l.Target.AtLeast {
			target = "at least "
		}
		target += figure(l.Target.Limit, l.Unit)
		verdict = "not met"
		if l.Target.met(l.Figure) {
			verdict = "met"
		}
	}
	if l.Missing != "" {
		return []string{l.Work, "not measured", l.Missing, "", target, ""}
	}
	return []string{l.Work, l.Ours, l.Peer, figure(l.Figure, l.Unit), target, verdict}
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.3f s", d.Seconds()) }

// megabytes counts in units of 2^20.
func megabytes(n int64) string { return fmt.Sprintf("%.0f MB", float64(n)/(1<<20)) }

func ratio[T int64 | time.Duration](a, b T) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}
