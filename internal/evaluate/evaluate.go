// Package evaluate measures how good the detection is: it runs the published
// search, and ours in several ways, over logs of which it is known what is
// behind each event, and counts what was found and what was made up.
//
// The events are raw and go through the product's own projector and engine.
// People are independent of each other, as every key names one, so they are
// judged one after the other in bounded memory.
package evaluate

import (
	"context"
	"fmt"
	"runtime"
	"sync"

	"concurrentsessions/internal/simulate"
)

// Case is one person at one source: the events that arrived, in any order, and
// the attacks on the person, also those of which nothing arrived.
type Case struct {
	Events  []Event
	Attacks []simulate.Attack
}

// Event is a raw event with what is behind it.
type Event struct {
	Raw []byte
	simulate.Label
}

// Simulated judges the sources over a simulated organisation.
func Simulated(ctx context.Context, plan simulate.Plan, sources []*simulate.Source) (*Result, error) {
	w, err := simulate.New(plan)
	if err != nil {
		return nil, err
	}
	r := &Result{Days: plan.Days, Users: plan.Users, Seeds: []uint64{plan.Seed}}
	for _, s := range sources {
		cases := func(user int) Case { return simulated(w, s, user) }
		judged, err := judgeAll(ctx, s.Name, plan.Users, cases)
		if err != nil {
			return nil, err
		}
		judged.UserDays = plan.Users * plan.Days
		r.Sources = append(r.Sources, judged)
	}
	return r, nil
}

// simulated is everything of one user.
func simulated(w *simulate.World, s *simulate.Source, user int) (c Case) {
	for number := range w.Plan().Days {
		events, attacks := w.Day(s, user, number)
		for i := range events {
			c.Events = append(c.Events, Event{Raw: s.Append(nil, &events[i]), Label: events[i].Label(s)})
		}
		c.Attacks = append(c.Attacks, attacks...)
	}
	return c
}

// judgeAll judges the cases numbered below n. The result does not depend on
// how many are judged at once.
func judgeAll(ctx context.Context, source string, n int, cases func(int) Case) (*Source, error) {
	const each = 64 // cases of one part
	parts := make([]*Source, (n+each-1)/each)
	errs := make([]error, len(parts))
	next := make(chan int)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := range next {
				parts[i], errs[i] = judgePart(source, i*each, min((i+1)*each, n), cases)
			}
		})
	}
	for i := range parts {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	workers.Wait()
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("evaluate %s: %w", source, err)
	}
	whole := newSource(source)
	for i, part := range parts {
		if errs[i] != nil {
			return nil, fmt.Errorf("evaluate %s: %w", source, errs[i])
		}
		whole.add(part)
	}
	return whole, nil
}

func judgePart(source string, from, to int, cases func(int) Case) (*Source, error) {
	j, err := newJudge(source)
	if err != nil {
		return nil, err
	}
	for i := from; i < to; i++ {
		j.judge(cases(i))
	}
	return j.result, nil
}
