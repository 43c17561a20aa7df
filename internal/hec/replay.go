package hec

import (
	"bytes"
	"context"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/logfile"
)

// Replay is the events of some logs, perhaps moved in time.
type Replay struct {
	Datasets []Dataset
	// Clock finds the times in the events of a dataset.
	Clock func(*Dataset) *Clock
	// Shift is by how many seconds every time is moved.
	Shift int64
	// Problem is told of each record that cannot be read; all else goes on. Nil
	// makes the first one an error.
	Problem func(logfile.Problem)
}

// Survey is what is in the logs, before any shift.
type Survey struct {
	Events, NoTime, Problems int
	// First and Last are the earliest and latest time, if HasTime.
	First, Last epoch.Micros
	HasTime     bool
}

// Survey reads all logs and tells what is in them.
func (r *Replay) Survey(ctx context.Context) (Survey, error) {
	var s Survey
	still := Replay{Datasets: r.Datasets, Clock: r.Clock}
	if r.Problem != nil {
		still.Problem = func(logfile.Problem) { s.Problems++ }
	}
	err := still.Each(ctx, func(e *Event) error {
		s.Events++
		switch {
		case !e.HasTime:
			s.NoTime++
		case !s.HasTime:
			s.First, s.Last, s.HasTime = e.Time, e.Time, true
		default:
			s.First, s.Last = min(s.First, e.Time), max(s.Last, e.Time)
		}
		return nil
	})
	return s, err
}

// ShiftTo sets the shift so that the latest event happens at that moment, or
// less than a second before it: fractions of seconds stay as they are.
func (r *Replay) ShiftTo(at epoch.Micros, s Survey) {
	r.Shift = (at - s.Last).Slice(epoch.Second)
}

// Each reads the logs in order. A log that begins as JSON is read as package
// logfile reads it: lines, lists, and the pages in which a service delivers.
// Any other is one event a line. Blank lines are no events. An event is valid
// until the callback returns.
func (r *Replay) Each(ctx context.Context, each func(*Event) error) error {
	for i := range r.Datasets {
		d := &r.Datasets[i]
		clock := r.Clock(d)
		var moved []byte
		event := func(line int, text []byte) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			e := Event{Raw: text, Meta: d.Meta, File: d.File, Line: line}
			e.Time, e.HasTime = clock.Read(text)
			if e.HasTime && r.Shift != 0 {
				e.Time += epoch.Micros(r.Shift) * epoch.Second
				moved = clock.Move(moved[:0], text, r.Shift)
				e.Raw = moved
			}
			return each(&e)
		}
		if err := r.read(ctx, d.File, event); err != nil {
			return err
		}
	}
	return nil
}

func (r *Replay) read(ctx context.Context, file string, event func(line int, text []byte) error) error {
	asJSON, err := isJSON(file)
	switch {
	case err != nil:
		return err
	case asJSON:
		options := logfile.Options{Strict: r.Problem == nil, MaxRecord: longestLine}
		_, err := logfile.Read(ctx, []string{file}, options, func(e *logfile.Event) error {
			return event(e.Line, e.JSON)
		}, func(p logfile.Problem) {
			if r.Problem != nil {
				r.Problem(p)
			}
		})
		return err
	}
	return ReadLines(file, func(line int, text []byte) error {
		if len(bytes.TrimSpace(text)) == 0 {
			return nil
		}
		return event(line, text)
	})
}
