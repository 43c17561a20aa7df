package compare

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/escu"
	"concurrentsessions/internal/origin"
)

// told is a pair without pointers.
func told(p Pair) string {
	text := fmt.Sprintf("%v %s %q %v", p.At, p.Code, p.Reason, p.Verdict)
	if p.Ours != nil {
		text += " ours " + p.Ours.FindingID
	}
	if p.Theirs != nil {
		text += fmt.Sprintf(" theirs %q", p.Theirs.Values)
	}
	return text
}

// Every finding and every row is in a pair, alone or not, and the order of the
// events changes nothing.
func TestNothingIsLost(t *testing.T) {
	t.Parallel()
	for _, search := range escu.All() {
		t.Run(search.Profile, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) { checkNothingIsLost(t, search) })
		})
	}
}

func checkNothingIsLost(t *rapid.T, search *escu.Search) {
	in := Input{Search: search, Window: 5 * minute, Rule: origin.Default()}
	sources := []string{"", "-", "192.0.2.1", "198.51.100.1", "2001:db8::1", "2001:DB8::2", "name.example.com"}
	for range rapid.IntRange(0, 8).Draw(t, "events") {
		s := seen{at: rapid.Int64Range(0, 900).Draw(t, "at"), fields: map[string]string{}}
		f := fieldsOf(search)
		s.fields[search.Fields[f.src].Name] = rapid.SampledFrom(sources).Draw(t, "src")
		s.fields[search.Fields[f.holder[0]].Name] = rapid.SampledFrom([]string{"ann", "0", ""}).Draw(t, "holder")
		if f.os >= 0 {
			s.fields[search.Fields[f.os].Name] = rapid.SampledFrom([]string{"Windows 10", "Windows 11", "Linux"}).Draw(t, "os")
			s.os = rapid.SampledFrom([]string{"Windows", "Linux", ""}).Draw(t, "family")
		}
		if rapid.Bool().Draw(t, "sighting") {
			s.key = ann
		}
		in.Events = append(in.Events, s.event(search))
	}
	for i := range rapid.IntRange(0, 2).Draw(t, "findings") {
		ours := finding(rapid.Int64Range(0, 450).Draw(t, "first"), rapid.Int64Range(450, 900).Draw(t, "last"))
		ours.FindingID = fmt.Sprint(i)
		in.Ours = append(in.Ours, ours)
	}

	run := search.Start()
	for i := range in.Events {
		run.Row(in.Events[i].values)
	}
	rows, findings := map[string]bool{}, map[string]bool{}
	var want []string
	last := epoch.Micros(epoch.Min)
	for _, p := range Compare(in) {
		require.LessOrEqual(t, last, p.At)
		last = p.At
		require.Equal(t, p.Ours != nil && p.Theirs != nil, p.Verdict == Both)
		require.Equal(t, p.Verdict == Both, p.Code == "")
		require.Equal(t, p.Code == "", p.Reason == "")
		if p.Ours != nil {
			findings[p.Ours.FindingID] = true
		}
		if p.Theirs != nil {
			rows[fmt.Sprintf("%q", p.Theirs.Values)] = true
		}
		want = append(want, told(p))
	}
	require.Len(t, findings, len(in.Ours))
	require.Len(t, rows, len(run.Table()))

	in.Events = rapid.Permutation(in.Events).Draw(t, "shuffled")
	var got []string
	for _, p := range Compare(in) {
		got = append(got, told(p))
	}
	require.Equal(t, want, got)
}
