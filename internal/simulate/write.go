package simulate

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"concurrentsessions/internal/epoch"
)

// The files of a source.
const (
	EventsSuffix  = ".ndjson"         // the log, in the order of indexing
	LabelsSuffix  = ".labels.ndjson"  // line n is the Label of line n of the log
	AttacksSuffix = ".attacks.ndjson" // the attacks, also those of which nothing arrived
)

// Written counts what was written of a source.
type Written struct {
	Source                 string
	Events, Attacks, Bytes int64
}

// Write writes the files of a source into dir, which must exist. Memory is
// that of two days.
func (w *World) Write(ctx context.Context, dir string, s *Source) (Written, error) {
	files := [3]io.Writer{}
	var done [3]func() error
	for i, suffix := range []string{EventsSuffix, LabelsSuffix, AttacksSuffix} {
		f, err := os.Create(filepath.Join(dir, s.Name+suffix))
		if err != nil {
			return Written{}, fmt.Errorf("simulate %s: %w", s.Name, err)
		}
		defer f.Close()
		buffered := bufio.NewWriterSize(f, 1<<20)
		files[i] = buffered
		done[i] = func() error {
			if err := buffered.Flush(); err != nil {
				return err
			}
			return f.Close()
		}
	}
	written, err := w.WriteTo(ctx, files[0], files[1], files[2], s)
	for _, finish := range done {
		if failed := finish(); err == nil {
			err = failed
		}
	}
	if err != nil {
		return Written{}, fmt.Errorf("simulate %s: %w", s.Name, err)
	}
	return written, nil
}

// WriteTo is Write to three writers.
func (w *World) WriteTo(ctx context.Context, events, labels, attacks io.Writer, s *Source) (Written, error) {
	out := output{source: s, events: events, labels: json.NewEncoder(labels), attacks: json.NewEncoder(attacks)}
	out.written.Source = s.Name
	var pending []Event
	for number := range w.plan.Days {
		made, stolen, err := w.wholeDay(ctx, s, number)
		if err != nil {
			return Written{}, err
		}
		for i := range stolen {
			if err := out.attacks.Encode(&stolen[i]); err != nil {
				return Written{}, err
			}
		}
		out.written.Attacks += int64(len(stolen))
		pending = append(pending, made...)
		// The next day's events come after its midnight.
		until := Begin() + epoch.Micros(number+1)*day
		if number == w.plan.Days-1 {
			until = epoch.Forever
		}
		if pending, err = out.upTo(until, pending); err != nil {
			return Written{}, err
		}
	}
	return out.written, nil
}

// wholeDay is the day of all users, in their order.
func (w *World) wholeDay(ctx context.Context, s *Source, number int) ([]Event, []Attack, error) {
	const users = 256 // that are made at once
	type part struct {
		events  []Event
		attacks []Attack
	}
	parts := make([]part, (w.plan.Users+users-1)/users)
	var group sync.WaitGroup
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i := range parts {
		slots <- struct{}{}
		group.Go(func() {
			defer func() { <-slots }()
			if ctx.Err() != nil {
				return
			}
			for user := i * users; user < min((i+1)*users, w.plan.Users); user++ {
				events, attacks := w.Day(s, user, number)
				parts[i].events = append(parts[i].events, events...)
				parts[i].attacks = append(parts[i].attacks, attacks...)
			}
		})
	}
	group.Wait()
	var all part
	for _, p := range parts {
		all.events = append(all.events, p.events...)
		all.attacks = append(all.attacks, p.attacks...)
	}
	return all.events, all.attacks, ctx.Err()
}

// output is the three files of a source.
type output struct {
	source          *Source
	events          io.Writer
	labels, attacks *json.Encoder
	line            []byte
	written         Written
}

// upTo writes the events that are indexed before a moment and gives back the
// rest.
func (o *output) upTo(until epoch.Micros, events []Event) ([]Event, error) {
	slices.SortStableFunc(events, func(a, b Event) int {
		return cmp.Or(cmp.Compare(a.Indexed, b.Indexed), cmp.Compare(a.id, b.id))
	})
	n, _ := slices.BinarySearchFunc(events, until, func(e Event, at epoch.Micros) int { return cmp.Compare(e.Indexed, at) })
	for i := range events[:n] {
		o.line = append(o.source.Append(o.line[:0], &events[i]), '\n')
		if _, err := o.events.Write(o.line); err != nil {
			return nil, err
		}
		label := events[i].Label(o.source)
		if err := o.labels.Encode(&label); err != nil {
			return nil, err
		}
		o.written.Bytes += int64(len(o.line))
	}
	o.written.Events += int64(n)
	return slices.Delete(events, 0, n), nil
}
