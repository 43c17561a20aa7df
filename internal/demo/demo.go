// Package demo plays splunkd against the built search command on the sample
// logs of the five sources, and shows what it finds beside what the published
// searches find.
package demo

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"concurrentsessions/internal/basesearch"
	"concurrentsessions/internal/compare"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/escu"
	"concurrentsessions/internal/profile"
	"concurrentsessions/internal/samples"
	"concurrentsessions/internal/splunkd"
)

// Demo is one showing.
type Demo struct {
	// Binary is the built command, Samples the folder of the sample logs.
	Binary, Samples string
	Out             io.Writer
	// Width is how wide a line may be; 0 is no limit.
	Width int
	// Trace shows the conversation with splunkd as well.
	Trace bool
}

// Run shows every source.
func (d *Demo) Run(ctx context.Context) error {
	binary, err := filepath.Abs(d.Binary)
	if err != nil {
		return err
	}
	d.Binary = binary
	for _, source := range samples.Sources() {
		if err := d.show(ctx, source); err != nil {
			return fmt.Errorf("source %s: %w", source.Name, err)
		}
	}
	return nil
}

// show plays one source and prints what came out.
func (d *Demo) show(ctx context.Context, source samples.Source) error {
	content, err := os.ReadFile(filepath.Join(d.Samples, source.File))
	if err != nil {
		return fmt.Errorf("read the sample log: %w", err)
	}
	p, ok := profile.ByName(source.Profile)
	if !ok {
		return fmt.Errorf("there is no profile %q", source.Profile)
	}
	log, err := basesearch.Run(p, content, false)
	if err != nil {
		return err
	}
	found, err := d.search(ctx, log.Table, "profile="+p.Name)
	if err != nil {
		return err
	}
	d.printHeader(source, p, log)
	d.printFindings(p, found)
	search, ok := escu.ByProfile(p.Name)
	if !ok {
		fmt.Fprintf(d.Out, "  There is no published search for this profile.\n\n")
		return nil
	}
	published, err := d.search(ctx, log.Table, "profile="+p.Name, "mode=escu", "from=raw")
	if err != nil {
		return err
	}
	pairs := compare.Compare(compare.Input{
		Search: search, Window: p.Window, Rule: basesearch.DefaultOrigin,
		Ours: oursOf(p, found), Events: log.Compared(search),
	})
	return d.printComparison(search, pairs, len(published.Rows))
}

// search runs the command over the rows, the way splunkd does.
func (d *Demo) search(ctx context.Context, rows splunkd.Table, args ...string) (splunkd.Table, error) {
	s := splunkd.Search{Binary: d.Binary, Args: args, Input: rows, ChunkRows: 100}
	if d.Trace {
		s.Trace = d.Out
	}
	result, err := s.Run(ctx)
	if err != nil {
		return splunkd.Table{}, err
	}
	if result.Error != "" {
		return splunkd.Table{}, fmt.Errorf("the command reports: %s", result.Error)
	}
	return result.Output, nil
}

// oursOf reads the findings back off the result's rows.
func oursOf(p *profile.Profile, found splunkd.Table) []compare.Ours {
	list := make([]compare.Ours, len(found.Rows))
	for i := range list {
		ours := &list[i]
		for _, part := range p.Key {
			ours.Key = append(ours.Key, found.Value(i, part.Column))
		}
		ours.Trigger = moment(found.Value(i, "_time"))
		ours.First, ours.Last = moment(found.Value(i, "firstTime")), moment(found.Value(i, "lastTime"))
		ours.FindingID = found.Value(i, "finding_id")
	}
	return list
}

func moment(text string) epoch.Micros {
	m, _ := epoch.Parse([]byte(text)) // the command wrote it
	return m
}
