package evaluate_test

import (
	"bytes"
	"context"
	encoding "encoding/csv"
	"encoding/xml"
	"errors"
	"html"
	"io"
	"math"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/evaluate"
	"concurrentsessions/internal/profile"
	"concurrentsessions/internal/simulate"
)

func small(seed uint64) simulate.Plan {
	plan := simulate.Default()
	plan.Seed, plan.Users, plan.Days = seed, 200, 2
	return plan
}

func simulated(t *testing.T, plan simulate.Plan, sources []*simulate.Source) *evaluate.Result {
	t.Helper()
	r, err := evaluate.Simulated(t.Context(), plan, sources)
	require.NoError(t, err)
	return r
}

func csv(t *testing.T, r *evaluate.Result) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, r.CSV(&b))
	return b.String()
}

// Whatever is within reach by its labels, sliding finds, at every gap.
func TestSlidingFindsAllWithinReach(t *testing.T) {
	t.Parallel()
	plan := small(11)
	plan.Rates[simulate.Attacks] = 0.3
	for _, s := range simulated(t, plan, simulate.Sources()).Sources {
		within := 0
		for _, a := range s.Attacks {
			if a.Reach.Within {
				within++
				require.True(t, a.Found[evaluate.Sliding], "%s: %+v", s.Name, a)
				require.LessOrEqual(t, a.Score[evaluate.Plain], 100)
				require.Positive(t, a.Score[evaluate.Located])
			}
			if a.Reach.Why == evaluate.WhyLost || a.Reach.Why == evaluate.WhyNoSession {
				require.False(t, a.Found[evaluate.Sliding], "%s: %+v", s.Name, a)
			}
		}
		require.Greater(t, within, 20, s.Name)
		require.Less(t, s.Recall(evaluate.FoundBy(evaluate.Tumbling)).Value(), 1.0, s.Name)
	}
}

// quiet is an organisation in which nothing but single replays happens, so
// that of each attack there is one pair of requests.
func quiet(seed uint64) simulate.Plan {
	plan := small(seed)
	plan.Rates = simulate.Rates{}
	plan.Rates[simulate.Attacks], plan.Rates[simulate.SingleReplay] = 1, 1
	return plan
}

// A pair is lost by tumbling windows if an edge lies between: with probability
// gap/window.
func TestTumblingLosesGapOverWindow(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"azure_ad", "o365"} {
		source, _ := simulate.SourceByName(name)
		p, _ := profile.ByName(name)
		s := simulated(t, quiet(12), []*simulate.Source{source}).Sources[0]
		var expected, variance, lost float64
		for _, a := range s.Attacks {
			if !a.Reach.Within || a.Kind == "aitm" {
				continue // the proxied sign-in makes several pairs
			}
			share := float64(a.Reach.Gap) / float64(p.Window)
			expected += share
			variance += share * (1 - share)
			if !a.Found[evaluate.Tumbling] {
				lost++
			}
		}
		require.Greater(t, expected, 10.0, name)
		require.InDelta(t, expected, lost, 4*math.Sqrt(variance), name)
	}
}

func TestEqualPlansGiveEqualResults(t *testing.T) {
	before := runtime.GOMAXPROCS(0)
	plan := small(13)
	plan.Users = 30
	one := csv(t, simulated(t, plan, simulate.Sources()))
	runtime.GOMAXPROCS(1)
	again := csv(t, simulated(t, plan, simulate.Sources()))
	runtime.GOMAXPROCS(before)
	require.Equal(t, one, again)
	plan.Seed++
	require.NotEqual(t, one, csv(t, simulated(t, plan, simulate.Sources())))
}

// The files that simulate writes are judged like the simulation itself.
func TestFilesAreJudgedLikeTheSimulation(t *testing.T) {
	t.Parallel()
	plan := small(14)
	plan.Users = 50
	dir := t.TempDir()
	w, err := simulate.New(plan)
	require.NoError(t, err)
	sources := simulate.Sources()[2:4]
	for _, s := range sources {
		_, err := w.Write(t.Context(), dir, s)
		require.NoError(t, err)
	}
	fromFiles, err := evaluate.Labelled(t.Context(), dir, sources)
	require.NoError(t, err)
	for i, want := range simulated(t, plan, sources).Sources {
		got := fromFiles.Sources[i]
		require.Equal(t, want.Events, got.Events)
		require.Equal(t, want.Methods, got.Methods)
		require.Equal(t, want.Scores, got.Scores)
		require.Equal(t, want.Evidence, got.Evidence)
		require.ElementsMatch(t, want.Attacks, got.Attacks)
	}

	_, err = evaluate.Labelled(t.Context(), dir, simulate.Sources()[:1])
	require.ErrorContains(t, err, "sessionlab simulate writes one")
	path := dir + "/o365" + simulate.LabelsSuffix
	require.NoError(t, os.WriteFile(path, []byte("{}\n"), 0o600))
	_, err = evaluate.Labelled(t.Context(), dir, sources)
	require.ErrorContains(t, err, "o365.ndjson:2: there are 1 labels only")
	require.NoError(t, os.WriteFile(path, []byte("no label\n"), 0o600))
	_, err = evaluate.Labelled(t.Context(), dir, sources)
	require.ErrorContains(t, err, "o365.labels.ndjson:1: ")
}

func TestSeedsAreAddedUp(t *testing.T) {
	t.Parallel()
	plan := small(15)
	plan.Users = 60
	sources := simulate.Sources()[4:]
	r := simulated(t, plan, sources)
	events, days := r.Sources[0].Events, r.Sources[0].UserDays
	plan.Seed = 16
	more := simulated(t, plan, sources)
	require.NoError(t, r.Add(more))
	require.Equal(t, events+more.Sources[0].Events, r.Sources[0].Events)
	require.Equal(t, 2*days, r.Sources[0].UserDays)
	require.Equal(t, "15, 16", r.SeedList())
	require.ErrorContains(t, r.Add(&evaluate.Result{}), "want 60 users")

	var kept bytes.Buffer
	require.NoError(t, r.Save(&kept))
	again, err := evaluate.Load(&kept)
	require.NoError(t, err)
	require.Equal(t, csv(t, r), csv(t, again))
	again.Sources[0].Sweeps = nil
	require.NoError(t, again.Save(&kept))
	_, err = evaluate.Load(&kept)
	require.ErrorContains(t, err, "judged by another version")
}

// The page stands on its own, is well formed, and shows all tables.
func TestPages(t *testing.T) {
	t.Parallel()
	plan := small(17)
	plan.Users = 40
	plan.Rates[simulate.Attacks] = 0.3
	r := simulated(t, plan, simulate.Sources())
	var page, markdown, table bytes.Buffer
	require.NoError(t, r.HTML(&page))
	require.NoError(t, r.Page(&markdown))
	require.NoError(t, r.Table(&table))
	for _, s := range r.Sections() {
		require.NotEmpty(t, s.Rows, s.Name)
		for _, row := range s.Rows {
			require.Len(t, row, len(s.Columns), "%s: %q", s.Name, row)
		}
		require.True(t, strings.Contains(page.String(), "<h2>"+html.EscapeString(s.Title)+"</h2>"), s.Title)
		require.True(t, strings.Contains(markdown.String(), "### "+s.Title), s.Title)
		require.True(t, strings.Contains(table.String(), s.Title), s.Title)
	}
	for _, not := range []string{"http:", "https:", "url(", "NaN", "Inf"} {
		require.False(t, strings.Contains(page.String(), not), not)
	}
	require.Equal(t, 12, strings.Count(page.String(), "<svg "))
	d := xml.NewDecoder(strings.NewReader(page.String()))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else {
			require.NoError(t, err)
		}
	}
	records, err := encoding.NewReader(strings.NewReader(csv(t, r))).ReadAll() // wants as many fields in each
	require.NoError(t, err)
	require.Equal(t, []string{"table", "source", "row", "column", "value"}, records[0])
}

func TestCancelledRunsEnd(t *testing.T) {
	t.Parallel()
	source, _ := simulate.SourceByName("okta")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := evaluate.Simulated(ctx, small(18), []*simulate.Source{source})
	require.ErrorContains(t, err, "evaluate okta: context canceled")
}
