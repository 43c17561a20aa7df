package detect

import (
	"bytes"
	"cmp"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"concurrentsessions/internal/finding"
	"concurrentsessions/internal/project"
	"concurrentsessions/internal/splunkcsv"
)

// report is all that a detector says.
func report(t require.TestingT, d *Detector) string {
	var all string
	require.NoError(t, d.Findings(func(f *finding.Finding) error {
		all += fmt.Sprintf("%+v\n", *f)
		return nil
	}))
	tally := d.Tally()
	return all + fmt.Sprintf("%d %d %d %d %v %v", tally.Rows, tally.Sightings, tally.Keys, tally.Findings, tally.Skipped(), d.Roles())
}

// However splunkd writes the rows, with whatever columns around those that are
// needed, in whatever order and quoting: the result is the same.
func TestLawTheFormOfRowsChangesNothing(t *testing.T) {
	plan := search(t, project.Spec{By: []string{"user", "app"}})
	needed := []string{"_time", "user", "app", "src", "user_agent"}
	value := map[string]*rapid.Generator[[]string]{
		"_time":      rapid.SliceOfN(rapid.SampledFrom([]string{"", "1700000000", "1700000000.25", "1700000001.5", "x"}), 1, 1),
		"user":       rapid.SliceOfN(rapid.SampledFrom([]string{"", "ann", "bob", "-"}), 0, 2),
		"app":        rapid.SliceOfN(rapid.SampledFrom([]string{"vpn", "a \"b\", c"}), 1, 2),
		"src":        rapid.SliceOfN(rapid.SampledFrom([]string{"192.0.2.1", "192.0.2.2", "AWS Internal", ""}), 0, 2),
		"user_agent": rapid.SliceOfN(rapid.SampledFrom([]string{"", "curl/8.0"}), 1, 1),
	}
	other := rapid.SampledFrom([]string{"", "x", "1,2", "say \"hi\"", "two\nlines"})
	rapid.Check(t, func(t *rapid.T) {
		rows := make([]map[string][]string, rapid.IntRange(0, 30).Draw(t, "rows"))
		for i := range rows {
			rows[i] = map[string][]string{}
			for _, name := range needed {
				rows[i][name] = value[name].Draw(t, name)
			}
		}
		feed := func(take func(body []byte), names []string, strict bool, rows []map[string][]string, other func() string) {
			columns := make([]splunkcsv.Column, len(names))
			for i, name := range names {
				columns[i] = splunkcsv.Column{Name: name, Multi: true}
			}
			w := splunkcsv.NewWriter(columns)
			if strict {
				w = splunkcsv.NewStrictWriter(names)
			}
			for _, row := range rows {
				for _, name := range names {
					if values, ok := row[name]; ok {
						w.Values(values)
					} else {
						w.Value(other())
					}
				}
				w.EndRow()
			}
			take(w.Body())
		}
		want := New(plan)
		feed(func(body []byte) {
			r := splunkcsv.NewReader()
			require.NoError(t, r.Reset(bytes.NewReader(body)))
			r.Select(plan.Project.RequiredFields())
			for r.Next() {
				want.Row(r)
			}
			require.NoError(t, r.Err())
		}, needed, true, rows, nil)
		got := New(plan)
		in, fed := splunkcsv.NewReader(), NewRows(got, rapid.IntRange(0, 3).Draw(t, "workers"))
		defer fed.Close()
		for len(rows) > 0 {
			n := rapid.IntRange(1, len(rows)).Draw(t, "rows of the chunk")
			names := rapid.Permutation(append([]string{"o1", "o2"}, needed...)).Draw(t, "columns")
			feed(func(body []byte) {
				require.NoError(t, in.Reset(bytes.NewReader(body)))
				require.NoError(t, fed.Read(in))
			}, names, rapid.Bool().Draw(t, "strict"), rows[:n], func() string { return other.Draw(t, "other") })
			rows = rows[n:]
		}
		require.NoError(t, fed.Wait())
		require.Equal(t, report(t, want), report(t, got))
	})
}

// Each stream of the benchmark gives as many sightings as it has rows.
func TestStreams(t *testing.T) {
	for _, s := range streams(t) {
		r := splunkcsv.NewReader()
		d := New(s.plan)
		require.NoError(t, s.feed(NewRows(d, 0), r))
		tally := d.Tally()
		require.Equal(t, uint64(s.rows), tally.Rows, s.name)
		require.Equal(t, tally.Rows, tally.Sightings, s.name)
	}
}

// Rows of known identities cost no allocation but the engine's own.
func TestProjectingKnownRowsAllocatesNothing(t *testing.T) {
	plan := search(t, project.Spec{By: []string{"user"}})
	w := splunkcsv.NewStrictWriter([]string{"_time", "user", "src"})
	for _, row := range [][]string{
		{"1700000000.5", "ann", "192.0.2.1"}, {"x", "ann", "192.0.2.1"}, {"1700000000", "", "192.0.2.1"}, {"1700000000", "ann", "AWS Internal"},
	} {
		for _, v := range row {
			w.Value(v)
		}
		w.EndRow()
	}
	d, r, body := New(plan), splunkcsv.NewReader(), bytes.NewReader(nil)
	rows := NewRows(d, 0)
	read := func() {
		body.Reset(w.Body())
		if err := r.Reset(body); err != nil {
			t.Error(err)
		}
		if err := rows.Read(r); err != nil {
			t.Error(err)
		}
	}
	read()
	require.Less(t, testing.AllocsPerRun(1000, read), 1.0)
	require.EqualValues(t, 1002*4, d.Tally().Rows)
	require.EqualValues(t, 1002, d.Tally().Sightings)
}

// The row of an error is counted over all pieces, however many of the rows before
// had to be read twice.
func TestErrorTellsItsRow(t *testing.T) {
	const rows = 20_000 // several pieces
	var body bytes.Buffer
	body.WriteString("_time,user,src\n")
	for i := range rows {
		fmt.Fprintf(&body, "1700000000,user%d,192.0.2.1\n", i)
	}
	body.WriteString("1700000000,a\"n,192.0.2.1\n")
	for _, workers := range []int{0, 2} {
		feed, r := NewRows(New(search(t, project.Spec{By: []string{"user"}})), workers), splunkcsv.NewReader()
		require.NoError(t, r.Reset(bytes.NewReader(body.Bytes())))
		err := cmp.Or(feed.Read(r), feed.Wait())
		feed.Close()
		var at *splunkcsv.RowError
		require.ErrorAs(t, err, &at)
		require.Equal(t, rows+1, at.Row)
	}
}
