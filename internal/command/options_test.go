package command_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/command"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/origin"
	"concurrentsessions/internal/project"
)

func parse(t *testing.T, args ...string) *command.Options {
	t.Helper()
	o, err := command.ParseOptions(args)
	require.NoError(t, err, "%q", args)
	return o
}

func TestDefaults(t *testing.T) {
	t.Parallel()
	o := parse(t, "by=user")
	require.Nil(t, o.Profile)
	require.Equal(t, []string{"user"}, o.By)
	require.Equal(t, 300*epoch.Second, o.Window)
	require.Equal(t, "dc(origin)>1", o.When.String())
	require.Equal(t, command.Sliding, o.Mode)
	require.Equal(t, origin.Rule{Mode: origin.Network, IPv4Prefix: 32, IPv6Prefix: 64}, o.Origin)
	require.Equal(t, project.Fields, o.From)
	require.Equal(t, command.Findings, o.Output)
	require.Nil(t, o.Since)
	require.Nil(t, o.Until)
	require.False(t, o.ByIndexTime)
}

func TestProfileGivesDefaults(t *testing.T) {
	t.Parallel()
	o := parse(t, "profile=okta")
	require.Equal(t, "okta", o.Profile.Name)
	require.Equal(t, 3600*epoch.Second, o.Window)
	require.Equal(t, "dc(origin)>1 AND (dc(os)>1 OR dc(browser)>1)", o.When.String())

	o = parse(t, "profile=okta", "window=5m", "when=dc(origin)>2")
	require.Equal(t, 300*epoch.Second, o.Window)
	require.Equal(t, "dc(origin)>2", o.When.String())
}

// Splunkd takes quotes away, splits at blanks around "=" and may strip commas.
func TestOneOptionInAllItsPieces(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"by=user,session"},
		{"by=user, session"},
		{"by=user session"},
		{"by=user", "session"},
		{"by=user,", "session"},
		{"by", "=", "user", "session"},
		{"by", "=", "user,session"},
		{"by", "=user,session"},
		{"by=", "user", ",", "session"},
		{"by='user','session'"},
		{" by = user,session "},
		{"'by'=user,session"},
	} {
		require.Equal(t, []string{"user", "session"}, parse(t, args...).By, "%q", args)
	}
	for _, args := range [][]string{
		{"by=u", "when=dc(origin)>=2 AND dc(os)>1"},
		{"by=u", "when=dc(origin)>=2", "AND", "dc(os)>1"},
		{"by=u", "when", "=", "dc(origin)", ">=", "2", "and", "dc(os)", ">", "1"},
		{"by=u", "when", "=", "dc(origin)", ">", "=", "2", "AND", "dc(os)>=2"},
		{"when", "=", "(dc(origin)>1", "AND", "dc(os)>1)", "by=u"},
	} {
		require.Equal(t, "dc(origin)>1 AND dc(os)>1", parse(t, args...).When.String(), "%q", args)
	}
}

func TestValues(t *testing.T) {
	t.Parallel()
	o := parse(t, "by=user", "src='client ip'", "time=when_seen", "window=all", "origin=address", "from=raw")
	require.Equal(t, "client ip", o.Src)
	require.Equal(t, "when_seen", o.Time)
	require.True(t, o.Endless)
	require.Equal(t, origin.Address, o.Origin.Mode)
	require.Equal(t, project.Raw, o.From)

	o = parse(t, "by=user", "ipv4_prefix=24", "ipv6_prefix=48", "mode=tumbling", "first=f", "last=l", "count=c", "output=summary")
	require.Equal(t, origin.Rule{Mode: origin.Network, IPv4Prefix: 24, IPv6Prefix: 48}, o.Origin)
	require.Equal(t, command.Tumbling, o.Mode)
	require.Equal(t, []string{"f", "l", "c"}, []string{o.First, o.Last, o.Count})
	require.Equal(t, command.Summary, o.Output)

	require.Equal(t, int64(512<<20), parse(t, "by=user", "memory_limit=512MB").Memory)
	require.Equal(t, int64(2<<30), parse(t, "by=user", "memory_limit=2gb").Memory)
	require.GreaterOrEqual(t, parse(t, "by=user").Memory, int64(64<<20))

	o = parse(t, "by=user", "report_since=2h", "report_until=-1h", "report_by=indextime")
	require.Equal(t, &command.Moment{At: 7200 * epoch.Second, IsBack: true}, o.Since)
	require.Equal(t, &command.Moment{At: 3600 * epoch.Second, IsBack: true}, o.Until)
	require.True(t, o.ByIndexTime)

	o = parse(t, "by=user", "report_since=1700000000.5", "report_until=2026-03-10T00:00:00Z")
	require.Equal(t, &command.Moment{At: 1700000000500000}, o.Since)
	require.Equal(t, &command.Moment{At: 1773100800 * epoch.Second}, o.Until)
}

func TestRefusedOptions(t *testing.T) {
	t.Parallel()
	for line, wants := range map[string][]string{
		"":                         {"option by", "such as by=user"},
		"user":                     {`argument "user"`, "name=value"},
		"by=user widnow=5m":        {`option widnow="5m"`, "no such option", `did you mean "window"?`},
		"by=user Window=5m":        {`did you mean "window"?`},
		"by=user by=src":           {"given twice"},
		"by=":                      {`option by=""`, "field names"},
		"by=user,user":             {"named twice"},
		"by=score":                 {`option by="score"`, "rename the field"},
		"profile=oktaa":            {`option profile="oktaa"`, "aws_cloudtrail", `did you mean "okta"?`},
		"by=user window=5x":        {`option window="5x"`, "want a span"},
		"by=user window=0":         {`option window="0"`},
		"by=user window=-5m":       {`option window="-5m"`},
		"by=user mode=slidding":    {"one of sliding, tumbling, escu", `did you mean "sliding"?`},
		"by=user origin=net":       {"one of network, address, exact"},
		"by=user memory_limit=1":   {"want a size such as 512MB"},
		"by=user memory_limit=1kB": {"want a size"},
		"by=user memory_limit=9ZB": {"want a size"},
		"by=user ipv4_prefix=33":   {"from 1 to 32"},
		"by=user ipv6_prefix=0":    {"from 1 to 128"},
		"by=user ipv6_prefix=x":    {`option ipv6_prefix="x"`},
		"by=user from=json":        {"one of fields, raw"},
		"by=user output=rows":      {"one of findings, events, summary"},
		"by=user report_by=index":  {"one of time, indextime", `did you mean "indextime"?`},
		"by=user report_since=x":   {"epoch seconds, an RFC 3339 time, or a span"},
		"by=user src=a,b":          {"the name of one field"},
		"by=user when=dc(origin)<2": {
			`option when="dc(origin)<2"`, "only > and >= are allowed",
		},
		"by=user when=dc(origin)>=0":                                 {"already holds when nothing is seen"},
		"by=user window=all mode=tumbling":                           {"no slices"},
		"by=user window=all report_since=1h":                         {"option report_since", "window=all"},
		"by=user first=a":                                            {"first and last go together"},
		"by=user last=a":                                             {"first and last go together"},
		"by=user first=a last=b from=raw":                            {"a raw event stands for itself"},
		"by=user count=a output=events":                              {"single rows are answered"},
		"by=user report_by=indextime":                                {"it needs report_since"},
		"by=user report_by=indextime report_since=1h first=a last=b": {"no index time of its own"},
		"by=user output=events report_since=1h":                      {"reports no episodes"},
		"by=user origin=exact ipv4_prefix=24":                        {"used by origin=network only"},
		"mode=escu":                                                  {"it needs the profile of a published search"},
		"mode=escu profile=authentication":                           {"no published search for this profile"},
		"mode=escu profile=aws_access_key":                           {"no published search for this profile"},
		"mode=escu profile=okta window=5m":                           {"option window", "takes only profile and from"},
		"by=user window=x mode=y origin=z":                           {"option window", "option mode", "option origin"},
	} {
		_, err := command.ParseOptions(strings.Fields(line))
		require.Error(t, err, line)
		for _, want := range wants {
			require.ErrorContains(t, err, want, line)
		}
		require.NotContains(t, err.Error(), "\n", "splunkd shows one line")
	}
}
