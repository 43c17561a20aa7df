package engine

import (
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"concurrentsessions/internal/condition"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/sighting"
)

// The generators keep everything small, so that what is rare in logs is common
// here: few keys and values, and times within a few windows, so that sightings
// meet exactly at a window's end or at the same moment. scenes_test.go counts
// how often they do.

// scene is a plan and the rows it is given.
type scene struct {
	plan Plan
	rows []oracleRow
}

// world is what the rows of one scene are drawn from.
type world struct {
	window epoch.Micros
	// start and length are the range of the event times.
	start, length epoch.Micros
	keys          [][]string
	// shown are the attributes that rows show; the condition counts among them.
	shown []sighting.Attribute
	when  condition.Condition
}

// manyKeys are alike when their parts are strung together.
var manyKeys = [][]string{{"a", "bc"}, {"ab", "c"}, {"ab", ""}}

var countable = []sighting.Attribute{
	sighting.Origin, sighting.Src, sighting.OS, sighting.Browser, sighting.Country,
}

func drawWorld(t *rapid.T) world {
	window := rapid.SampledFrom([]epoch.Micros{10, 5, 2, 1}).Draw(t, "window")
	length := window * epoch.Micros(rapid.IntRange(1, 7).Draw(t, "windows"))
	start := rapid.SampledFrom([]epoch.Micros{0, -31, 1_700_000_000_000_000, epoch.Min, epoch.Max - length})
	w := world{
		window: window,
		length: length,
		start:  start.Draw(t, "start"),
		keys:   manyKeys[:rapid.SampledFrom([]int{1, 1, 2, 3}).Draw(t, "keys")],
		when:   drawCondition(t),
	}
	w.shown = append(w.when.Attributes(), sighting.User)
	if !slices.Contains(w.shown, sighting.Origin) {
		w.shown = append(w.shown, sighting.Origin)
	}
	return w
}

func drawCondition(t *rapid.T) condition.Condition {
	return when(rapid.OneOf(
		rapid.Just("dc(origin)>1"),
		rapid.Just("dc(origin)>1 AND (dc(os)>1 OR dc(browser)>1)"),
		rapid.Custom(func(t *rapid.T) string { return drawExpression(t, 2) }),
	).Draw(t, "when"))
}

func drawExpression(t *rapid.T, depth int) string {
	operands := 1
	if depth > 0 {
		operands = rapid.IntRange(1, 3).Draw(t, "operands")
	}
	if operands == 1 {
		attribute := rapid.SampledFrom(countable).Draw(t, "attribute")
		return fmt.Sprintf("dc(%s)>=%d", attribute, rapid.SampledFrom([]int{2, 1, 2, 3}).Draw(t, "least"))
	}
	var parts []string
	for range operands {
		parts = append(parts, drawExpression(t, depth-1))
	}
	word := rapid.SampledFrom([]string{" AND ", " OR "}).Draw(t, "word")
	return "(" + strings.Join(parts, word) + ")"
}

// time draws an event time; margin lets it lie outside of the rows' range.
func (w world) time(t *rapid.T, label string, margin epoch.Micros) epoch.Micros {
	return w.start + epoch.Micros(rapid.Int64Range(int64(-margin), int64(w.length+margin)).Draw(t, label))
}

// event draws a single event.
func (w world) event(t *rapid.T) oracleRow {
	var row oracleRow
	row.Key = rapid.SampledFrom(w.keys).Draw(t, "key")
	for _, attribute := range w.shown {
		row.Shows[attribute] = w.values(t, attribute)
	}
	row.First = w.time(t, "time", 0)
	row.Last, row.Count = row.First, 1
	return row
}

// values draws what an event shows of an attribute: one source address, at most
// one origin (none only if the condition does not count origins), and up to all
// values of the others.
func (w world) values(t *rapid.T, attribute sighting.Attribute) []string {
	least, most := 0, 3
	switch attribute {
	case sighting.Src:
		least, most = 1, 1
	case sighting.Origin:
		most = 1
		if slices.Contains(w.when.Attributes(), sighting.Origin) {
			least = 1
		}
	}
	number := min(most, rapid.SampledFrom([]int{1, 1, 2, 0, 1, 3}).Draw(t, "number of "+attribute.String()))
	number = max(least, number)
	values := rapid.Permutation([]string{"A", "B", "C"}).Draw(t, attribute.String())[:number]
	return slices.Sorted(slices.Values(values))
}

// events draws single events, some of them twice.
func (w world) events(t *rapid.T) []oracleRow {
	return w.list(t, w.event)
}

// rowsForMany draws events among which some rows stand for many events, and a
// few have last before first.
func (w world) rowsForMany(t *rapid.T) []oracleRow {
	return w.list(t, func(t *rapid.T) oracleRow {
		row := w.event(t)
		if rapid.IntRange(0, 3).Draw(t, "stands for many") == 0 {
			row.Last += epoch.Micros(rapid.Int64Range(-1, int64(w.window*3/2)).Draw(t, "duration"))
			row.Last = min(row.Last, w.start+w.length)
			row.Count = uint64(rapid.IntRange(1, 5).Draw(t, "count"))
		}
		return row
	})
}

func (w world) list(t *rapid.T, draw func(*rapid.T) oracleRow) []oracleRow {
	least := rapid.SampledFrom([]int{0, 4, 8, 12}).Draw(t, "rows at least")
	rows := rapid.SliceOfN(rapid.Custom(draw), least, 16).Draw(t, "rows")
	if len(rows) == 0 {
		return rows
	}
	again := rapid.SliceOfN(rapid.SampledFrom(rows), 0, 2).Draw(t, "again")
	return append(rows, again...)
}

// indexLate gives rows the times at which they were indexed: some windows after
// the event, and none for a few.
func (w world) indexLate(t *rapid.T, rows []oracleRow) {
	for i := range rows {
		if rapid.IntRange(0, 6).Draw(t, "without index time") == 0 {
			continue
		}
		rows[i] = rows[i].indexed(rows[i].Last + w.late(t, 4))
	}
}

// late draws a delay of up to some windows; half of them are none.
func (w world) late(t *rapid.T, windows epoch.Micros) epoch.Micros {
	if rapid.Bool().Draw(t, "in time") {
		return 0
	}
	return epoch.Micros(rapid.Int64Range(0, int64(windows*w.window)).Draw(t, "late"))
}

// plan is the plan that reports everything.
func (w world) plan(mode Mode) Plan {
	if mode == Endless {
		return Plan{Mode: mode, When: w.when}
	}
	return Plan{Mode: mode, Window: w.window, When: w.when}
}

// scenes draws plans of a mode that report by trigger, and rows for them.
func scenes(mode Mode) *rapid.Generator[scene] {
	return rapid.Custom(func(t *rapid.T) scene {
		w := drawWorld(t)
		s := scene{plan: w.plan(mode), rows: w.rowsForMany(t)}
		s.plan.Since = w.bound(t, "since", w.window)
		s.plan.Until = w.bound(t, "until", w.window)
		s.plan.Latest = w.latest(t, s.rows)
		return s
	})
}

// lateScenes draws plans of a mode that report by index time, and rows for them.
func lateScenes(mode Mode) *rapid.Generator[scene] {
	return rapid.Custom(func(t *rapid.T) scene {
		w := drawWorld(t)
		s := scene{plan: w.plan(mode), rows: w.rowsForMany(t)}
		w.indexLate(t, s.rows)
		s.plan.ByIndexTime = true
		since := w.time(t, "since", w.window)
		s.plan.Since = At(since)
		s.plan.Until = At(since + epoch.Micros(rapid.Int64Range(0, int64(4*w.window)).Draw(t, "run")))
		if rapid.IntRange(0, 3).Draw(t, "not tiled") == 0 {
			s.plan.Since = w.bound(t, "any since", 2*w.window)
			s.plan.Until = w.bound(t, "any until", 2*w.window)
		}
		if s.plan.Earliest = w.bound(t, "earliest", 0); s.plan.Earliest.Set {
			s.plan.Earliest.At -= 2 * w.window
		}
		s.plan.Latest = w.latest(t, s.rows)
		return s
	})
}

// bound draws no bound, or one in the rows' range and a margin.
func (w world) bound(t *rapid.T, label string, margin epoch.Micros) Bound {
	if rapid.Bool().Draw(t, "no "+label) {
		return Bound{}
	}
	return At(w.time(t, label, margin))
}

// latest draws the search's latest time, often where the hot time may begin or
// end: at a row, or at the end of its presence, or just beside these.
func (w world) latest(t *rapid.T, rows []oracleRow) Bound {
	if len(rows) == 0 || rapid.IntRange(0, 3).Draw(t, "latest anywhere") == 0 {
		return w.bound(t, "latest", w.window)
	}
	row := rapid.SampledFrom(rows).Draw(t, "latest near")
	near := rapid.SampledFrom([]epoch.Micros{row.Last + w.window + 1, row.First - 1, row.First, row.Last + w.window})
	return At(near.Draw(t, "latest"))
}
