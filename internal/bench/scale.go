package main

import (
	"context"
	"errors"
	"fmt"

	"concurrentsessions/internal/bench/drive"
	"concurrentsessions/internal/bench/traffic"
)

// scaled runs the command once over rows that are made while they are sent, so
// that there may be any number. What it takes is told by its own processor time
// and memory; the making of the rows is not in them.
func scaled(ctx context.Context, l *lab, plan traffic.Plan, layout traffic.Layout, memory string) (*side, error) {
	s := &side{run: func(ctx context.Context) (drive.Usage, error) {
		n := 0
		requests := drive.Made(plan.Bodies(layout, chunkRows))
		u, err := drive.Talk(ctx, l.command(), []string{"by=user", "memory_limit=" + memory}, requests, counting(&n))
		return u, errors.Join(err, same("findings", plan.Expect(window).Episodes, n))
	}, once: true}
	l.say("  %s sightings, memory_limit=%s", thousands(plan.Sightings), memory)
	return s, l.compare(ctx, s)
}

// plenty is a limit that is not reached, for what is to stay in memory.
const plenty = "16GB"

// measureGrowth measures how time and memory grow with the sightings.
func measureGrowth(ctx context.Context, l *lab) ([]Line, error) {
	var lines []Line
	var plan traffic.Plan
	var each []float64 // nanoseconds a sighting
	for _, millions := range []int{1, 10, l.millions} {
		plan = traffic.Plan{
			Seed: 2, Sightings: l.size(millions*1_000_000, millions*2000), Keys: l.size(200_000, 400),
			Span: traffic.Day, Elsewhere: l.size(10_000, 100),
		}
		s, err := scaled(ctx, l, plan, traffic.Narrow, plenty)
		if err != nil {
			return lines, err
		}
		each = append(each, perSighting(s, plan))
		lines = append(lines, Line{
			Work: fmt.Sprintf("growth, %s sightings of %s keys: memory, all in", thousands(plan.Sightings), thousands(plan.Keys)),
			Ours: growth(s, plan), Unit: "bytes a sighting", Figure: float64(s.best.Peak) / float64(plan.Sightings),
		})
	}
	lines[len(lines)-1].Target = atMost(20)
	lines = append(lines, Line{
		Work: fmt.Sprintf("growth, time a sighting: %d million to 10 million", l.millions),
		Ours: figure(each[2], "ns CPU"), Peer: figure(each[1], "ns CPU"),
		Unit: times, Target: atMost(linear), Figure: each[2] / each[1],
	})
	const limit = "256MB"
	s, err := scaled(ctx, l, plan, traffic.Narrow, limit)
	if err != nil {
		return lines, err
	}
	return append(lines, Line{
		Work: fmt.Sprintf("growth, %s sightings with memory_limit=%s: memory", thousands(plan.Sightings), limit),
		Ours: growth(s, plan), Unit: "MB", Figure: float64(s.best.Peak) / (1 << 20),
	}), nil
}

// linear is how much longer a sighting may take where there are ten times as
// many, for time to be called linear: caches are small.
const linear = 1.2

func perSighting(s *side, plan traffic.Plan) float64 {
	return float64(s.best.CPU.Nanoseconds()) / float64(plan.Sightings)
}

func growth(s *side, plan traffic.Plan) string {
	return fmt.Sprintf("%s, %s a sighting", spent(s), figure(perSighting(s, plan), "ns CPU"))
}

// measureKeys measures ten million keys that are seen once.
func measureKeys(ctx context.Context, l *lab) ([]Line, error) {
	plan := traffic.Plan{Seed: 3, Sightings: l.size(10_000_000, 20_000), Span: traffic.Day, Once: true}
	var lines []Line
	for _, addresses := range []struct {
		words  string
		layout traffic.Layout
	}{
		{"shared addresses", traffic.Narrow},
		{"an address each", traffic.NarrowOwn},
	} {
		s, err := scaled(ctx, l, plan, addresses.layout, plenty)
		if err != nil {
			return lines, err
		}
		lines = append(lines, Line{
			Work: fmt.Sprintf("%s keys seen once, %s: memory", thousands(plan.Sightings), addresses.words),
			Ours: growth(s, plan), Unit: "GB", Target: atMost(1.1), Figure: float64(s.best.Peak) / 1e9,
		})
	}
	return lines, nil
}

// measureFindings measures a search in which most is found.
func measureFindings(ctx context.Context, l *lab) ([]Line, error) {
	const limit, limitMB = "256MB", 256
	plan := traffic.Plan{
		Seed: 4, Sightings: l.size(4_000_000, 20_000), Keys: l.size(200_000, 1000), Span: traffic.Day / 4, Elsewhere: 2,
	}
	s, err := scaled(ctx, l, plan, traffic.Narrow, limit)
	if err != nil {
		return nil, err
	}
	return []Line{{
		Work: fmt.Sprintf("%s sightings of %s keys, half from elsewhere, %s findings, memory_limit=%s: memory",
			thousands(plan.Sightings), thousands(plan.Keys), thousands(plan.Expect(window).Episodes), limit),
		Ours: spent(s), Unit: "MB", Target: atMost(limitMB), Figure: float64(s.best.Peak) / (1 << 20),
	}}, nil
}
