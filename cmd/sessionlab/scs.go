package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"time"

	"concurrentsessions/internal/command"
	"concurrentsessions/internal/conversation"
	"concurrentsessions/internal/detect"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/finding"
	"concurrentsessions/internal/remote"
	"concurrentsessions/internal/scs"
	"concurrentsessions/internal/splunkcsv"
	"concurrentsessions/internal/splunkd"
	"concurrentsessions/internal/tabular"
)

type scsCommand struct {
	Tenant string `required:"" help:"The name of the tenant."`
	APIURL string `name:"api-url" default:"https://api.scp.splunk.com" help:"Where the tenant's services are, such as https://TENANT.api.scs.splunk.com (${default})."`

	TokenFile        string `type:"existingfile" help:"A file that holds an access token; without it, the environment variable SCS_TOKEN."`
	ClientID         string `help:"Log in as this client (client credentials) instead of with a token."`
	ClientSecretFile string `type:"existingfile" help:"A file that holds the client's secret; without it, the environment variable SCS_CLIENT_SECRET."`
	Scope            string `help:"The scope to ask for with --client-id."`
	LoginURL         string `default:"https://auth.scp.splunk.com" help:"Where --client-id logs in (${default}); --ca and --insecure do not hold there."`

	Search   string `required:"" help:"The search, in SPL2, such as: from main where source=\"aws\"."`
	Earliest string `default:"-24h" help:"Where it begins (${default})."`
	Latest   string `default:"now" help:"Where it ends (${default})."`
	Field    string `default:"_raw" help:"The field of its rows that holds the raw JSON event (${default})."`
	All      bool   `help:"Count every event, not only those that the profile's own search would find."`
	Send     bool   `help:"Send the findings to the tenant's ingest service too."`

	Format string `default:"table" enum:"table,csv,json" help:"How to print the findings: ${enum}."`

	connectFlags

	Args []string `arg:"" optional:"" help:"The options of concurrentsessions, such as profile=aws_cloudtrail."`
}

// Help is shown below the flags.
func (scsCommand) Help() string {
	return `
Optional: look for session theft in what a search of Splunk Cloud Services finds,
and send the findings to its ingest service. Splunk Cloud Services is not Splunk
Cloud Platform, which backtest and replay speak to. This was tested against a
local fake, not against a live tenant.

  SCS_TOKEN=... sessionlab scs --tenant mytenant --search 'from main' profile=aws_cloudtrail`
}

func (c *scsCommand) Run(ctx context.Context, out io.Writer) error {
	plan, err := c.plan()
	if err != nil {
		return err
	}
	p := newProgress()
	client, err := c.client(ctx, p)
	if err != nil {
		return err
	}
	detector := detect.New(plan)
	rows, missing := 0, 0
	err = client.Run(ctx, scs.Search{SPL2: c.Search, Earliest: c.Earliest, Latest: c.Latest}, func(row map[string]any) error {
		rows++
		p.now("%d rows", rows)
		event, ok := eventOf(row[c.Field])
		if !ok {
			missing++
			return nil
		}
		detector.Event(event)
		return nil
	})
	if err != nil {
		return err
	}
	p.note("%d rows, %d of them without %s", rows, missing, c.Field)
	return c.report(ctx, out, p, client, detector, plan)
}

func (c *scsCommand) plan() (detect.Plan, error) {
	options, err := command.ParseOffline(c.Args)
	if err != nil {
		return detect.Plan{}, err
	}
	if options.IsRecognising() {
		return detect.Plan{}, errors.New("want the profile of the events, such as profile=aws_cloudtrail, or their key, such as by=user")
	}
	return options.Offline(options.Profile, c.All)
}

func (c *scsCommand) client(ctx context.Context, p *progress) (*scs.Client, error) {
	scheme, host, err := splitURL(c.APIURL)
	if err != nil {
		return nil, err
	}
	transport, err := remote.TLS{CA: c.CA, Insecure: c.Insecure}.Transport(c.Wait)
	if err != nil {
		return nil, err
	}
	config := scs.Config{
		Tenant: c.Tenant, Host: host, Scheme: scheme, ClientID: c.ClientID, Scope: c.Scope, LoginURL: c.LoginURL,
		Transport: transport, Timeout: c.Wait + time.Minute, Backoff: c.backoff(p),
	}
	if c.ClientID != "" {
		config.ClientSecret, err = remote.ReadSecret(c.ClientSecretFile, "SCS_CLIENT_SECRET")
	} else {
		config.Token, err = remote.ReadSecret(c.TokenFile, "SCS_TOKEN")
	}
	if err != nil {
		return nil, err
	}
	c.warn(p, c.APIURL)
	return scs.New(ctx, config)
}

// eventOf is a raw event: the text of one, or one that was parsed on the way.
func eventOf(value any) ([]byte, bool) {
	switch v := value.(type) {
	case nil:
		return nil, false
	case string:
		return []byte(v), v != ""
	}
	text, err := json.Marshal(value)
	return text, err == nil
}

func (c *scsCommand) report(ctx context.Context, out io.Writer, p *progress, client *scs.Client, d *detect.Detector, plan detect.Plan) error {
	layout := finding.NewLayout(plan.Project.KeyColumns(), plan.Project.Attributes())
	csv := splunkcsv.NewWriter(layout.Columns())
	if err := d.Findings(func(f *finding.Finding) error { layout.Write(csv, f); return nil }); err != nil {
		return err
	}
	var m conversation.Messages
	command.Tell(&m, d, plan)
	p.messages(m.Take(true))
	findings, err := tabular.ReadCSV(bytes.NewReader(csv.Body()))
	if err != nil {
		return err
	}
	shown := findings
	if c.Format == "table" {
		shown = forPeople(&findings)
	}
	if err := tabular.Write(out, &shown, c.Format, screenWidth()); err != nil || !c.Send {
		return err
	}
	sent, err := client.Send(ctx, scsEvents(&findings))
	p.note("%d of %d findings sent", sent, len(findings.Rows))
	return err
}

// scsEvents are the findings as events. Their ids let the service drop those
// that it has already.
func scsEvents(findings *splunkd.Table) []scs.Event {
	list := make([]scs.Event, len(findings.Rows))
	for i, row := range findings.Rows {
		body := map[string]tabular.Values{}
		for c, values := range row {
			if len(values) > 0 {
				body[findings.Columns[c]] = values
			}
		}
		at, _ := epoch.Parse([]byte(findings.Value(i, "_time"))) // we wrote it
		list[i] = scs.Event{
			ID: findings.Value(i, "finding_id"), Source: "concurrentsessions", Sourcetype: "concurrentsessions:finding", At: at, Body: body,
		}
	}
	return list
}
