package main

import (
	"context"
	"fmt"
	"io"

	"concurrentsessions/internal/profile"
	"concurrentsessions/internal/tune"
)

type tuneCommand struct {
	Profile string   `required:"" help:"The source of the logs: a profile's name."`
	Budget  float64  `default:"10" help:"How many findings a day are welcome (${default})."`
	Paths   []string `arg:"" help:"Log files and folders, - for standard input."`
}

func (c *tuneCommand) Run(ctx context.Context, out io.Writer) error {
	p, ok := profile.ByName(c.Profile)
	if !ok {
		return fmt.Errorf("unknown profile %q: want one of %q", c.Profile, profile.Names())
	}
	r, err := tune.Run(ctx, tune.Plan{Profile: p, Paths: c.Paths, Budget: c.Budget})
	if err != nil {
		return err
	}
	return r.Print(out)
}
