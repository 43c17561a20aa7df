package main

import (
	"context"
	"fmt"

	"concurrentsessions/internal/bench/traffic"
)

// smallRows is a request of a search that finds little in much.
const smallRows = 200

// shape is rows that come in another way than those of the work command.
type shape struct {
	file, words string
	layout      traffic.Layout
	sightings   int
	rows        int // of a request
}

// measureShapes measures the command on them, beside who only reads and counts.
func measureShapes(ctx context.Context, l *lab) ([]Line, error) {
	var lines []Line
	half := l.size(1_000_000, 10_000)
	for _, s := range []shape{
		{"small.chunked", fmt.Sprintf("5 columns in requests of %d rows", smallRows), traffic.Agents, l.agents().Sightings, smallRows},
		{"narrow.chunked", "3 columns", traffic.Narrow, l.agents().Sightings, l.size(chunkRows, 3000)},
		{"wide.chunked", "50 columns of which 4 are needed", traffic.Wide, half, l.size(chunkRows, 3000)},
	} {
		line, err := measureShape(ctx, l, s)
		if err != nil {
			return lines, err
		}
		lines = append(lines, line)
	}
	return lines, nil
}

func measureShape(ctx context.Context, l *lab, s shape) (Line, error) {
	plan := l.agents()
	plan.Sightings = s.sightings
	requests, err := l.requests(s.file, plan, s.layout, s.rows)
	if err != nil {
		return Line{}, err
	}
	reader, err := l.peer("read")
	if err != nil {
		return Line{}, err
	}
	ours := &side{run: talk(l.command(), []string{"by=user"}, requests, "findings", plan.Expect(window).Episodes)}
	read := &side{run: talk(reader, nil, requests, "rows of counts", 1)}
	if err := l.compare(ctx, ours, read); err != nil {
		return Line{}, err
	}
	line := Line{
		Work: fmt.Sprintf("command, %s rows of %s, %.0f MB: to read and count", thousands(plan.Sightings), s.words, float64(len(requests))/1e6),
		Unit: times, Figure: ratio(ours.best.Wall, read.best.Wall),
	}
	line.against(ours, read)
	return line, nil
}
