package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/klauspost/compress/gzip"

	"concurrentsessions/internal/bench/drive"
	"concurrentsessions/internal/bench/traffic"
)

// cloudTrail is the traffic of events; CloudTrail knows whole seconds.
func (l *lab) cloudTrail() traffic.Plan {
	plan := l.agents()
	plan.Sightings, plan.Step = l.size(400_000, 10_000), 1000
	return plan
}

func (l *lab) events() (string, error) { return l.file("events.ndjson", l.cloudTrail().WriteEvents) }

// measureJSON measures the search in files of events beside one walk of gjson
// over the same.
func measureJSON(ctx context.Context, l *lab) ([]Line, error) {
	plan := l.cloudTrail()
	file, err := l.events()
	if err != nil {
		return nil, err
	}
	size := fileSize(file)
	walker, err := l.peer("walk", file)
	if err != nil {
		return nil, err
	}
	ours := &side{run: l.detect(file, plan.Expect(window).Episodes)}
	walk := &side{run: printed(walker, func(word string) error {
		return same("events", plan.Sightings, number(word))
	})}
	if err := l.compare(ctx, ours, walk); err != nil {
		return nil, err
	}
	work := fmt.Sprintf("offline, %s events of CloudTrail as JSON lines, %.0f MB", thousands(plan.Sightings), size/1e6)
	lines := []Line{
		{Work: work + ": speed", Unit: "GB/s", Target: atLeast(2), Figure: size / 1e9 / ours.best.Wall.Seconds(), Ours: spent(ours)},
		{Work: "the same: to one walk of gjson, time", Unit: times, Target: atMost(0.5), Figure: ratio(ours.best.Wall, walk.best.Wall)},
	}
	lines[1].against(ours, walk)
	return lines, nil
}

// measureGzip measures the same events compressed beside who only decompresses.
func measureGzip(ctx context.Context, l *lab) ([]Line, error) {
	plan := l.cloudTrail()
	file, err := l.events()
	if err != nil {
		return nil, err
	}
	packed, err := l.file("events.ndjson.gz", func(w io.Writer) error { return pack(w, file) })
	if err != nil {
		return nil, err
	}
	inflater, err := l.peer("inflate", packed)
	if err != nil {
		return nil, err
	}
	ours := &side{run: l.detect(packed, plan.Expect(window).Episodes)}
	inflate := &side{run: printed(inflater, func(word string) error {
		return same("bytes", int(fileSize(file)), number(word))
	})}
	if err := l.compare(ctx, ours, inflate); err != nil {
		return nil, err
	}
	line := Line{
		Work: fmt.Sprintf("offline, the same events in gzip, %.0f MB: to klauspost/compress inflating alone", fileSize(packed)/1e6),
		Unit: times, Target: atMost(1.2), Figure: ratio(ours.best.Wall, inflate.best.Wall),
	}
	line.against(ours, inflate)
	return []Line{line}, nil
}

// measureRaw measures from=raw: the same events as a field of CSV.
func measureRaw(ctx context.Context, l *lab) ([]Line, error) {
	plan := l.cloudTrail()
	requests, err := l.requests("raw.chunked", plan, traffic.Raw, l.size(12_500, 3000))
	if err != nil {
		return nil, err
	}
	args := []string{"profile=aws_cloudtrail", "from=raw"}
	ours := &side{run: talk(l.command(), args, requests, "findings", plan.Expect(window).Episodes)}
	if err := l.compare(ctx, ours); err != nil {
		return nil, err
	}
	size := float64(len(requests))
	return []Line{{
		Work: fmt.Sprintf("command with from=raw, the same events as _raw, %.0f MB: speed", size/1e6),
		Unit: "GB/s", Target: atLeast(1.2), Figure: size / 1e9 / ours.best.Wall.Seconds(), Ours: spent(ours),
	}}, nil
}

// detect runs the offline search and counts its findings.
func (l *lab) detect(file string, want int) func(context.Context) (drive.Usage, error) {
	p := l.command()
	p.Args = []string{"detect", "--quiet", "--profile=aws_cloudtrail", "--all-events", "--format=ndjson", file}
	return func(ctx context.Context) (drive.Usage, error) {
		var r rows
		u, err := drive.Output(ctx, p, r.readLines)
		return u, errors.Join(err, same("findings", want, r.lines))
	}
}

// printed runs a peer that prints a line, and has its first word checked.
func printed(p drive.Program, check func(word string) error) func(context.Context) (drive.Usage, error) {
	return func(ctx context.Context) (drive.Usage, error) {
		var line string
		u, err := drive.Output(ctx, p, func(out io.Reader) error {
			line, _ = bufio.NewReader(out).ReadString('\n')
			return nil
		})
		word, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		return u, errors.Join(err, check(word))
	}
}

// pack compresses a file as gzip does without options.
func pack(w io.Writer, file string) error {
	in, err := os.Open(file)
	if err != nil {
		return err
	}
	defer in.Close()
	out := gzip.NewWriter(w)
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

func fileSize(file string) float64 {
	info, err := os.Stat(file)
	if err != nil {
		return 0
	}
	return float64(info.Size())
}
