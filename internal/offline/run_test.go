package offline

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/command"
	"concurrentsessions/internal/forms"
	"concurrentsessions/internal/logfile"
	"concurrentsessions/internal/profile"
	"concurrentsessions/internal/samples"
)

// Every finding has all its members behind it, in each mode: as many as the
// engine has counted, within its first and last time, from its own sources.
func TestMembers(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{nil, {"window=2h"}, {"mode=tumbling", "window=1h"}, {"window=all"}, {"origin=exact"}} {
		p := plan(t, []string{sampleFolder}, args...)
		p.Sightings = 100_000
		r := run1(t, p)
		require.NotEmpty(t, r.Findings, "%q", args)
		for _, f := range r.Findings {
			require.EqualValues(t, f.Count, len(f.Sightings), "%q %v", args, f.Key)
			require.Zero(t, f.More)
			require.Equal(t, f.First, f.Sightings[0].At)
			require.Equal(t, f.Last, f.Sightings[len(f.Sightings)-1].At)
			for i, s := range f.Sightings {
				require.Contains(t, f.Shows[0], s.Src())
				require.True(t, i == 0 || f.Sightings[i-1].At <= s.At)
				require.False(t, s.Cut)
				requireLine(t, s)
			}
		}
	}
}

// requireLine requires that the sighting's event is where it says.
func requireLine(t *testing.T, s Sighting) {
	t.Helper()
	text, err := os.ReadFile(s.File)
	require.NoError(t, err)
	require.Equal(t, strings.Split(string(text), "\n")[s.Line-1], string(s.Raw))
}

// Of more sightings than are wanted those nearest to the trigger are kept.
func TestFewSightings(t *testing.T) {
	t.Parallel()
	all := plan(t, []string{sampleFolder}, "window=2h")
	all.Sightings = 100_000
	few := all
	few.Sightings = 3
	whole, cut := run1(t, all), run1(t, few)
	require.Equal(t, ids(whole), ids(cut))
	left := 0
	for i, f := range cut.Findings {
		have := whole.Findings[i].Sightings
		require.Len(t, f.Sightings, min(3, len(have)))
		require.Equal(t, len(have), len(f.Sightings)+f.More)
		for _, s := range f.Sightings {
			require.Contains(t, have, s)
		}
		at := f.Trigger
		require.True(t, f.Sightings[0].At <= at && at <= f.Sightings[len(f.Sightings)-1].At)
		left += f.More
	}
	require.Positive(t, left)
	none := all
	none.Sightings = 0
	require.Nil(t, run1(t, none).Findings[0].Sightings)
}

// A named profile narrows, and lifting the filter widens.
func TestProfileAndFilter(t *testing.T) {
	t.Parallel()
	trail := filepath.Join(sampleFolder, "aws_cloudtrail.ndjson")
	both := run1(t, plan(t, []string{trail}))
	require.Len(t, both.Profiles, 2)
	require.Equal(t, "aws_cloudtrail", both.Profiles[0].Profile.Name)
	require.Equal(t, "aws_access_key", both.Profiles[1].Profile.Name)
	one := run1(t, plan(t, []string{trail}, "profile=aws_access_key"))
	require.Len(t, one.Profiles, 1)
	require.Equal(t, keys(both.Findings, "aws_access_key"), keys(one.Findings, "aws_access_key"))
	wide := plan(t, []string{trail}, "profile=aws_cloudtrail")
	wide.AllEvents = true
	require.Greater(t, run1(t, wide).Profiles[0].Tally.Sightings, both.Profiles[0].Tally.Sightings)
}

// A key without a profile reads any JSON, CSV rows too.
func TestKeyWithoutProfile(t *testing.T) {
	t.Parallel()
	for _, content := range []string{
		`{"ts":1700000000,"who":"a","ip":"192.0.2.1"}` + "\n" + `{"ts":1700000060,"who":"a","ip":"198.51.100.1"}`,
		"ts,who,ip\n1700000000,a,192.0.2.1\n1700000060,a,198.51.100.1\n",
	} {
		r := run1(t, plan(t, []string{writeLog(t, []byte(content))}, "by=who", "src=ip", "time=ts"))
		require.Len(t, r.Findings, 1)
		require.Nil(t, r.Findings[0].Profile)
		require.Equal(t, []string{"who"}, r.Findings[0].KeyColumns)
		require.Len(t, r.Findings[0].Sightings, 2)
		require.EqualValues(t, 1700000000_000000, r.First)
		require.EqualValues(t, 1700000060_000000, r.Last)
	}
}

// The CIM's own names are recognised too, as columns of an export.
func TestAuthenticationRows(t *testing.T) {
	t.Parallel()
	const content = "_time,user,app,src,action\n1700000000,a,vpn,192.0.2.1,success\n1700000060,a,vpn,198.51.100.1,success\n"
	r := run1(t, plan(t, []string{writeLog(t, []byte(content))}))
	require.Equal(t, []map[string]string{{"user": "a", "app": "vpn"}}, keys(r.Findings, "authentication"))
}

// Broken events are counted and shown; strict ends the run at the first.
func TestMalformed(t *testing.T) {
	t.Parallel()
	events := samples.Events(sourceOf("okta"))
	content := append(forms.Lines(events), "{\"eventType\":\"policy.evaluate_sign_on\",\"published\":\"2026\n{\"a\" 1}\nnonsense\n{\"other\":1}\n"...)
	path := writeLog(t, content)
	r := run1(t, plan(t, []string{path}))
	require.EqualValues(t, 2, r.Malformed)
	require.EqualValues(t, 1, r.Unrecognised)
	require.Equal(t, 3, r.ProblemCount)
	for i, p := range r.Problems {
		require.Equal(t, len(events)+1+i, p.Line, "%v", p)
	}
	p := plan(t, []string{path})
	p.Problems = 1
	require.Len(t, run1(t, p).Problems, 1)
	p.Files.Strict = true
	_, err := Run(t.Context(), p)
	var problem logfile.Problem
	require.ErrorAs(t, err, &problem)
	require.Equal(t, len(events)+1, problem.Line)
}

type endless string

func (e endless) Read(b []byte) (int, error) { return copy(b, e), nil }

func TestCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	p := plan(t, []string{"-"})
	p.Files.TempDir = t.TempDir()
	p.Stdin = io.MultiReader(endless("{\"a\":1}\n"))
	p.Progress = func(Progress) { cancel() }
	_, err := Run(ctx, p)
	require.ErrorIs(t, err, context.Canceled)
	left, err := os.ReadDir(p.Files.TempDir)
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestRefusedOptions(t *testing.T) {
	t.Parallel()
	for _, args := range []string{"from=fields", "mode=escu", "output=events", "profile=nothing", "window=0"} {
		_, err := command.ParseOffline([]string{args})
		option, _, _ := strings.Cut(args, "=")
		require.ErrorContains(t, err, "option "+option)
	}
	o, err := command.ParseOffline([]string{"report_since=1h"})
	require.NoError(t, err)
	_, err = Run(t.Context(), Plan{Options: o})
	require.ErrorContains(t, err, "report_since")
	_, err = Run(t.Context(), plan(t, []string{filepath.Join(t.TempDir(), "missing")}))
	require.ErrorIs(t, err, os.ErrNotExist)
}

// Splunk's time counts where the event has none of its own.
func TestTimeOfExport(t *testing.T) {
	t.Parallel()
	row := func(at, src, os string) string {
		return fmt.Sprintf(`{"result":{"_time":%q,"_raw":"{\"eventType\":\"policy.evaluate_sign_on\",\"actor\":{\"alternateId\":\"a\"},\"client\":{\"ipAddress\":\"%s\",\"userAgent\":{\"os\":\"%s\"}},\"outcome\":{\"result\":\"ALLOW\"},\"debugContext\":{\"debugData\":{\"dtHash\":\"d\"}}}"}}`, at, src, os)
	}
	content := row("2026-03-10T08:00:00.000+00:00", "192.0.2.1", "Windows 10") + "\n" + row("1773129660", "198.51.100.1", "Linux") + "\n"
	r := run1(t, plan(t, []string{writeLog(t, []byte(content))}, "profile=okta"))
	require.Len(t, r.Findings, 1)
	require.EqualValues(t, 1773129660_000000, r.Findings[0].Trigger)
}

// Every profile can be recognised.
func TestEveryProfileHasSigns(t *testing.T) {
	t.Parallel()
	for _, name := range profile.Names() {
		p, _ := profile.ByName(name)
		require.NotEmpty(t, p.Signs, name)
	}
}
