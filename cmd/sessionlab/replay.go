package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/hec"
	"concurrentsessions/internal/logfile"
	"concurrentsessions/internal/profile"
	"concurrentsessions/internal/remote"
)

type replayCommand struct {
	URL       string `name:"url" env:"SPLUNK_HEC_URL" help:"The event collector, such as https://splunk.example.com:8088."`
	TokenFile string `type:"existingfile" help:"A file that holds the collector's token; without it, the environment variable SPLUNK_HEC_TOKEN."`

	Index      string `help:"The index; without it, the token's own."`
	Sourcetype string `help:"The source type; without it, that of the description, else the token's own."`
	Source     string `help:"The source, likewise."`
	Host       string `help:"The host."`

	Profile string `help:"Where the times stand in the events: NAME is one of ${profiles}. Without it, by the source type, else in any of them." placeholder:"NAME"`
	ShiftTo string `help:"Move all times, in the events too, so that the latest event happens now, or at TIME (epoch seconds or RFC 3339)." placeholder:"now|TIME"`
	DryRun  bool   `help:"Send nothing; say what would be sent, and print the first event of each log."`

	BatchEvents int           `default:"500" help:"The most events of one request (${default})."`
	BatchBytes  int           `default:"1000000" help:"The most bytes of one request, before compression (${default})."`
	NoGzip      bool          `help:"Do not compress."`
	Ack         bool          `help:"Insist on acknowledgement: an error if the token has none."`
	AckTimeout  time.Duration `default:"2m" help:"How long to wait until Splunk has indexed the events, if the token has acknowledgement (${default})."`
	Once        bool          `help:"Stop where it is not known whether events arrived, instead of sending them again."`
	Skip        int           `help:"Leave out the first N events, to go on with a replay that broke off." placeholder:"N"`

	connectFlags

	Files []string `arg:"" help:"Logs: JSON as lines, lists or the pages that a service delivers, text of one event a line, also in gzip; and descriptions in YAML (splunk/attack_data) of logs on this machine."`
}

// Help is shown below the flags.
func (replayCommand) Help() string {
	return `
Send log files to a Splunk HTTP Event Collector, in order, each event once. Where
a connection breaks before the answer, the events are sent again, and it is said
which ones Splunk may now have twice (or stop there, with --once).

  sessionlab replay --dry-run --shift-to now attack_data/datasets/.../data.yml
  SPLUNK_HEC_TOKEN=... sessionlab replay --url https://splunk.example.com:8088 --index test --shift-to now o365.ndjson`
}

func (c *replayCommand) Run(ctx context.Context, out io.Writer) error {
	p := newProgress()
	replay, err := c.replay()
	if err != nil {
		return err
	}
	replay.Problem = func(l logfile.Problem) { p.note("left out: %v", l) }
	survey, err := replay.Survey(ctx)
	if err != nil {
		return err
	}
	if err := c.shift(replay, survey, time.Now()); err != nil {
		return err
	}
	if c.DryRun {
		return c.tell(ctx, out, replay, survey)
	}
	client, err := c.client(p)
	if err != nil {
		return err
	}
	sender := hec.NewSender(client, c.plan(p, survey))
	err = replay.Each(ctx, func(e *hec.Event) error { return sender.Send(ctx, e) })
	if err == nil {
		err = sender.Close(ctx)
	}
	report(p, sender.Report())
	return err
}

// replay is what the files hold.
func (c *replayCommand) replay() (*hec.Replay, error) {
	var named *profile.Profile
	if c.Profile != "" {
		p, ok := profile.ByName(c.Profile)
		if !ok {
			return nil, fmt.Errorf("there is no profile %q; want one of %s", c.Profile, strings.Join(profile.Names(), ", "))
		}
		named = p
	}
	r := &hec.Replay{Clock: func(d *hec.Dataset) *hec.Clock {
		if named != nil {
			return hec.NewClock(named)
		}
		return hec.NewClock(profileOf(d.Meta.Sourcetype))
	}}
	over := hec.Meta{Host: c.Host, Source: c.Source, Sourcetype: c.Sourcetype, Index: c.Index}
	for _, file := range c.Files {
		list, err := hec.Datasets(file, over)
		if err != nil {
			return nil, err
		}
		r.Datasets = append(r.Datasets, list...)
	}
	return r, nil
}

// profileOf is the profile of a source type, nil if it is none that Splunk's
// own searches name.
func profileOf(sourcetype string) *profile.Profile {
	p, _ := profile.ByName(map[string]string{
		"aws:cloudtrail":           "aws_cloudtrail",
		"aws:asl":                  "aws_security_lake",
		"aws:cloudtrail:lake":      "aws_security_lake",
		"o365:management:activity": "o365",
		"azure:monitor:aad":        "azure_ad",
		"OktaIM2:log":              "okta",
	}[sourcetype])
	return p
}

func (c *replayCommand) shift(r *hec.Replay, s hec.Survey, now time.Time) error {
	if c.ShiftTo == "" {
		return nil
	}
	if !s.HasTime {
		return errors.New("no event has a time to shift; name the profile that says where it stands")
	}
	at := epoch.Micros(now.UnixMicro())
	if c.ShiftTo != "now" {
		var ok bool
		if at, ok = epoch.Parse([]byte(c.ShiftTo)); !ok {
			return fmt.Errorf("shift to %q: want now, epoch seconds or RFC 3339", c.ShiftTo)
		}
	}
	r.ShiftTo(at, s)
	return nil
}

// tell says what would be sent.
func (c *replayCommand) tell(ctx context.Context, out io.Writer, r *hec.Replay, s hec.Survey) error {
	fmt.Fprintf(out, "%d events", s.Events)
	if s.HasTime {
		shift := epoch.Micros(r.Shift) * epoch.Second
		fmt.Fprintf(out, ", from %s to %s", when(s.First+shift), when(s.Last+shift))
		if r.Shift != 0 {
			fmt.Fprintf(out, " (moved by %s)", time.Duration(r.Shift)*time.Second)
		}
	}
	if s.NoTime > 0 {
		fmt.Fprintf(out, "; %d have no time that is known, and will get that of arrival", s.NoTime)
	}
	fmt.Fprintln(out)
	file := ""
	return r.Each(ctx, func(e *hec.Event) error {
		if e.File != file {
			file = e.File
			fmt.Fprintf(out, "\n%s: sourcetype %q, source %q, index %q\n%s\n", file, e.Meta.Sourcetype, e.Meta.Source, e.Meta.Index, e.Raw)
		}
		return nil
	})
}

func when(m epoch.Micros) string {
	return time.UnixMicro(int64(m)).UTC().Format("2006-01-02T15:04:05Z")
}

func (c *replayCommand) client(p *progress) (*hec.Client, error) {
	if c.URL == "" {
		return nil, errors.New("--url is needed, or the environment variable SPLUNK_HEC_URL")
	}
	token, err := remote.ReadSecret(c.TokenFile, "SPLUNK_HEC_TOKEN")
	if err != nil {
		return nil, err
	}
	if !token.IsSet() {
		return nil, errors.New("the collector's token is needed, in --token-file or in the environment variable SPLUNK_HEC_TOKEN")
	}
	transport, err := c.connectFlags.client()
	if err != nil {
		return nil, err
	}
	c.warn(p, c.URL)
	return hec.NewClient(c.URL, token, transport, c.NoGzip)
}

func (c *replayCommand) plan(p *progress, s hec.Survey) hec.Plan {
	return hec.Plan{
		Events: c.BatchEvents, Bytes: c.BatchBytes, Skip: c.Skip, Once: c.Once,
		NeedAck: c.Ack, AckTimeout: c.AckTimeout, AckPause: 250 * time.Millisecond, Backoff: c.backoff(p),
		Progress: func(r hec.Report) {
			p.now("%d of %d events sent, %d confirmed, %d requests repeated", r.Skipped+r.Events, s.Events, r.Confirmed, r.Retries)
		},
	}
}

// report says what became of the events.
func report(p *progress, r hec.Report) {
	p.note("%d events in %d requests (%.1f MB before compression), %d requests repeated", r.Events, r.Batches, float64(r.Bytes)/1e6, r.Retries)
	if r.Skipped > 0 {
		p.note("%d events were skipped, as asked", r.Skipped)
	}
	if r.NoTime > 0 {
		p.note("%d events have no time that is known; Splunk gave them that of arrival", r.NoTime)
	}
	if r.HasAck {
		p.note("Splunk has confirmed %d events as indexed", r.Confirmed)
	}
	for _, s := range r.Unconfirmed {
		p.note("warning: not confirmed as indexed: %s", s)
	}
	for _, s := range r.Twice {
		p.note("warning: Splunk may have these twice, since they were sent again after a broken connection: %s", s)
	}
}
