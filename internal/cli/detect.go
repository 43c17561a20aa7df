package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"concurrentsessions/internal/offline"
)

type detectCommand struct {
	logFlags
	Paths          []string `arg:"" name:"path" help:"${paths}"`
	Format         string   `enum:"table,json,ndjson,csv,html,splunk" default:"table" help:"table, json, ndjson, csv, html (one page with timelines), or splunk (exactly the search command's rows) (${default})."`
	Output         string   `short:"o" help:"Write to this file instead of stdout." placeholder:"FILE"`
	Sightings      int      `default:"200" help:"How many sightings of each finding the html page shows (${default})."`
	FailOnFindings bool     `name:"fail-on-findings" help:"Exit with code 1 when there are findings."`
}

// Run finds session theft in the logs.
func (c *detectCommand) Run(ctx context.Context, p program, s Streams) error {
	sightings := 0
	if c.Format == "html" {
		sightings = c.Sightings
	}
	result, _, err := c.search(ctx, s, c.Paths, sightings, nil)
	if err != nil {
		return err
	}
	err = writeTo(c.Output, s.Out, func(w io.Writer) error {
		return formats[c.Format](w, result, p.version)
	})
	if err != nil {
		return err
	}
	tellReading(s.Err, result, c.Problems)
	if c.FailOnFindings && len(result.Findings) > 0 {
		return errFindings
	}
	return nil
}

// formats are the ways to write a result.
var formats = map[string]func(w io.Writer, r *offline.Result, version string) error{
	"table":  writeTable,
	"json":   writeJSON,
	"ndjson": writeNDJSON,
	"csv":    writeCSV,
	"html":   writeHTML,
	"splunk": writeSplunk,
}

// writeTo writes to the file, or to out without one. A file appears whole or
// not at all.
func writeTo(name string, out io.Writer, write func(io.Writer) error) (err error) {
	if name == "" {
		return write(out)
	}
	f, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".*.tmp")
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	defer os.Remove(f.Name()) // of no effect once it is renamed
	if err := write(f); err != nil {
		f.Close()
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := f.Chmod(0o644); err != nil {
		f.Close()
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := f.Close(); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if err := os.Rename(f.Name(), name); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}
