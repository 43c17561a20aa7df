package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"concurrentsessions/internal/basesearch"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/profile"
	"concurrentsessions/internal/splunkd"
	"concurrentsessions/internal/tabular"
)

type splunkdCommand struct {
	Binary string `default:"bin/concurrentsessions" help:"The built command (${default})."`
	Rows   string `default:"-" help:"The rows that the search before the command found: CSV with a header row, or JSON lines; - is stdin."`

	FromJSON bool   `name:"from-json" help:"The rows are raw JSON events, one a line; extract fields as Splunk does by itself."`
	Profile  string `help:"As --from-json, and play this profile's base search and the vendor's add-on: NAME is one of ${profiles}." placeholder:"NAME"`
	All      bool   `help:"With --profile: take every event, not only what the base search wants."`
	Cutoff   int    `help:"With --from-json: leave out what lies beyond so many bytes of an event; Splunk's own limit is 5000." placeholder:"BYTES"`

	ChunkRows int    `help:"The most rows of one chunk." placeholder:"N"`
	Shuffle   uint64 `help:"Send the rows in a random order with this seed." placeholder:"SEED"`
	Variation string `default:"usual" help:"How splunkd differs from its usual self, or all, or list to see them."`
	Earliest  string `help:"The search's earliest time, epoch seconds or RFC 3339."`
	Latest    string `help:"The search's latest time."`
	StopAfter int    `help:"Hang up after so many requests, getinfo included." placeholder:"N"`

	NoTrace bool          `help:"Do not show the conversation, which goes to stderr."`
	Bodies  bool          `help:"Show the rows in the conversation too."`
	Format  string        `default:"table" enum:"table,csv,json" help:"How to print the result: ${enum}."`
	Timeout time.Duration `default:"30s" help:"How long to wait for a reply (${default})."`

	Args []string `arg:"" optional:"" help:"The command's arguments, as typed in SPL."`
}

// Help is shown below the flags.
func (splunkdCommand) Help() string {
	return `
Play splunkd against the command: any arguments, any rows, with the conversation
shown. S is splunkd, C the command; the numbers are the lengths of metadata and
body.

  sessionlab splunkd --rows rows.csv by=user window=5m
  sessionlab splunkd --rows testdata/samples/o365.ndjson --profile o365 --bodies profile=o365
  sessionlab splunkd --rows rows.csv --variation all by=user

Rows of Splunk's own JSON export can be used as they are.`
}

func (c *splunkdCommand) Run(ctx context.Context, out io.Writer) error {
	if c.Variation == "list" {
		for _, v := range splunkd.Variations() {
			fmt.Fprintln(out, v.Name)
		}
		return nil
	}
	search, err := c.search()
	if err != nil {
		return err
	}
	if c.Variation == "all" {
		return c.playAll(ctx, out, search)
	}
	v, err := variation(c.Variation)
	if err != nil {
		return err
	}
	result, err := c.play(ctx, search, v)
	if err != nil {
		return err
	}
	for _, m := range result.Messages {
		fmt.Fprintf(os.Stderr, "%s: %s\n", m[0], m[1])
	}
	return tabular.Write(out, &result.Output, c.Format, screenWidth())
}

// search is the search without its variation.
func (c *splunkdCommand) search() (s splunkd.Search, err error) {
	s = splunkd.Search{Args: c.Args, StopAfter: c.StopAfter, Timeout: c.Timeout, TraceBodies: c.Bodies}
	if !c.NoTrace {
		s.Trace = os.Stderr
	}
	if s.Binary, err = filepath.Abs(c.Binary); err != nil {
		return s, err
	}
	for _, bound := range []struct{ text, to *string }{{&c.Earliest, &s.Earliest}, {&c.Latest, &s.Latest}} {
		if *bound.text == "" {
			continue
		}
		at, ok := epoch.Parse([]byte(*bound.text))
		if !ok {
			return s, fmt.Errorf("time %q: want epoch seconds or RFC 3339", *bound.text)
		}
		*bound.to = at.String()
	}
	in := io.Reader(os.Stdin)
	if c.Rows != "-" {
		f, err := os.Open(c.Rows)
		if err != nil {
			return s, err
		}
		defer f.Close()
		in = f
	}
	if s.Input, err = c.read(in); err != nil {
		return s, fmt.Errorf("rows %s: %w", c.Rows, err)
	}
	return s, nil
}

func (c *splunkdCommand) read(in io.Reader) (splunkd.Table, error) {
	if !c.FromJSON && c.Profile == "" {
		t, err := tabular.Read(in)
		if errors.Is(err, tabular.ErrNested) {
			err = fmt.Errorf("%w; add --from-json or --profile", err)
		}
		return t, err
	}
	log, err := io.ReadAll(in)
	if err != nil {
		return splunkd.Table{}, err
	}
	if c.Profile != "" {
		p, ok := profile.ByName(c.Profile)
		if !ok {
			return splunkd.Table{}, fmt.Errorf("there is no profile %q; want one of %s", c.Profile, strings.Join(profile.Names(), ", "))
		}
		found, err := basesearch.Run(p, log, c.All)
		if err != nil {
			return splunkd.Table{}, err
		}
		return found.Table, nil
	}
	var events [][]byte
	for line := range bytes.Lines(log) {
		if len(bytes.TrimSpace(line)) > 0 {
			events = append(events, line)
		}
	}
	return splunkd.JSON{Time: timeFields(), Cutoff: c.Cutoff}.Table(events)
}

// timeFields are the fields in which the sources have the time.
func timeFields() (names []string) {
	for _, name := range profile.Names() {
		p, _ := profile.ByName(name)
		for _, field := range p.Roles[profile.Time].Raw {
			if field != "_time" && !slices.Contains(names, field) {
				names = append(names, field)
			}
		}
	}
	return names
}

func variation(name string) (splunkd.Variation, error) {
	for _, v := range splunkd.Variations() {
		if v.Name == name {
			return v, nil
		}
	}
	return splunkd.Variation{}, fmt.Errorf("there is no variation %q; see --variation list", name)
}

// play plays one search.
func (c *splunkdCommand) play(ctx context.Context, s splunkd.Search, v splunkd.Variation) (*splunkd.Result, error) {
	v.Apply(&s)
	if c.ChunkRows > 0 {
		s.ChunkRows = c.ChunkRows
	}
	if c.Shuffle != 0 {
		s.Chunking.Shuffle = c.Shuffle
	}
	result, err := s.Run(ctx)
	if err != nil {
		return nil, err
	}
	if result.Error != "" {
		return nil, fmt.Errorf("the command reports: %s", result.Error)
	}
	return result, nil
}

// playAll plays every variation and says which changes the result.
func (c *splunkdCommand) playAll(ctx context.Context, out io.Writer, s splunkd.Search) error {
	s.Trace = nil
	var usual []string
	var differ []string
	for i, v := range splunkd.Variations() {
		result, err := c.play(ctx, s, v)
		if err != nil {
			return fmt.Errorf("variation %q: %w", v.Name, err)
		}
		rows, err := sortedRows(&result.Output)
		if err != nil {
			return err
		}
		verdict := "same rows"
		if i == 0 {
			usual = rows
		} else if !slices.Equal(rows, usual) {
			verdict = "OTHER ROWS"
			differ = append(differ, v.Name)
		}
		fmt.Fprintf(out, "%-24s %6d rows  %s\n", v.Name, len(rows), verdict)
	}
	if differ != nil {
		return fmt.Errorf("the result differs with: %s", strings.Join(differ, ", "))
	}
	return nil
}

func sortedRows(t *splunkd.Table) ([]string, error) {
	var text strings.Builder
	if err := tabular.Write(&text, t, "json", 0); err != nil {
		return nil, err
	}
	return slices.Sorted(strings.Lines(text.String())), nil
}
