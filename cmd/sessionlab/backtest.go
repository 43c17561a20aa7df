package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"golang.org/x/term"

	"concurrentsessions/internal/backtest"
	"concurrentsessions/internal/command"
	"concurrentsessions/internal/compare"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/remote"
	"concurrentsessions/internal/rest"
	"concurrentsessions/internal/splunkd"
	"concurrentsessions/internal/tabular"
)

type backtestCommand struct {
	URL          string `name:"url" env:"SPLUNK_URL" required:"" help:"Splunk's management port, such as https://splunk.example.com:8089."`
	TokenFile    string `type:"existingfile" help:"A file that holds an authentication token; without it, the environment variable SPLUNK_TOKEN."`
	User         string `help:"Log in as this user instead of with a token."`
	PasswordFile string `type:"existingfile" help:"A file that holds the password; without it, the environment variable SPLUNK_PASSWORD, else it is asked for."`

	Search   string        `required:"" help:"The search before the pipe, such as 'index=aws sourcetype=aws:cloudtrail eventName=DescribeEventAggregates'."`
	Earliest string        `default:"-24h" help:"Where the search begins (${default})."`
	Latest   string        `default:"now" help:"Where it ends (${default})."`
	App      string        `help:"The app in which it runs, whose macros it knows."`
	Idle     time.Duration `default:"10m" help:"How long Splunk may be silent during the search (${default})."`
	Compared int           `default:"200000" help:"The most rows for which the published search runs beside ours, since these stay in memory; 0 is never (${default})."`
	Format   string        `default:"table" enum:"table,csv,json" help:"How to print the findings: ${enum}. The comparison goes to stderr unless it is a table."`

	connectFlags

	Args []string `arg:"" optional:"" help:"The options of concurrentsessions, such as profile=aws_cloudtrail window=10m."`
}

// Help is shown below the flags.
func (backtestCommand) Help() string {
	return `
Run a search on a live Splunk and look for session theft in what it finds, with
the published search beside it. Nothing has to be installed on the server, and
nothing is written there; the user needs the right to search.

  SPLUNK_TOKEN=... sessionlab backtest --url https://splunk.example.com:8089 --earliest -7d@d \
      --search 'sourcetype=o365:management:activity Workload=AzureActiveDirectory Operation=UserLoggedIn' profile=o365

The rows pass through one by one; what stays is what the engine has to remember.`
}

func (c *backtestCommand) Run(ctx context.Context, out io.Writer) error {
	options, err := command.ParseOptions(c.Args)
	if err != nil {
		return err
	}
	p := newProgress()
	client, err := c.client(ctx, p)
	if err != nil {
		return err
	}
	result, err := backtest.Run(ctx, client, backtest.Plan{
		Search: c.Search, App: c.App, Earliest: c.Earliest, Latest: c.Latest, Options: options,
		Compared: c.Compared, Idle: c.Idle,
		Progress: func(rows int) { p.now("%d rows", rows) },
	})
	if err != nil {
		return err
	}
	p.note("%d rows from %s to %s, %d sightings, %d keys, %d findings", result.Tally.Rows,
		when(result.Earliest), when(result.Latest), result.Tally.Sightings, result.Tally.Keys, result.Count)
	p.messages(result.Messages)
	return c.print(out, result)
}

func (c *backtestCommand) print(out io.Writer, result *backtest.Result) error {
	findings, err := tabular.ReadCSV(bytes.NewReader(result.Findings))
	if err != nil {
		return err
	}
	comparison := io.Writer(os.Stderr)
	if c.Format == "table" {
		comparison, findings = out, forPeople(&findings)
	}
	if err := tabular.Write(out, &findings, c.Format, screenWidth()); err != nil {
		return err
	}
	return printComparison(comparison, result)
}

// client is a client that is logged in.
func (c *backtestCommand) client(ctx context.Context, p *progress) (*rest.Client, error) {
	transport, err := c.connectFlags.client()
	if err != nil {
		return nil, err
	}
	client, err := rest.NewClient(c.URL, transport, c.backoff(p))
	if err != nil {
		return nil, err
	}
	c.warn(p, c.URL)
	if c.User != "" {
		password, err := c.password()
		if err != nil {
			return nil, err
		}
		return client, client.Login(ctx, c.User, password)
	}
	token, err := remote.ReadSecret(c.TokenFile, "SPLUNK_TOKEN")
	if err != nil {
		return nil, err
	}
	if !token.IsSet() {
		return nil, errors.New("a token is needed, in --token-file or in the environment variable SPLUNK_TOKEN; or log in with --user")
	}
	client.UseToken(token)
	return client, nil
}

func (c *backtestCommand) password() (remote.Secret, error) {
	password, err := remote.ReadSecret(c.PasswordFile, "SPLUNK_PASSWORD")
	if err != nil || password.IsSet() {
		return password, err
	}
	stdin := int(os.Stdin.Fd())
	if !term.IsTerminal(stdin) {
		return password, errors.New("a password is needed, in --password-file or in the environment variable SPLUNK_PASSWORD")
	}
	fmt.Fprintf(os.Stderr, "Password of %s: ", c.User)
	typed, err := term.ReadPassword(stdin)
	fmt.Fprintln(os.Stderr)
	return remote.NewSecret(string(typed)), err
}

// forPeople keeps the columns of findings that an analyst looks at first, with
// times to read.
func forPeople(t *splunkd.Table) splunkd.Table {
	late := []string{
		"firstTime", "lastTime", "users", "src", "src_count", "src_list", "origin_count", "device", "city", "asn", "app", "action", "dest",
		"vendor_account", "vendor_region", "vendor_product", "switches", "ongoing", "profile", "finding_id", "user_agent",
	}
	var out splunkd.Table
	out.Rows = make([][][]string, len(t.Rows))
	for c, name := range t.Columns {
		if slices.Contains(late, name) {
			continue
		}
		out.Columns = append(out.Columns, name)
		for i, row := range t.Rows {
			values := row[c]
			if name == "_time" && len(values) == 1 {
				if at, ok := epoch.Parse([]byte(values[0])); ok {
					values = []string{when(at)}
				}
			}
			out.Rows[i] = append(out.Rows[i], values)
		}
	}
	return out
}

// printComparison prints what only one of both found, and why.
func printComparison(out io.Writer, r *backtest.Result) error {
	if r.Published == nil {
		_, err := fmt.Fprintf(out, "No comparison with the published search: %s.\n", r.WhyNot)
		return err
	}
	counts := map[compare.Verdict]int{}
	t := splunkd.Table{Columns: []string{"time", "who", "found by", "why the other did not"}}
	for _, pair := range r.Pairs {
		counts[pair.Verdict]++
		var who []string
		by := "the published search"
		switch pair.Verdict {
		case compare.Both:
			continue
		case compare.OnlyOurs:
			who, by = pair.Ours.Key, "concurrentsessions"
		case compare.OnlyTheirs:
			for _, column := range []string{"user", "user_arn"} {
				who = append(who, pair.Theirs.Get(column)...)
			}
		}
		t.Rows = append(t.Rows, [][]string{{when(pair.At)}, who, {by}, {pair.Reason}})
	}
	fmt.Fprintf(out, "Beside the published search %q: %d found by both, %d only by us, %d only by it\n",
		r.Published.Title, counts[compare.Both], counts[compare.OnlyOurs], counts[compare.OnlyTheirs])
	if len(t.Rows) == 0 {
		return nil
	}
	return tabular.Write(out, &t, "table", screenWidth())
}
