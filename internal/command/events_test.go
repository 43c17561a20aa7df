package command

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"concurrentsessions/internal/conversation"
	"concurrentsessions/internal/detect"
	"concurrentsessions/internal/engine"
	"concurrentsessions/internal/project"
	"concurrentsessions/internal/sighting"
	"concurrentsessions/internal/spill"
	"concurrentsessions/internal/splunkcsv"
)

func startEvents(t testing.TB, args ...string) *eventsRun {
	t.Helper()
	var m conversation.Messages
	info := &conversation.SearchInfo{Args: append([]string{"by=user", "output=events"}, args...), DispatchDir: t.TempDir()}
	_, run, err := Command{}.Plan(info, &m)
	require.NoError(t, err)
	return run.(*eventsRun)
}

// execute gives the answer to one request.
func (r *eventsRun) execute(body []byte, last bool) ([]byte, error) {
	var m conversation.Messages
	rows := splunkcsv.NewReader()
	if err := rows.Reset(bytes.NewReader(body)); err != nil {
		return nil, err
	}
	answer, err := r.Execute(rows, last, &m)
	if size, write := r.LongBody(); err == nil && len(answer) == 0 && size > 0 {
		var long bytes.Buffer
		err = write(&long)
		if int64(long.Len()) != size {
			return nil, fmt.Errorf("%d bytes, %d were told", long.Len(), size)
		}
		answer = long.Bytes()
	}
	return slices.Clone(answer), err
}

// slowEvents is the slow, obvious twin of eventsRun: one row after the other,
// each read, projected, interned and written by its values.
type slowEvents struct {
	plan      detect.Plan
	projector *project.Projector
	nearby    *engine.Nearby
}

func newSlowEvents(plan detect.Plan) *slowEvents {
	return &slowEvents{plan, plan.Project.NewProjector(), engine.NewNearby(plan.Engine)}
}

func (s *slowEvents) execute(t require.TestingT, body []byte) []byte {
	rows := splunkcsv.NewReader()
	require.NoError(t, rows.Reset(bytes.NewReader(body)))
	needed, columns := s.plan.Project.RequiredFields(), slices.Clone(rows.Columns())
	rows.Select(append(slices.Clone(needed), columns...))
	var list []splunkcsv.Column
	for _, name := range columns {
		list = append(list, splunkcsv.Column{Name: name, Multi: true})
	}
	w := splunkcsv.NewWriter(append(list, eventsColumns...))
	for rows.Next() {
		for i := range columns {
			w.Values(texts(rows.AppendValues(nil, len(needed)+i)))
		}
		s.mark(w, rows)
		w.EndRow()
	}
	require.NoError(t, rows.Err())
	if len(columns) == 0 {
		return nil
	}
	return w.Body()
}

func (s *slowEvents) mark(w *splunkcsv.Writer, row *splunkcsv.Reader) {
	if s.projector.CSV(row).Reason != project.None {
		return
	}
	seen, skip := s.projector.Seen()
	list, skipped := s.projector.Sightings()
	if skip.Reason != project.None || skipped.Reason != project.None {
		return
	}
	var ids []engine.ID
	var origins []string
	for i := range list {
		ids = append(ids, s.nearby.Intern(list[i].Record()))
		s.nearby.Observe(ids[i], seen.First)
		origins = append(origins, list[i].Shows[sighting.Origin]...)
	}
	count, hot, gap := 0, false, ""
	least := seen.First
	for _, id := range ids {
		a := s.nearby.Around(id, seen.First)
		count, hot = max(count, a.Origins), hot || a.Hot
		if a.HasGap && (gap == "" || a.Gap < least) {
			least, gap = a.Gap, a.Gap.String()
		}
	}
	slices.Sort(origins)
	w.Values(slices.Compact(origins))
	w.Value(fmt.Sprint(count))
	w.Value(fmt.Sprint(hot))
	w.Value(gap)
}

// requireSameRows wants the same values, whatever the quoting: rows pass through
// as they were quoted.
func requireSameRows(t require.TestingT, want, got []byte) {
	a, b := splunkcsv.NewReader(), splunkcsv.NewReader()
	require.NoError(t, a.Reset(bytes.NewReader(want)))
	require.NoError(t, b.Reset(bytes.NewReader(got)))
	require.Equal(t, a.Columns(), b.Columns())
	columns := slices.Clone(a.Columns())
	a.Select(columns)
	b.Select(columns)
	for n := 1; a.Next(); n++ {
		require.True(t, b.Next(), "row %d", n)
		for i, name := range columns {
			require.Equal(t, texts(a.AppendValues(nil, i)), texts(b.AppendValues(nil, i)), "row %d, column %s", n, name)
		}
	}
	require.False(t, b.Next())
	require.NoError(t, b.Err())
	require.Zero(t, b.Ragged())
}

// mixed makes bodies with all that rows can differ in.
type mixed struct {
	random  *rand.Rand
	columns []string
	time    int
}

func newMixed(seed uint64) *mixed {
	return &mixed{rand.New(rand.NewPCG(seed, 0)), []string{"_time", "user", "src", "note", "_chunked_idx"}, 1_700_000_000_000}
}

func (m *mixed) one(of ...string) string { return of[m.random.IntN(len(of))] }

func (m *mixed) body(rows int) []byte {
	if m.random.IntN(4) == 0 {
		m.random.Shuffle(len(m.columns), func(i, j int) { m.columns[i], m.columns[j] = m.columns[j], m.columns[i] })
	}
	end, multi := m.one("\n", "\n", "\r\n"), m.random.IntN(4) > 0
	var b strings.Builder
	b.WriteString(strings.Join(m.columns, ","))
	if multi {
		b.WriteString(",__mv_" + strings.Join(m.columns, ",__mv_"))
	}
	b.WriteString(end)
	for range rows {
		m.row(&b, multi)
		b.WriteString(end)
		if m.random.IntN(50) == 0 {
			b.WriteString(end)
		}
	}
	return []byte(b.String())
}

func (m *mixed) row(b *strings.Builder, multi bool) {
	m.time -= m.random.IntN(2000)
	at := fmt.Sprintf("%.3f", float64(m.time+m.random.IntN(3000))/1000)
	switch m.random.IntN(60) {
	case 0:
		at = m.one("", "soon", "0")
	case 1: // far from the others
		at = fmt.Sprint(1_700_000_000 - m.random.IntN(20_000))
	}
	values := map[string]string{
		"_time": at,
		"user":  m.one("ann", "bob", "ann", "c, d", `e "f"`, "", "-", "g"+fmt.Sprint(m.random.IntN(40))),
		"src":   m.one("192.0.2.1", "192.0.2.1", "198.51.100.7", "2001:db8::1", "AWS Internal", ""),
		"note":  m.one("", "plain", "two\nlines", `a "quote", a comma`, " blanks ", "naïve"),
	}
	lists := map[string]string{}
	if multi && m.random.IntN(20) == 0 {
		name := m.one("user", "src", "note")
		lists[name] = "$" + m.one("ann", "192.0.2.1") + "$;$" + m.one("bob", "203.0.113.9", "a$$b") + "$"
		values[name] = "several"
	}
	fields := make([]string, 0, 2*len(m.columns))
	for _, name := range m.columns {
		fields = append(fields, m.quoted(values[name]))
	}
	for _, name := range m.columns {
		if multi {
			fields = append(fields, lists[name])
		}
	}
	if m.random.IntN(100) == 0 {
		fields = append(fields[:1+m.random.IntN(len(fields))], m.one("", "more"))
	}
	b.WriteString(strings.Join(fields, ","))
}

func (m *mixed) quoted(value string) string {
	if m.random.IntN(2) == 0 || strings.ContainsAny(value, ",\"\n") {
		return `"` + strings.ReplaceAll(value, `"`, `""`) + `"`
	}
	return value
}

// What is answered is what the twin answers, in each mode.
func TestLawEventsEqualTwin(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		args := rapid.SampledFrom([][]string{
			nil, {"window=30s"}, {"mode=tumbling"}, {"window=all"}, {"origin=exact"}, {"when=dc(origin)>2"}, {"src=note"},
		}).Draw(rt, "arguments")
		run := startEvents(t, args...)
		defer run.Close()
		slow, rows := newSlowEvents(run.plan), newMixed(rapid.Uint64().Draw(rt, "seed"))
		for n := rapid.IntRange(1, 4).Draw(rt, "requests"); n > 0; n-- {
			body := rows.body(rapid.SampledFrom([]int{0, 1, 40}).Draw(rt, "rows"))
			got, err := run.execute(body, n == 1)
			require.NoError(rt, err)
			requireSameRows(rt, slow.execute(rt, body), got)
		}
	})
}

// The same where a request is many pieces, with enough memory and without: what
// is put aside comes back.
func TestEventsInPieces(t *testing.T) {
	t.Parallel()
	for _, limit := range []string{"memory_limit=1GB", "memory_limit=1MB"} {
		t.Run(limit, func(t *testing.T) {
			t.Parallel()
			run := startEvents(t, limit)
			defer run.Close()
			slow, rows := newSlowEvents(run.plan), newMixed(1)
			for n := range 4 {
				body := rows.body(20_000)
				got, err := run.execute(body, n == 3)
				require.NoError(t, err)
				requireSameRows(t, slow.execute(t, body), got)
				require.Equal(t, limit == "memory_limit=1MB", run.reply.file != nil, "a reply of %d bytes", len(got))
			}
			if limit == "memory_limit=1MB" {
				require.Positive(t, run.plan.Aside.(*spill.File).Bytes())
			}
			require.NoError(t, run.Close())
			require.Nil(t, run.reply.file)
		})
	}
}

// Rows that are no CSV any more end the search, and it is told where.
func TestEventsOfABrokenBody(t *testing.T) {
	t.Parallel()
	run := startEvents(t)
	defer run.Close()
	good := "_time,user,src\n" + strings.Repeat("1700000000,ann,192.0.2.1\n", 50_000)
	_, err := run.execute([]byte(good), false)
	require.NoError(t, err)
	got, err := run.execute([]byte(good+"1700000000,a\"n\",192.0.2.1\n"), true)
	require.ErrorIs(t, err, splunkcsv.ErrBareQuote)
	require.ErrorContains(t, err, "row 50001, column \"user\"")
	require.Empty(t, got)
}

// The file of a reply may fail, or come back changed.
func TestReplyAside(t *testing.T) {
	t.Parallel()
	part := func(c byte) []byte { return bytes.Repeat([]byte{c}, 100) }
	r := reply{dir: t.TempDir(), most: 150}
	for range 2 {
		for _, c := range []byte("abc") {
			require.NoError(t, r.add(part(c)))
		}
		require.Len(t, r.held, 1)
		require.EqualValues(t, 200, r.file.Bytes())
		var out bytes.Buffer
		require.NoError(t, r.write(&out))
		require.Equal(t, string(slices.Concat(part('a'), part('b'), part('c'))), out.String())
		require.ErrorIs(t, r.write(full{}), os.ErrInvalid)
		r.aside[1].checksum++
		require.ErrorIs(t, r.write(io.Discard), errDamaged)
		r.aside[0].place = 300
		require.ErrorIs(t, r.write(io.Discard), io.EOF)
		r.reset()
		require.Zero(t, r.size)
		require.Nil(t, r.file)
	}
	r.dir += "/missing"
	require.NoError(t, r.add(part('a')))
	require.ErrorContains(t, r.add(part('b')), "memory_limit")
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, os.ErrInvalid }

// A request of any number of rows, all of a kind that was seen before, costs the
// same few allocations.
func TestEventsAllocateNothingPerRow(t *testing.T) {
	if testing.CoverMode() != "" {
		t.Skip("coverage allocates")
	}
	run := startEvents(t)
	defer run.Close()
	allocations := func(rows int) float64 {
		body, in := newMixed(1).body(rows), splunkcsv.NewReader()
		var m conversation.Messages
		return testing.AllocsPerRun(3, func() {
			require.NoError(t, in.Reset(bytes.NewReader(body)))
			_, err := run.Execute(in, false, &m)
			require.NoError(t, err)
		})
	}
	few, many := allocations(10), allocations(20_000)
	require.Less(t, many-few, 200.0, "a request costs %v, one of many rows %v", few, many)
}

// Users come and go. What is far from the rows that come is put aside.
func TestEventsStayWithinMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("half a million rows")
	}
	const limit, rest = 16 << 20, 24 << 20 // for pieces, replies and this test
	run := startEvents(t, "memory_limit=16MB")
	defer run.Close()
	var highest uint64
	for n := range 50 {
		var body strings.Builder
		body.WriteString("_time,user,src\n")
		for i := n * 10_000; i < (n+1)*10_000; i++ {
			fmt.Fprintf(&body, "%d,user%07d,192.0.2.%d\n", 1_700_000_000-i/20, i, i%250)
		}
		_, err := run.execute([]byte(body.String()), n == 49)
		require.NoError(t, err)
		runtime.GC()
		var stats runtime.MemStats
		runtime.ReadMemStats(&stats)
		highest = max(highest, stats.HeapAlloc)
	}
	require.Less(t, highest, uint64(limit+rest))
	require.Greater(t, run.plan.Aside.(*spill.File).Bytes(), int64(limit))
	t.Logf("at most %d MB, %d MB put aside", highest>>20, run.plan.Aside.(*spill.File).Bytes()>>20)
}

func BenchmarkEvents(b *testing.B) {
	const rows = 50_000
	var body strings.Builder
	body.WriteString(`"_time",user,src,"user_agent","__mv__time","__mv_user","__mv_src","__mv_user_agent"` + "\n")
	for i := range rows {
		fmt.Fprintf(&body, "\"%d.%03d\",\"user%05d@example.com\",\"192.0.2.%d\",\"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\",,,,\n",
			1_700_000_000-i/12, i%1000, i*7919%20_000, i%250)
	}
	run, in := startEvents(b), splunkcsv.NewReader()
	defer run.Close()
	var m conversation.Messages
	b.SetBytes(int64(body.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if err := in.Reset(strings.NewReader(body.String())); err != nil {
			b.Fatal(err)
		}
		if _, err := run.Execute(in, false, &m); err != nil {
			b.Fatal(err)
		}
	}
}
