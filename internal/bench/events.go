package main

import (
	"context"
	"fmt"
	"io"

	"concurrentsessions/internal/bench/drive"
	"concurrentsessions/internal/bench/traffic"
)

// measureEvents measures output=events beside the findings of the same
// requests: the former has every row to write as well.
func measureEvents(ctx context.Context, l *lab) ([]Line, error) {
	plan := l.agents()
	plan.Sightings /= 2
	requests, err := l.requests("indexed.chunked", plan, traffic.Indexed, l.size(chunkRows, 3000))
	if err != nil {
		return nil, err
	}
	args := []string{"by=user", "output=events"}
	l.say("  are all rows answered?")
	checked, err := answered(ctx, l.command(), args, requests)
	if err != nil {
		return nil, err
	}
	if err := same("rows", plan.Sightings, checked); err != nil {
		return nil, err
	}
	findings := &side{run: talk(l.command(), []string{"by=user"}, requests, "findings", plan.Expect(window).Episodes)}
	events := &side{run: func(ctx context.Context) (drive.Usage, error) {
		return drive.Talk(ctx, l.command(), args, drive.Kept(requests), discard)
	}}
	if err := l.compare(ctx, findings, events); err != nil {
		return nil, err
	}
	line := Line{
		Work: fmt.Sprintf("output=events, %s rows: to the findings of the same rows, speed", thousands(plan.Sightings)),
		Unit: times, Target: atLeast(0.5), Figure: ratio(findings.best.Wall, events.best.Wall),
	}
	line.against(events, findings)
	return []Line{line}, nil
}

// answered counts the rows of all replies.
func answered(ctx context.Context, p drive.Program, args []string, requests []byte) (n int, err error) {
	_, err = drive.Talk(ctx, p, args, drive.Kept(requests), counting(&n))
	return n, err
}

func discard(body io.Reader) error {
	_, err := io.Copy(io.Discard, body)
	return err
}
