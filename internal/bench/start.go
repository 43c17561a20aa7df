package main

import (
	"context"
	"slices"
	"time"

	"concurrentsessions/internal/bench/drive"
)

// measureStart measures from the start of the process to the whole answer to
// getinfo: the middle one of many.
func measureStart(ctx context.Context, l *lab) ([]Line, error) {
	var all []time.Duration
	for range l.size(200, 5) {
		took, err := drive.Start(ctx, l.command(), []string{"profile=aws_cloudtrail"})
		if err != nil {
			return nil, err
		}
		all = append(all, took)
	}
	slices.Sort(all)
	middle := all[len(all)/2]
	return []Line{{
		Work: "start: from the process's start to the answer to getinfo, median of " + thousands(len(all)),
		Ours: milliseconds(middle) + ", 9 of 10 within " + milliseconds(all[len(all)*9/10]),
		Unit: "ms", Target: atMost(5), Figure: middle.Seconds() * 1000,
	}}, nil
}

func milliseconds(d time.Duration) string { return figure(d.Seconds()*1000, "ms") }
