package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"concurrentsessions/internal/epoch"
)

func TestLanes(t *testing.T) {
	t.Parallel()
	f := Finding{
		Origins:   []string{"192.0.2.1", "198.51.100.1", "203.0.113.1"},
		Sightings: []Sighting{{At: 30, Origin: "192.0.2.1"}, {At: 10, Origin: "198.51.100.1"}, {At: 10, Origin: "192.0.2.9"}, {At: 20, Origin: "192.0.2.1"}},
	}
	members, lanes := f.lanes()
	require.Equal(t, []string{"192.0.2.9", "198.51.100.1", "192.0.2.1", "203.0.113.1"}, lanes, "by first seen, then those not seen")
	var got []int
	for _, m := range members {
		got = append(got, m.lane)
		require.Equal(t, lanes[m.lane], m.Origin)
	}
	require.Equal(t, []int{0, 1, 2, 2}, got)
	require.Equal(t, [][2]int{{0, 0}, {0, 1}, {50, 2}, {100, 2}}, strip(members))
}

func TestStripIsShort(t *testing.T) {
	t.Parallel()
	require.Empty(t, strip(nil))
	members := make([]member, 5000)
	for i := range members {
		members[i] = member{&Sighting{At: epoch.Micros(i)}, i % 7}
	}
	require.Len(t, strip(members), stripMarks)
	same := []member{{&Sighting{At: 5}, 0}, {&Sighting{At: 5}, 0}}
	require.Equal(t, [][2]int{{0, 0}}, strip(same))
}

func TestMomentsThatNeverCome(t *testing.T) {
	t.Parallel()
	require.Nil(t, moment(epoch.Forever))
	require.Nil(t, moment(epoch.Min-1))
	require.EqualValues(t, 7, *moment(7))
	text, err := json.Marshal((&Finding{End: epoch.Forever, Window: epoch.Forever}).json())
	require.NoError(t, err)
	require.Contains(t, string(text), `"end":null,"window":null`)
}

func TestSummary(t *testing.T) {
	t.Parallel()
	p := &Page{Findings: []Finding{
		{Profile: "okta", User: "ada", Score: 100, Interleaved: true, Origins: []string{"192.0.2.1", "192.0.2.1", "198.51.100.1"}},
		{Profile: "okta", User: "ada", Score: 1, Ongoing: true, Origins: []string{"192.0.2.1"}},
		{Profile: "", User: "", Score: 10},
		{Profile: "o365", User: "bea", Score: 11},
	}}
	s := summarise(p)
	require.Equal(t, []int{4, 1, 1, 2, 100}, []int{s.Findings, s.Interleaved, s.Open, s.Users, s.Highest})
	var counts []int
	for _, b := range s.Scores {
		counts = append(counts, b.Count)
		require.Equal(t, 100, b.Percent+b.Rest)
	}
	require.Equal(t, []int{2, 1, 0, 0, 0, 0, 0, 0, 0, 1}, counts)
	require.Equal(t, []ranked{{"ada", 2, 100}, {"bea", 1, 50}}, s.TopUsers)
	require.Equal(t, []ranked{{"192.0.2.1", 2, 100}, {"198.51.100.1", 1, 50}}, s.TopOrigins)
	require.Len(t, s.Profiles, 3)
	// A score that no finding has is no panic.
	summarise(&Page{Findings: []Finding{{Score: -5}, {Score: 1000}}})
}

func TestRankIsShortAndStable(t *testing.T) {
	t.Parallel()
	require.Equal(t, []ranked{{"c", 300, 100}, {"a", 1, 1}}, rank(map[string]int{"b": 1, "a": 1, "c": 300}, 2))
	require.Empty(t, rank(nil, 5))
}

func TestNumber(t *testing.T) {
	t.Parallel()
	for n, want := range map[uint64]string{0: "0", 999: "999", 1000: "1,000", 18446744073709551615: "18,446,744,073,709,551,615"} {
		require.Equal(t, want, number(n))
	}
}

// Whatever the text: only ASCII, nothing that markup begins with, and the same
// text when it is read.
func TestDataIsPlainASCII(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		marshalled, err := json.Marshal(text)
		require.NoError(t, err)
		var b bytes.Buffer
		w := bufio.NewWriter(&b)
		writeASCII(w, marshalled)
		require.NoError(t, w.Flush())
		for _, c := range b.Bytes() {
			require.True(t, c >= ' ' && c < 0x7f && c != '<' && c != '>' && c != '&', "%q", b.String())
		}
		var back string
		require.NoError(t, json.Unmarshal(b.Bytes(), &back))
		require.Equal(t, text, back)
	})
}
