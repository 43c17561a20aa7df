package engine

import (
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/sighting"
)

// The cases are worked by hand: windows are 10, times a few units, and what is
// wanted stands beside the rows.
type handCase struct {
	name string
	plan Plan
	rows []oracleRow
	want []string
}

func (c handCase) test(t *testing.T) {
	if c.plan.When.Attributes() == nil {
		c.plan.When = when("dc(origin)>1")
	}
	require.Equal(t, c.want, tellAll(oracle(c.plan, c.rows)), "the oracle")
	require.Equal(t, c.want, tellAll(run(t, c.plan, c.rows)), "the engine")
}

func testHandCases(t *testing.T, cases []handCase) {
	for _, c := range cases {
		t.Run(c.name, c.test)
	}
}

var sliding = Plan{Window: 10}

func TestSlidingByHand(t *testing.T) {
	testHandCases(t, []handCase{
		{
			name: "nothing", plan: sliding,
			want: []string{},
		},
		{
			name: "one origin is not hot", plan: sliding,
			rows: []oracleRow{one("A", 0), one("A", 3)},
			want: []string{},
		},
		{
			name: "two origins: hot from the second until the first leaves", plan: sliding,
			rows: []oracleRow{one("A", 0), one("B", 3)},
			want: []string{"alice hot 3..10 seen 0..3 count 2 origins A,B switches 1 gap 3"},
		},
		{
			name: "exactly one window apart: hot for one moment", plan: sliding,
			rows: []oracleRow{one("A", 0), one("B", 10)},
			want: []string{"alice hot 10..10 seen 0..10 count 2 origins A,B switches 1 gap 10"},
		},
		{
			name: "more than one window apart", plan: sliding,
			rows: []oracleRow{one("A", 0), one("B", 11)},
			want: []string{},
		},
		{
			name: "equal times", plan: sliding,
			rows: []oracleRow{one("B", 5), one("A", 5)},
			want: []string{"alice hot 5..15 seen 5..5 count 2 origins A,B switches 1 gap 0"},
		},
		{
			name: "A..B..A is two holders at once", plan: sliding,
			rows: []oracleRow{one("A", 0), one("B", 1), one("A", 2)},
			want: []string{"alice hot 1..11 seen 0..2 count 3 origins A,B switches 2 gap 1 interleaved"},
		},
		{
			name: "A, A and B at once is a move: B is not strictly between", plan: sliding,
			rows: []oracleRow{one("A", 0), one("A", 2), one("B", 2)},
			want: []string{"alice hot 2..12 seen 0..2 count 3 origins A,B switches 1 gap 0"},
		},
		{
			name: "equal times are ordered by origin: A B, then A B again", plan: sliding,
			rows: []oracleRow{one("A", 2), one("B", 2), one("A", 4), one("B", 4)},
			want: []string{"alice hot 2..14 seen 2..4 count 4 origins A,B switches 3 gap 0"},
		},
		{
			name: "a pause of exactly one window joins", plan: sliding, // hot 1..10 and 20..30
			rows: []oracleRow{one("A", 0), one("B", 1), one("C", 20), one("B", 20), one("A", 21)},
			want: []string{"alice hot 1..30 seen 0..21 count 5 origins A,B,C switches 3 gap 0 interleaved"},
		},
		{
			name: "a longer pause parts", plan: sliding, // hot 1..10 and 21..31
			rows: []oracleRow{one("A", 0), one("B", 1), one("C", 21), one("B", 21)},
			want: []string{
				"alice hot 1..10 seen 0..1 count 2 origins A,B switches 1 gap 1",
				"alice hot 21..31 seen 21..21 count 2 origins B,C switches 1 gap 0",
			},
		},
		{
			name: "members from exactly one window before the trigger to the end", plan: sliding,
			// Hot 20..22: A's last sighting is 12. The member times are 10..22.
			rows: []oracleRow{one("A", 9), one("A", 10), one("A", 12), one("B", 20), one("B", 22), one("B", 23)},
			want: []string{"alice hot 20..22 seen 10..22 count 4 origins A,B switches 1 gap 8"},
		},
		{
			name: "each sighting is a member of one episode", plan: sliding,
			// Hot 1..11, as B of 1 is present to 11, and 22..22.
			rows: []oracleRow{one("A", 0), one("B", 1), one("C", 10), one("C", 12), one("D", 22)},
			want: []string{
				"alice hot 1..11 seen 0..10 count 3 origins A,B,C switches 2 gap 1",
				"alice hot 22..22 seen 12..22 count 2 origins C,D switches 1 gap 10",
			},
		},
		{
			name: "a member before the trigger may show a third origin", plan: sliding,
			rows: []oracleRow{one("C", 0), one("A", 11), one("B", 21)},
			want: []string{"alice hot 21..21 seen 11..21 count 2 origins A,B switches 1 gap 10"},
		},
		{
			name: "three origins wanted", plan: Plan{Window: 10, When: when("dc(origin)>2")},
			rows: []oracleRow{one("A", 0), one("B", 5), one("C", 10), one("A", 12)},
			// Hot at 10 (A of 0) and 12..15 (A of 12, B of 5).
			want: []string{"alice hot 10..15 seen 0..12 count 4 origins A,B,C switches 3 gap 2 interleaved"},
		},
		{
			name: "keys apart, ordered by trigger and then key", plan: sliding,
			rows: []oracleRow{
				one("A", 0).of("a", "bc"), one("B", 2).of("a", "bc"),
				one("A", 0).of("ab", "c"), one("B", 1).of("ab", "c"),
				one("A", 2).of("a", "b"), one("B", 2).of("a", "b"),
				one("B", 0).of("b", "a"),
			},
			want: []string{
				"ab+c hot 1..10 seen 0..1 count 2 origins A,B switches 1 gap 1",
				"a+b hot 2..12 seen 2..2 count 2 origins A,B switches 1 gap 0",
				"a+bc hot 2..10 seen 0..2 count 2 origins A,B switches 1 gap 2",
			},
		},
		{
			name: "duplicates count, and change nothing else", plan: sliding,
			rows: []oracleRow{one("A", 0), one("B", 3), one("A", 0), one("B", 3)},
			want: []string{"alice hot 3..10 seen 0..3 count 4 origins A,B switches 1 gap 3"},
		},
		{
			name: "before 1970", plan: sliding,
			rows: []oracleRow{one("B", -7), one("A", -10)},
			want: []string{"alice hot -7..0 seen -10..-7 count 2 origins A,B switches 1 gap 3"},
		},
		{
			name: "the ends of time", plan: Plan{Window: epoch.MaxSpan},
			rows: []oracleRow{
				one("A", epoch.Min), one("B", epoch.Min+epoch.MaxSpan),
				one("A", epoch.Max-1), one("B", epoch.Max),
			},
			want: []string{
				"alice hot -991360000000000000..-991360000000000000 seen -1000000000000000000..-991360000000000000" +
					" count 2 origins A,B switches 1 gap 8640000000000000",
				"alice hot 1000000000000000000..1008639999999999999 seen 999999999999999999..1000000000000000000" +
					" count 2 origins A,B switches 1 gap 1",
			},
		},
		{
			name: "one sighting alone may be hot", plan: Plan{Window: 10, When: when("dc(os)>1")},
			rows: []oracleRow{one("", 4).showing(sighting.OS, "linux", "windows")},
			want: []string{"alice hot 4..14 seen 4..4 count 1 origins "},
		},
		{
			name: "without an origin: a member, but no neighbour", plan: Plan{Window: 10, When: when("dc(os)>1")},
			rows: []oracleRow{
				one("", 0).showing(sighting.OS, "linux"), one("A", 2).showing(sighting.OS, "windows"),
				one("", 3), one("A", 4), one("B", 6), one("", 8),
			},
			want: []string{"alice hot 2..10 seen 0..8 count 6 origins A,B switches 1 gap 2"},
		},
		{
			name: "without a source: nothing to count", plan: Plan{Window: 10, When: when("dc(src)>1")},
			rows: []oracleRow{
				one("A", 0), one("A", 1).showing(sighting.Src, "192.0.2.1"), one("A", 2),
				one("A", 5).showing(sighting.Src, "192.0.2.2"),
			},
			want: []string{"alice hot 5..11 seen 0..5 count 4 origins A"},
		},
		{
			name: "the client must differ inside the same window", plan: Plan{
				Window: 10, When: when("dc(origin)>1 AND (dc(os)>1 OR dc(browser)>1)"),
			},
			rows: []oracleRow{
				one("A", 0).showing(sighting.OS, "linux"), one("B", 8).showing(sighting.OS, "linux"),
				one("B", 12).showing(sighting.Browser, "firefox", "safari"),
				one("A", 16).showing(sighting.OS, "linux"),
			},
			// Two origins 8..10 and 16..22, two browsers 12..22.
			want: []string{"alice hot 16..22 seen 8..16 count 3 origins A,B switches 1 gap 4"},
		},
	})
}

func TestRowsThatStandForManyByHand(t *testing.T) {
	testHandCases(t, []handCase{
		{
			name: "present from first to last plus one window", plan: sliding,
			rows: []oracleRow{one("A", 0).to(5, 9), one("B", 15).to(18, 2)},
			want: []string{"alice hot 15..15 seen 0..18 count 11 origins A,B switches 1 gap 10"},
		},
		{
			name: "both ends are seen, what lies between is not", plan: sliding,
			rows: []oracleRow{one("A", 0).to(6, 3), one("B", 2)},
			want: []string{"alice hot 2..12 seen 0..6 count 4 origins A,B switches 2 gap 2 interleaved"},
		},
		{
			name: "a member when any part of it is", plan: sliding,
			// Hot 20..22. A row may end one window before the trigger, or begin at the end.
			rows: []oracleRow{
				one("A", 0).to(9, 3), one("A", 1).to(10, 5), one("A", 12),
				one("B", 20), one("B", 22).to(40, 7), one("B", 23).to(24, 3),
			},
			want: []string{"alice hot 20..22 seen 1..40 count 14 origins A,B switches 1 gap 8"},
		},
		{
			name: "last before first is skipped", plan: sliding,
			rows: []oracleRow{one("A", 3).to(2, 9), one("B", 3), one("B", 2)},
			want: []string{},
		},
		{
			name: "across a slice is skipped when tumbling", plan: Plan{Mode: Tumbling, Window: 10},
			rows: []oracleRow{one("A", 0).to(10, 9), one("B", 3), one("C", 2).to(9, 4)},
			want: []string{"alice hot 3..10 seen 2..9 count 5 origins B,C switches 2 gap 1 interleaved"},
		},
		{
			name: "endless", plan: Plan{Mode: Endless},
			rows: []oracleRow{one("A", 0).to(50, 9), one("B", 70).to(71, 2)},
			want: []string{"alice hot 70..ever seen 0..71 count 11 origins A,B switches 1 gap 20"},
		},
	})
}

func TestTumblingByHand(t *testing.T) {
	tumbling := Plan{Mode: Tumbling, Window: 10}
	testHandCases(t, []handCase{
		{
			name: "inside a slice: hot to the slice's end, all its sightings are members", plan: tumbling,
			rows: []oracleRow{one("A", 10), one("A", 11), one("B", 14), one("A", 19)},
			want: []string{"alice hot 14..20 seen 10..19 count 4 origins A,B switches 2 gap 3 interleaved"},
		},
		{
			name: "near, but in two slices", plan: tumbling,
			rows: []oracleRow{one("A", 9), one("B", 10)},
			want: []string{},
		},
		{
			name: "nothing is joined across slices", plan: tumbling,
			rows: []oracleRow{one("A", 8), one("B", 9), one("A", 10), one("B", 10)},
			want: []string{
				"alice hot 9..10 seen 8..9 count 2 origins A,B switches 1 gap 1",
				"alice hot 10..20 seen 10..10 count 2 origins A,B switches 1 gap 0",
			},
		},
		{
			name: "slices before 1970 are floors too", plan: tumbling,
			rows: []oracleRow{one("A", -1), one("B", 0), one("A", -20), one("B", -11)},
			want: []string{"alice hot -11..-10 seen -20..-11 count 2 origins A,B switches 1 gap 9"},
		},
	})
}

func TestEndlessByHand(t *testing.T) {
	testHandCases(t, []handCase{
		{
			name: "from the first hot moment on, with every sighting", plan: Plan{Mode: Endless},
			rows: []oracleRow{one("A", 0), one("A", 500), one("B", 1000), one("C", 9000)},
			want: []string{"alice hot 1000..ever seen 0..9000 count 4 origins A,B,C switches 2 gap 500"},
		},
		{
			name: "one origin", plan: Plan{Mode: Endless},
			rows: []oracleRow{one("A", 0), one("A", 500)},
			want: []string{},
		},
	})
}
