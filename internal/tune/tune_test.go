package tune_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/profile"
	"concurrentsessions/internal/samples"
	"concurrentsessions/internal/tune"
)

func run(t *testing.T, profileName, file string, budget float64) *tune.Result {
	t.Helper()
	p, ok := profile.ByName(profileName)
	require.True(t, ok)
	r, err := tune.Run(t.Context(), tune.Plan{Profile: p, Paths: []string{file}, Budget: budget})
	require.NoError(t, err)
	return r
}

func sample(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, samples.Write(dir))
	return filepath.Join(dir, "aws_cloudtrail.ndjson")
}

func outcome(t *testing.T, r *tune.Result, option string) tune.Outcome {
	t.Helper()
	for _, o := range r.Tried {
		if o.Option == option {
			return o
		}
	}
	require.Fail(t, "not tried: "+option)
	return tune.Outcome{}
}

func TestWhatOptionsChange(t *testing.T) {
	t.Parallel()
	r := run(t, "aws_cloudtrail", sample(t), 2)
	require.Len(t, r.Now.Scores, 4)
	require.InDelta(t, 1, r.Days(), 0, "less than a day counts as one")
	require.Contains(t, r.Now.Users, "arn:aws:iam::111122223333:user/remy.quillon")

	tumbling := outcome(t, r, "mode=tumbling")
	require.Contains(t, tumbling.Fewer, "arn:aws:iam::111122223333:user/remy.quillon", "split by the clock")
	require.Empty(t, tumbling.More)
	hour := outcome(t, r, "window=1h")
	require.Contains(t, hour.More, "arn:aws:iam::111122223333:user/ines.tarrow", "a late replay")
	require.Empty(t, hour.Fewer)
	require.Contains(t, outcome(t, r, "origin=address").More, "arn:aws:iam::111122223333:user/tove.marlowe", "IPv6 privacy addresses")
	for _, o := range r.Tried {
		require.NotEqual(t, "window=5m", o.Option, "the profile's own way is not tried again")
	}
}

func TestProposal(t *testing.T) {
	t.Parallel()
	file := sample(t)
	r := run(t, "aws_cloudtrail", file, 100)
	least, within := r.LeastScore()
	require.True(t, within)
	require.Equal(t, 1, least)
	require.Contains(t, r.Macros(), "[cs_aws_cloudtrail_filter]\ndefinition = search *\n")
	require.Contains(t, r.Macros(), "[cs_aws_cloudtrail_options]\ndefinition = window=300s\n")

	r = run(t, "aws_cloudtrail", file, 3)
	least, within = r.LeastScore()
	require.True(t, within)
	require.LessOrEqual(t, r.Now.Above(least), 3)
	require.Greater(t, least, 1)
	require.Contains(t, r.Macros(), "definition = search score>=")

	r = run(t, "aws_cloudtrail", file, -1)
	_, within = r.LeastScore()
	require.False(t, within)
	require.Contains(t, r.Macros(), "more than the -1 asked for")
}

// Names come out of logs, and a terminal must not obey them.
func TestPrintIsInert(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "hostile.ndjson")
	var log strings.Builder
	for _, src := range []string{"192.0.2.1", "198.51.100.1"} {
		log.WriteString(`{"category":"NonInteractiveUserSignInLogs","resultType":"0","time":"2026-03-02T10:00:00Z","callerIpAddress":"` + src +
			`","properties":{"userPrincipalName":"\u001b[2Jann\u202e@example.com"}}` + "\n")
	}
	require.NoError(t, os.WriteFile(file, []byte(log.String()), 0o600))
	r := run(t, "azure_ad", file, 10)
	var out bytes.Buffer
	require.NoError(t, r.Print(&out))
	require.Contains(t, out.String(), "·[2Jann·@example.com")
	require.NotContains(t, out.String(), "\u001b")
	require.NotContains(t, out.String(), "\u202e")
	require.Contains(t, out.String(), "[cs_azure_ad_filter]")
}

func TestWrongProfile(t *testing.T) {
	t.Parallel()
	p, _ := profile.ByName("okta")
	_, err := tune.Run(t.Context(), tune.Plan{Profile: p, Paths: []string{sample(t)}})
	require.ErrorIs(t, err, tune.ErrNothing)
	require.ErrorContains(t, err, "of 242 events none is one that profile okta looks at; is it the right profile?")
	_, err = tune.Run(t.Context(), tune.Plan{Profile: p, Paths: []string{"no-such-file"}})
	require.ErrorContains(t, err, "tune: ")
}
