package main

import (
	"context"
	"fmt"

	"concurrentsessions/internal/bench/traffic"
)

// smallRows is a request of a search that finds little in much.
const smallRows = 200

// measureSmall measures the command on many small requests, each of which has
// to be answered before the next comes.
func measureSmall(ctx context.Context, l *lab) ([]Line, error) {
	plan := l.agents()
	requests, err := l.requests("small.chunked", plan, traffic.Agents, smallRows)
	if err != nil {
		return nil, err
	}
	reader, err := l.peer("read")
	if err != nil {
		return nil, err
	}
	ours := &side{run: talk(l.command(), []string{"by=user"}, requests, "findings", plan.Expect(window).Episodes)}
	read := &side{run: talk(reader, nil, requests, "rows of counts", 1)}
	if err := l.compare(ctx, ours, read); err != nil {
		return nil, err
	}
	line := Line{
		Work: fmt.Sprintf("command, the same rows in requests of %d: to read and count", smallRows),
		Unit: times, Figure: ratio(ours.best.Wall, read.best.Wall),
	}
	line.against(ours, read)
	return []Line{line}, nil
}
