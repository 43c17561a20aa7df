package faults

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var (
	soakMinutes = flag.Float64("soak.minutes", 0, "how long the soak test of one process lasts")
	soakStarts  = flag.Int("soak.starts", 0, "how often the soak test starts the command")
)

// soaks are the searches that are held for long, all at the same time.
var soaks = []soak{
	{name: "findings", args: []string{"memory_limit=4MB"}, rowsPerSecond: 10_000},
	{name: "summary", args: []string{"memory_limit=4MB", "output=summary"}, rowsPerSecond: 10_000},
	{name: "events", args: []string{"memory_limit=4MB", "output=events"}, rowsPerSecond: 10_000},
}

// soak is one search with rows without end.
type soak struct {
	name          string
	args          []string
	rowsPerSecond int
}

// growth is how much the highest memory of the last third may be above that of
// the second third: a tenth and so many bytes.
const growth = 8 << 20

// TestSoak holds the searches for the time given. Their keys and times move on,
// and their requests are of all sizes. Memory must stay flat and descriptors
// constant, and the results must be those known from how the rows are made.
func TestSoak(t *testing.T) {
	if *soakMinutes == 0 {
		t.Skip("takes as long as it is told to: make soak")
	}
	if underRace {
		t.Skip("the race detector has its own memory")
	}
	length := time.Duration(*soakMinutes * float64(time.Minute))
	var all sync.WaitGroup
	for _, s := range soaks {
		all.Go(func() {
			t.Run(s.name, func(t *testing.T) { s.run(t, length) })
		})
	}
	all.Wait()
}

func (s *soak) run(t *testing.T, length time.Duration) {
	p := start(t, setting{})
	p.watch.Reset(2*length + patience) // the last request brings back all rows
	r, ok := p.ask(getinfo(p.dispatch, append([]string{"by=user"}, s.args...)...))
	require.True(t, ok)
	require.NotContains(t, r.metadata, "error")

	rows := endless{random: rand.New(rand.NewPCG(1, 0)), most: s.rowsPerSecond / 40}
	var samples []sample
	began, sampled := time.Now(), time.Now()
	for time.Since(began) < length {
		sent := rows.rows
		r, ok = p.ask(execute(false, rows.body()))
		require.True(t, ok, p.stderr.String())
		require.NotContains(t, r.metadata, "error")
		if strings.Contains(strings.Join(s.args, " "), "output=events") {
			require.Equal(t, rows.rows-sent, max(strings.Count(r.body, "\n")-1, 0), "rows answered")
		} else {
			require.Empty(t, r.body)
		}
		p.seen.Reset()
		if time.Since(sampled) > min(length/300, time.Second) {
			sampled = time.Now()
			samples = append(samples, take(t, p, rows.rows))
		}
		time.Sleep(time.Until(began.Add(time.Duration(rows.rows) * time.Second / time.Duration(s.rowsPerSecond))))
	}
	s.judge(t, samples)

	spilled, descriptors, asked := aside(p), descriptors(t, p), time.Now()
	r, ok = p.ask(execute(true, usualHeader))
	require.True(t, ok, p.stderr.String())
	peak, took := peakMemory(t, p), time.Since(asked)
	o := p.end()
	require.Zero(t, o.code)
	require.Empty(t, o.stderr)
	o.replies = append(o.replies, r)
	switch s.name {
	case "findings":
		require.Len(t, o.findings(t), rows.movers)
	case "summary":
		for _, line := range []string{
			fmt.Sprintf("rows,,,%d,,\n", rows.rows), fmt.Sprintf("sightings,,,%d,,\n", rows.rows-rows.broken),
			fmt.Sprintf("keys,,,%d,,\n", rows.people), fmt.Sprintf("findings,,,%d,,\n", rows.movers),
			fmt.Sprintf("rows_skipped,no_src,src,%d,,\n", rows.broken),
		} {
			require.Contains(t, r.body, line)
		}
	}
	t.Logf("%s: %d rows in %d requests, %d keys, %d of them moved; %.1f MB put aside, %d descriptors; last reply after %.2f s, highest memory %.1f MB",
		s.name, rows.rows, rows.requests, rows.people, rows.movers, mega(spilled), descriptors, took.Seconds(), mega(peak))
}

// judge compares the samples of the last third with those of the second.
func (s *soak) judge(t *testing.T, samples []sample) {
	require.Greater(t, len(samples), 30)
	second, last := samples[len(samples)/3:len(samples)*2/3], samples[len(samples)*2/3:]
	before, after := highest(second, sample.memoryOf), highest(last, sample.memoryOf)
	allowed := before + before/10 + growth
	files, filesBefore := highest(last, sample.descriptorsOf), highest(second, sample.descriptorsOf)
	threads := highest(last, sample.threadsOf)
	t.Logf("%s: highest memory of the second third %.1f MB, of the last %.1f MB (allowed: %.1f MB); descriptors %d, then %d; threads at most %d",
		s.name, mega(before), mega(after), mega(allowed), filesBefore, files, threads)
	require.LessOrEqual(t, after, allowed, "memory grows")
	require.LessOrEqual(t, files, filesBefore, "descriptors grow")
	require.LessOrEqual(t, threads, int64(64), "threads grow")
}

func highest(samples []sample, what func(sample) int64) int64 {
	values := make([]int64, len(samples))
	for i, s := range samples {
		values[i] = what(s)
	}
	return slices.Max(values)
}

func mega(bytes int64) float64 { return float64(bytes) / (1 << 20) }

// endless makes rows without end: people come, are seen four times within two
// minutes and never again; every thousandth moves between two networks. Some
// rows lack a source, and some requests have one row or none.
type endless struct {
	random                                 *rand.Rand
	most                                   int // people in one request
	rows, requests, people, movers, broken int
	text                                   strings.Builder
}

func (e *endless) body() string {
	e.requests++
	e.text.Reset()
	e.text.WriteString(usualHeader)
	switch e.random.IntN(8) {
	case 0: // none
		return e.text.String()
	case 1:
		e.broken++
		e.row(e.people, 0, "")
		return e.text.String()
	}
	first, people := e.people, 1+e.random.IntN(e.most)
	for round := range 4 {
		for who := first; who < first+people; who++ {
			src := fmt.Sprintf("192.0.2.%d", who%250)
			if who%1000 == 0 && round%2 == 1 {
				src = fmt.Sprintf("198.51.100.%d", who%250)
			}
			e.row(who, round, src)
		}
	}
	for who := first; who < first+people; who++ {
		if who%1000 == 0 {
			e.movers++
		}
	}
	e.people += people
	return e.text.String()
}

func (e *endless) row(who, round int, src string) {
	e.rows++
	fmt.Fprintf(&e.text, "%d,\"user-%09d@example.com\",%q,,,\n", 1_600_000_000+who/100+40*round, who, src)
}
