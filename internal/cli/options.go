package cli

import (
	"context"

	"concurrentsessions/internal/command"
	"concurrentsessions/internal/enrich"
	"concurrentsessions/internal/logfile"
	"concurrentsessions/internal/offline"
)

// searchFlags are the options of the search command, as flags of the same
// names.
type searchFlags struct {
	Profile     string `help:"The source: ${profiles}. Without it, the source is recognised from each event." placeholder:"NAME"`
	By          string `help:"The fields that form the key, separated by commas (the profile's)." placeholder:"FIELDS"`
	Src         string `help:"The field with the source address (the profile's, else src)." placeholder:"FIELD"`
	Time        string `help:"The field with the event time (the profile's, else _time)." placeholder:"FIELD"`
	Window      string `help:"How far apart two sightings may be and still count together: 90s, 5m, 24h, or all (the profile's, else 5m)." placeholder:"SPAN"`
	When        string `help:"The condition, such as 'dc(origin)>1 AND dc(os)>1' (the profile's, else dc(origin)>1)." placeholder:"CONDITION"`
	Mode        string `help:"sliding, or tumbling for clock-aligned windows (sliding)." placeholder:"MODE"`
	Origin      string `help:"network, address or exact (network)." placeholder:"KIND"`
	IPv4Prefix  string `name:"ipv4_prefix" help:"The IPv4 prefix length of origin=network (32)." placeholder:"BITS"`
	IPv6Prefix  string `name:"ipv6_prefix" help:"The IPv6 prefix length of origin=network (64)." placeholder:"BITS"`
	ReportSince string `name:"report_since" help:"Report only episodes that start at this time or later (RFC 3339 or epoch seconds)." placeholder:"TIME"`
	MemoryLimit string `name:"memory_limit" help:"What a source holds in memory before it goes on in a temporary file, such as 512MB (a quarter of the memory, at most 2GB)." placeholder:"SIZE"`
	ReportUntil string `name:"report_until" help:"Report only episodes that start before this time." placeholder:"TIME"`
}

// enrichFlags name the user's own files.
type enrichFlags struct {
	Geo     string `help:"A MaxMind database of cities or countries: adds city, country and place." type:"existingfile" placeholder:"FILE.mmdb"`
	ASN     string `name:"asn" help:"A MaxMind database of autonomous systems." type:"existingfile" placeholder:"FILE.mmdb"`
	Trusted string `help:"Networks whose sightings do not count: lines of cidr, label, expires (the last day, or never)." type:"existingfile" placeholder:"FILE"`
	Ignore  string `help:"Users and keys that are not watched, * for any text: lines of identity, reason, expires." type:"existingfile" placeholder:"FILE"`
}

// enricher opens the files. The second result lets go of them.
func (f *enrichFlags) enricher(o *command.Options) (func(), error) {
	e, err := enrich.Open(enrich.Files{Geo: f.Geo, ASN: f.ASN, Trusted: f.Trusted, Ignore: f.Ignore})
	if err != nil {
		return nil, &usageError{err}
	}
	if e == nil {
		return func() {}, nil
	}
	o.Enricher = e
	return func() { _ = e.Close() }, nil
}

// options reads the flags as the search command reads its arguments.
func (f *searchFlags) options() (*command.Options, error) {
	var args []string
	for _, option := range []struct{ name, value string }{
		{"profile", f.Profile},
		{"by", f.By},
		{"src", f.Src},
		{"time", f.Time},
		{"window", f.Window},
		{"when", f.When},
		{"mode", f.Mode},
		{"origin", f.Origin},
		{"ipv4_prefix", f.IPv4Prefix},
		{"ipv6_prefix", f.IPv6Prefix},
		{"report_since", f.ReportSince},
		{"report_until", f.ReportUntil},
		{"memory_limit", f.MemoryLimit},
	} {
		if option.value != "" {
			args = append(args, option.name+"="+option.value)
		}
	}
	o, err := command.ParseOffline(args)
	if err != nil {
		return nil, &usageError{err}
	}
	return o, nil
}

// readFlags say how logs are read.
type readFlags struct {
	AllEvents bool `name:"all-events" help:"Count every event of a source, not only those that its published search looks at."`
	Strict    bool `help:"Stop at the first record or file that cannot be read."`
	Problems  int  `help:"How many problems are shown (${default}); all are counted." default:"10"`
	Quiet     bool `short:"q" help:"Show no progress."`
}

const pathHelp = `Files, folders (with all below them), or - for stdin. JSON lines, arrays and pages, CSV, Parquet; also in gzip, zstd and zip.`

// logFlags are what the commands that read logs have in common.
type logFlags struct {
	searchFlags
	enrichFlags
	readFlags
}

// search reads the logs and finds what the flags ask for, with so many
// sightings of each finding. each, if not nil, is told of every event.
func (f *logFlags) search(ctx context.Context, s Streams, paths []string, sightings int, each func(*offline.Projected)) (*offline.Result, *command.Options, error) {
	o, err := f.options()
	if err != nil {
		return nil, nil, err
	}
	closeFiles, err := f.enricher(o)
	if err != nil {
		return nil, nil, err
	}
	defer closeFiles()
	bar := newProgress(s.Err, f.Quiet)
	defer bar.stop()
	result, err := offline.Run(ctx, offline.Plan{
		Paths: paths, Stdin: s.In, Options: o, AllEvents: f.AllEvents, Sightings: sightings, Problems: f.Problems,
		Files: logfile.Options{Strict: f.Strict}, Each: each, Progress: bar.show,
	})
	return result, o, err
}
