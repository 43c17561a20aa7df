package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"concurrentsessions/internal/evaluate"
	"concurrentsessions/internal/simulate"
)

type evaluateCommand struct {
	organisation
	Also     []uint64 `placeholder:"SEED" help:"Further seeds, added to the first."`
	Data     string   `type:"existingdir" help:"Judge the files that simulate wrote to this folder, instead of simulating. They are held in memory."`
	Load     []string `type:"existingfile" placeholder:"FILE" help:"Add up results that --save wrote, instead of simulating."`
	Save     string   `placeholder:"FILE" help:"Keep the result for --load."`
	Sources  []string `placeholder:"NAME" help:"Only these sources; all five if not given."`
	CSV      string   `name:"csv" placeholder:"FILE" help:"Write the tables as CSV, one line for each cell."`
	HTML     string   `name:"html" placeholder:"FILE" help:"Write one page with plots and tables."`
	Markdown string   `placeholder:"FILE" help:"Write the page docs/DETECTION-QUALITY.md."`
}

func (c *evaluateCommand) Run(ctx context.Context, out io.Writer) error {
	sources, err := namedSources(c.Sources)
	if err != nil {
		return err
	}
	r, err := c.result(ctx, sources)
	if err != nil {
		return err
	}
	for _, w := range []struct {
		path  string
		write func(io.Writer) error
	}{{c.Save, r.Save}, {c.CSV, r.CSV}, {c.HTML, r.HTML}, {c.Markdown, r.Page}} {
		if w.path == "" {
			continue
		}
		if err := writeTo(w.path, w.write); err != nil {
			return err
		}
	}
	return r.Table(out)
}

func (c *evaluateCommand) result(ctx context.Context, sources []*simulate.Source) (*evaluate.Result, error) {
	switch {
	case c.Data != "":
		return evaluate.Labelled(ctx, c.Data, sources)
	case len(c.Load) > 0:
		return load(c.Load)
	}
	plan, err := c.plan()
	if err != nil {
		return nil, err
	}
	r, err := evaluate.Simulated(ctx, plan, sources)
	if err != nil {
		return nil, err
	}
	for _, plan.Seed = range c.Also {
		more, err := evaluate.Simulated(ctx, plan, sources)
		if err != nil {
			return nil, err
		}
		if err := r.Add(more); err != nil {
			return nil, err
		}
	}
	return r, nil
}

func load(paths []string) (sum *evaluate.Result, err error) {
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		r, err := evaluate.Load(f)
		f.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		if sum == nil {
			sum = r
		} else if err := sum.Add(r); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	return sum, nil
}

func writeTo(path string, write func(io.Writer) error) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	err = write(f)
	if failed := f.Close(); err == nil {
		err = failed
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}
