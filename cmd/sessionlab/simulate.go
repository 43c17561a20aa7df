package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"

	"github.com/jedib0t/go-pretty/v6/table"

	"concurrentsessions/internal/simulate"
)

// organisation is what is simulated: the flags of simulate and evaluate.
type organisation struct {
	Seed  uint64             `default:"1" help:"All that is random follows from it (${default})."`
	Users int                `default:"10000" help:"How many people and programs have an account (${default})."`
	Days  int                `default:"14" help:"How many days, from a Monday on (${default})."`
	Rate  map[string]float64 `placeholder:"NAME=P" help:"Set a rate, as in --rate vpn=0.3; --list-rates of simulate shows them."`
}

func (o *organisation) plan() (simulate.Plan, error) {
	plan := simulate.Default()
	plan.Seed, plan.Users, plan.Days = o.Seed, o.Users, o.Days
	for _, name := range slices.Sorted(maps.Keys(o.Rate)) {
		if err := plan.Rates.Set(name, o.Rate[name]); err != nil {
			return simulate.Plan{}, fmt.Errorf("--rate: %w", err)
		}
	}
	return plan, plan.Check()
}

type simulateCommand struct {
	organisation
	Dir       string   `default:"simulated" help:"The folder to write to (${default})."`
	Sources   []string `placeholder:"NAME" help:"Only these sources; all five if not given."`
	ListRates bool     `help:"Show the rates, their defaults and where these come from."`
}

func (c *simulateCommand) Run(ctx context.Context, out io.Writer) error {
	if c.ListRates {
		listRates(out)
		return nil
	}
	plan, err := c.plan()
	if err != nil {
		return err
	}
	sources, err := namedSources(c.Sources)
	if err != nil {
		return err
	}
	world, err := simulate.New(plan)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(c.Dir, 0o755); err != nil {
		return err
	}
	t := table.NewWriter()
	t.AppendHeader(table.Row{"source", "events", "attacks", "MB"})
	for _, s := range sources {
		written, err := world.Write(ctx, c.Dir, s)
		if err != nil {
			return err
		}
		t.AppendRow(table.Row{written.Source, written.Events, written.Attacks, written.Bytes / 1_000_000})
	}
	_, err = fmt.Fprintln(out, t.Render())
	return err
}

func listRates(out io.Writer) {
	t := table.NewWriter()
	t.AppendHeader(table.Row{"rate", "default", "the probability that", "where the default comes from"})
	for _, r := range simulate.Table() {
		t.AppendRow(table.Row{r.Name, r.Default, r.Meaning, r.Source})
	}
	fmt.Fprintln(out, t.Render())
}

func namedSources(names []string) ([]*simulate.Source, error) {
	if len(names) == 0 {
		return simulate.Sources(), nil
	}
	var list []*simulate.Source
	for _, name := range names {
		s, ok := simulate.SourceByName(name)
		if !ok {
			return nil, fmt.Errorf("unknown source %q: want one of %q", name, sourceNames())
		}
		list = append(list, s)
	}
	return list, nil
}

func sourceNames() (names []string) {
	for _, s := range simulate.Sources() {
		names = append(names, s.Name)
	}
	return names
}
