package appconf

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/command"
	"concurrentsessions/internal/conversation"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/splunkcsv"
	"concurrentsessions/internal/splunkd"
)

// knownLags are how late rows are known to arrive, peaks included. The data
// model has them from anywhere.
var knownLags = map[string]epoch.Micros{
	"aws_cloudtrail": 45 * minuteSpan, "aws_access_key": 45 * minuteSpan, "aws_security_lake": 90 * minuteSpan,
	"o365": 6 * 60 * minuteSpan, "azure_ad": 30 * minuteSpan, "okta": 15 * minuteSpan, "authentication": 45 * minuteSpan,
}

// A plan is a detection's schedule and command, both out of the shipped files.
type plan struct {
	schedule  Schedule
	arguments string
	// window, since and until are the options'.
	window, since, until epoch.Micros
}

func planned(t *testing.T, a *App, d Detection) plan {
	t.Helper()
	p := plan{}
	var err error
	p.schedule, err = d.Schedule()
	require.NoError(t, err)
	spl, err := a.Macros.Expand(d.Get("search"))
	require.NoError(t, err)
	for _, c := range Pipeline(spl) {
		if arguments, found := strings.CutPrefix(c, "concurrentsessions "); found {
			p.arguments = arguments
		}
	}
	p.window, p.since, p.until = option(t, spl, "window"), option(t, spl, "report_since"), option(t, spl, "report_until")
	return p
}

func micros(d time.Duration) epoch.Micros { return epoch.Micros(d.Microseconds()) }

// lag is how late a row may be indexed for a run to read all that decides about
// it: what the range has beyond the hold, the reported range and two windows.
func (p plan) lag() epoch.Micros {
	return micros(p.schedule.Earliest-p.schedule.Latest) - p.since - 2*p.window
}

// Schedules fit together.
func TestSchedules(t *testing.T) {
	minutes := map[int]string{}
	each(t, func(t *testing.T, a *App, d Detection) {
		p := planned(t, a, d)
		require.NotZero(t, p.schedule.Period(), "runs are not evenly spaced")
		require.LessOrEqual(t, len(p.schedule.Minutes), 12)
		for _, minute := range p.schedule.Minutes {
			require.NotZero(t, minute%30, "on the hour, where everybody's searches start")
			require.NotContains(t, minutes, minute, "two detections start together")
			minutes[minute] = d.Profile
		}
		require.Equal(t, profileOf(t, d).Window, p.window)
		require.Contains(t, p.arguments, "report_by=indextime")
		require.Equal(t, micros(p.schedule.Period()), p.since-p.until, "the reported ranges tile index time")
		require.Equal(t, p.schedule.Latest, p.schedule.IndexLatest, "spans count back from the one, rows end at the other")
		require.GreaterOrEqual(t, p.schedule.Latest, 3*time.Minute, "rows just indexed are not yet searchable")
		require.Equal(t, min(p.window, 10*minuteSpan), p.until, "most of the evidence, but no long wait")
		require.GreaterOrEqual(t, p.lag(), knownLags[d.Profile])
		// A finding must not come back while it can be found again.
		suppressed, err := epoch.ParseSpan(d.Get("alert.suppress.period"))
		require.NoError(t, err)
		require.Greater(t, suppressed, micros(p.schedule.Earliest))
	})
}

// Days of rows that arrive late, in any order and twice: each episode is
// reported by one run, none is missed.
func TestEachEpisodeIsReportedOnce(t *testing.T) {
	each(t, func(t *testing.T, a *App, d Detection) {
		p := planned(t, a, d)
		w := p.world(d)
		want := p.episodes(t, w)
		require.Greater(t, len(want), 40)
		reports := p.reports(t, w, 0)
		for who := range want {
			require.Len(t, reports[who], len(want[who]), "%s, from %s on", who, want[who][0])
		}
		require.Len(t, reports, len(want))
	})
}

// What the test above says is not said of any schedule: without index time, or
// with a range that leaves out the late rows, episodes are missed or reported
// twice.
func TestOtherSchedulesMissEpisodes(t *testing.T) {
	a := app(t)
	d := detection(t, a, "aws_cloudtrail")
	p := planned(t, a, d)
	w := p.world(d)
	want := p.episodes(t, w)

	byTime := p
	byTime.arguments = strings.ReplaceAll(p.arguments, "report_by=indextime", "report_by=time")
	require.Less(t, len(byTime.reports(t, w, 0)), len(want))
	require.Less(t, len(p.reports(t, w, p.lag())), len(want))
}

func (p plan) world(d Detection) world {
	dice := rand.New(rand.NewPCG(1, 2))
	return makeWorld(dice, 2, p.window, p.lag(), micros(p.schedule.Latest), d.Profile == "azure_ad")
}

// episodes are those of all rows together, by user.
func (p plan) episodes(t *testing.T, w world) map[string][]string {
	t.Helper()
	whole, _, _ := strings.Cut(p.arguments, " report_by=")
	return p.find(t, whole, w.arrivals, w.begin-86400*epoch.Second, w.end+2*86400*epoch.Second)
}

// reports are those of every run of the schedule, by user. later is how much
// later than scheduled the searches' ranges start.
func (p plan) reports(t *testing.T, w world, later epoch.Micros) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for hour := w.begin / (60 * minuteSpan) * 60 * minuteSpan; hour < w.end+p.lag()+8*60*minuteSpan; hour += 60 * minuteSpan {
		for _, minute := range p.schedule.Minutes {
			then := hour + epoch.Micros(minute)*minuteSpan
			earliest, latest := then-micros(p.schedule.Earliest)+later, then-micros(p.schedule.Latest)
			rows := w.searched(earliest, latest, then-micros(p.schedule.IndexLatest), then)
			for who, triggers := range p.find(t, p.arguments, rows, earliest, latest) {
				all[who] = append(all[who], triggers...)
			}
		}
	}
	return all
}

// find runs the command over the rows and gives the triggers of its findings by
// user.
func (p plan) find(t *testing.T, arguments string, rows []arrival, earliest, latest epoch.Micros) map[string][]string {
	t.Helper()
	args, raw, err := splunkd.SplitArguments(arguments, splunkd.ArgumentStyle(0))
	require.NoError(t, err)
	var messages conversation.Messages
	_, run, err := command.Command{}.Plan(&conversation.SearchInfo{
		Args: args, RawArgs: raw, EarliestTime: earliest, LatestTime: latest, HasEarliest: true, HasLatest: true,
	}, &messages)
	require.NoError(t, err)
	reader := splunkcsv.NewReader()
	require.NoError(t, reader.Reset(strings.NewReader(text(rows))))
	body, err := run.Execute(reader, true, &messages)
	require.NoError(t, err)
	found := map[string][]string{}
	require.NoError(t, reader.Reset(strings.NewReader(string(body))))
	reader.Select([]string{"user", "_time", "access_key_id"})
	for reader.Next() {
		who := string(reader.Field(0))
		require.NotEmpty(t, who, fmt.Sprint(reader.Columns()))
		found[who] = append(found[who], string(reader.Field(1)))
	}
	require.NoError(t, reader.Err())
	return found
}
