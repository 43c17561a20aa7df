package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"

	"concurrentsessions/internal/bench/drive"
	"concurrentsessions/internal/bench/traffic"
)

const (
	window    = 300_000 // milliseconds, the default of the command
	chunkRows = 50_000  // the most that splunkd was seen to send
)

// agents is the traffic of most works: two million sightings of 20,000 users.
func (l *lab) agents() traffic.Plan {
	return traffic.Plan{
		Seed: 1, Sightings: l.size(2_000_000, 20_000), Keys: l.size(20_000, 200), Span: traffic.Day, Elsewhere: 1000,
	}
}

// measureCommand measures the command beside who only reads, who is written
// with Splunk's SDK, and who asks a database.
func measureCommand(ctx context.Context, l *lab) ([]Line, error) {
	plan := l.agents()
	requests, err := l.requests("agents.chunked", plan, traffic.Agents, l.size(chunkRows, 3000))
	if err != nil {
		return nil, err
	}
	want := plan.Expect(window)
	reader, err := l.peer("read")
	if err != nil {
		return nil, err
	}
	ours := &side{run: talk(l.command(), []string{"by=user"}, requests, "findings", want.Episodes)}
	read := &side{run: talk(reader, nil, requests, "rows of counts", 1)}
	if err := l.compare(ctx, ours, read); err != nil {
		return nil, err
	}
	work := fmt.Sprintf("command, %s rows of 5 columns, %.0f MB", thousands(plan.Sightings), float64(len(requests))/1e6)
	lines := []Line{{
		Work: work + ": to read and count", Unit: times, Target: atMost(1.5),
		Ours: spent(ours), Peer: spent(read), Figure: ratio(ours.best.Wall, read.best.Wall),
	}}
	sdk, sdkErr := measureSDK(ctx, l, requests, want.Slices, ours)
	duck, duckErr := measureDuckDB(ctx, l, plan, want.Episodes, ours)
	return append(append(lines, sdk...), duck...), errors.Join(sdkErr, duckErr)
}

// talk plays splunkd to a command with kept requests and counts the rows of
// its replies.
func talk(p drive.Program, args []string, requests []byte, what string, want int) func(context.Context) (drive.Usage, error) {
	return func(ctx context.Context) (drive.Usage, error) {
		n := 0
		u, err := drive.Talk(ctx, p, args, drive.Kept(requests), counting(&n))
		return u, errors.Join(err, same(what, want, n))
	}
}

// counting counts the rows of replies, but for their headers.
func counting(n *int) func(io.Reader) error {
	return func(body io.Reader) error {
		var r rows
		err := r.read(body)
		*n += max(r.lines-1, 0)
		return err
	}
}

func spent(s *side) string {
	return fmt.Sprintf("%s, %s, %s CPU", seconds(s.best.Wall), megabytes(s.best.Peak), seconds(s.best.CPU))
}

func measureSDK(ctx context.Context, l *lab, requests []byte, want int, ours *side) ([]Line, error) {
	speed := Line{Work: "the same: to a command with Splunk's Python SDK, time", Unit: times, Target: atLeast(30)}
	memory := Line{Work: "the same: to a command with Splunk's Python SDK, memory", Unit: times, Target: atMost(1. / 3)}
	if speed.Missing = l.missing(); speed.Missing != "" {
		memory.Missing = speed.Missing
		return []Line{speed, memory}, nil
	}
	l.say("  Splunk's SDK for Python, once")
	peer := &side{once: true, run: talk(l.script("sdk.py"), nil, requests, "groups", want)}
	if err := l.compare(ctx, peer); err != nil {
		return nil, fmt.Errorf("sdk.py: %w", err)
	}
	speed.against(ours, peer)
	memory.against(ours, peer)
	speed.Figure = ratio(peer.best.Wall, ours.best.Wall)
	memory.Figure = ratio(ours.best.Peak, peer.best.Peak)
	return []Line{speed, memory}, nil
}

func measureDuckDB(ctx context.Context, l *lab, plan traffic.Plan, want int, ours *side) ([]Line, error) {
	speed := Line{Work: "the same: to DuckDB on the rows as CSV, time", Unit: times, Target: atLeast(4)}
	memory := Line{Work: "the same: to DuckDB on the rows as CSV, memory", Unit: times, Target: atMost(1. / 5)}
	if speed.Missing = l.missing(); speed.Missing != "" {
		memory.Missing = speed.Missing
		return []Line{speed, memory}, nil
	}
	file, err := l.file("agents.csv", func(w io.Writer) error { return plan.WriteCSV(w, traffic.Agents) })
	if err != nil {
		return nil, err
	}
	l.say("  DuckDB")
	peer := &side{run: printed(l.script("sliding.py", file), func(word string) error {
		return same("episodes", want, number(word))
	})}
	if err := l.compare(ctx, ours, peer); err != nil {
		return nil, fmt.Errorf("sliding.py: %w", err)
	}
	speed.against(ours, peer)
	memory.against(ours, peer)
	speed.Figure = ratio(peer.best.Wall, ours.best.Wall)
	memory.Figure = ratio(ours.best.Peak, peer.best.Peak)
	return []Line{speed, memory}, nil
}

// against fills in what both sides took.
func (l *Line) against(ours, peer *side) { l.Ours, l.Peer = spent(ours), spent(peer) }

// thousands writes a number with commas.
func thousands(n int) string {
	text := strconv.Itoa(n)
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}
