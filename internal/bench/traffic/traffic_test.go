package traffic

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/chunk"
	"concurrentsessions/internal/splunkcsv"
)

var layouts = []Layout{Narrow, NarrowOwn, Agents, Indexed, Wide, Raw}

func small() Plan { return Plan{Seed: 1, Sightings: 300, Keys: 20, Span: Day, Elsewhere: 10} }

func TestEqualSeedsGiveEqualSightings(t *testing.T) {
	t.Parallel()
	require.Equal(t, slices.Collect(small().All()), slices.Collect(small().All()))
	other := small()
	other.Seed = 2
	require.NotEqual(t, slices.Collect(small().All()), slices.Collect(other.All()))
}

func TestSightingsFitThePlan(t *testing.T) {
	t.Parallel()
	p := Plan{Seed: 3, Sightings: 40_000, Keys: 50, Span: Day, Elsewhere: 10, Step: 1000}
	elsewhere, keys := 0, map[int]int{}
	var times []int64
	for s := range p.All() {
		keys[s.Key]++
		if s.Elsewhere {
			elsewhere++
		}
		times = append(times, s.At)
	}
	require.False(t, slices.ContainsFunc(times, func(at int64) bool { return at%1000 != 0 }))
	require.LessOrEqual(t, slices.Max(times), int64(End))
	require.Greater(t, slices.Min(times), int64(End-Day-disorder-1000))
	require.Len(t, keys, 50)
	require.InDelta(t, 4000, elsewhere, 300)

	once := Plan{Seed: 3, Sightings: 100, Span: Day, Once: true}
	for s := range once.All() {
		require.Equal(t, s.Row, s.Key)
		require.False(t, s.Elsewhere)
	}
}

// Rows are in splunkd's dialect to the byte: a strict writer of the values
// that a strict reader found writes the same.
func TestRowsAreAsSplunkdWritesThem(t *testing.T) {
	t.Parallel()
	for _, l := range layouts {
		for body := range small().Bodies(l, 100) {
			rows, err := csv.NewReader(bytes.NewReader(body)).ReadAll()
			require.NoError(t, err)
			require.Len(t, rows, 101)
			require.Equal(t, l.Names, rows[0][:len(l.Names)])
			w := splunkcsv.NewStrictWriter(l.Names)
			for _, row := range rows[1:] {
				require.Empty(t, strings.Join(row[len(l.Names):], ""))
				for _, value := range row[:len(l.Names)] {
					w.Value(value)
				}
				w.EndRow()
			}
			require.Equal(t, string(w.Body()), string(body))
		}
	}
}

func TestRequestsAreFrames(t *testing.T) {
	t.Parallel()
	var stream bytes.Buffer
	require.NoError(t, small().WriteRequests(&stream, Agents, 70))
	r := chunk.NewReader(&stream)
	var sizes []int
	for body, last := range small().Bodies(Agents, 70) {
		metadata, size, err := r.Next()
		require.NoError(t, err)
		require.JSONEq(t, map[bool]string{false: `{"action":"execute","finished":false}`, true: `{"action":"execute","finished":true}`}[last], string(metadata))
		require.EqualValues(t, len(body), size)
		sizes = append(sizes, bytes.Count(body, []byte("\n"))-1)
	}
	require.Equal(t, []int{70, 70, 70, 70, 20}, sizes)
	require.Zero(t, stream.Len())
}

func TestPlainCSV(t *testing.T) {
	t.Parallel()
	var file bytes.Buffer
	require.NoError(t, small().WriteCSV(&file, Agents))
	rows, err := csv.NewReader(&file).ReadAll()
	require.NoError(t, err)
	require.Equal(t, Agents.Names, rows[0])
	require.Len(t, rows, 301)
}

// Events are JSON of the promised length, and the same inside CSV.
func TestEvents(t *testing.T) {
	t.Parallel()
	var file bytes.Buffer
	require.NoError(t, small().WriteEvents(&file))
	var raw [][]string
	for body := range small().Bodies(Raw, 1000) {
		var err error
		raw, err = csv.NewReader(bytes.NewReader(body)).ReadAll()
		require.NoError(t, err)
	}
	lines := bytes.Split(bytes.TrimSpace(file.Bytes()), []byte("\n"))
	require.Len(t, lines, 300)
	for i, line := range lines {
		require.True(t, json.Valid(line), "%s", line)
		require.Greater(t, len(line), 1000)
		require.Less(t, len(line), 2048)
		require.Equal(t, string(line), raw[i+1][1])
	}
}

func TestExpect(t *testing.T) {
	t.Parallel()
	at := func(pairs ...int64) (list []Seen) {
		for _, p := range pairs {
			list = append(list, Seen{At: max(p, -p), Elsewhere: p < 0})
		}
		return list
	}
	for _, test := range []struct {
		list             []Seen
		episodes, slices int
	}{
		{nil, 0, 0},
		{at(5, 6), 0, 0},
		{at(5, -15), 1, 0},         // one window apart, ends included
		{at(5, -16), 0, 0},         // one more
		{at(5, -6, 7), 1, 1},       // two neighbours, one union
		{at(5, -6, 24, -25), 1, 2}, // a pause of one window joins
		{at(5, -6, 25, -26), 2, 2},
	} {
		require.Equal(t, test.episodes, episodes(test.list, 10), "%v", test.list)
		require.Equal(t, test.slices, mixedSlices(test.list, 10), "%v", test.list)
	}
}

// About as many events show something new of somebody as in a public log of
// CloudTrail, where it is three in ten.
func TestEventsRepeatWhatTheyShow(t *testing.T) {
	t.Parallel()
	p := Plan{Seed: 1, Sightings: 20_000, Keys: 1000, Span: Day, Elsewhere: 1000}
	shown := map[string]bool{}
	for s := range p.All() {
		var e struct {
			UserIdentity                                                  struct{ Arn string }
			EventSource, EventName, AwsRegion, SourceIPAddress, UserAgent string
		}
		require.NoError(t, json.Unmarshal(plainForm.append(nil, &s), &e))
		shown[fmt.Sprint(e)] = true
	}
	require.InDelta(t, 0.35, float64(len(shown))/float64(p.Sightings), 0.05)
}
