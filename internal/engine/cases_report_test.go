package engine

import (
	"testing"

	"concurrentsessions/internal/epoch"
)

func TestOngoingByHand(t *testing.T) {
	at := func(mode Mode, latest epoch.Micros) Plan { return Plan{Mode: mode, Window: 10, Latest: At(latest)} }
	rows := []oracleRow{one("A", 0), one("B", 1), one("A", 20), one("B", 20)} // sliding: hot 1..10 and 20..30
	const whole = "alice hot 1..30 seen 0..20 count 4 origins A,B switches 3 gap 0 interleaved"
	const slice0 = "alice hot 1..10 seen 0..1 count 2 origins A,B switches 1 gap 1"
	const slice2 = "alice hot 20..30 seen 20..20 count 2 origins A,B switches 1 gap 0"
	const endless = "alice hot 1..ever seen 0..20 count 4 origins A,B switches 3 gap 0 interleaved"
	testHandCases(t, []handCase{
		{name: "no latest time", plan: sliding, rows: rows, want: []string{whole}},
		{name: "before the trigger", plan: at(Sliding, 0), rows: rows, want: []string{whole}},
		{name: "at the trigger", plan: at(Sliding, 1), rows: rows, want: []string{whole + " ongoing"}},
		{name: "at the end of hot time", plan: at(Sliding, 10), rows: rows, want: []string{whole + " ongoing"}},
		{name: "in the pause", plan: at(Sliding, 11), rows: rows, want: []string{whole}},
		{name: "at the end", plan: at(Sliding, 30), rows: rows, want: []string{whole + " ongoing"}},
		{name: "after the end", plan: at(Sliding, 31), rows: rows, want: []string{whole}},
		{name: "a slice's last moment", plan: at(Tumbling, 9), rows: rows, want: []string{slice0 + " ongoing", slice2}},
		{name: "a slice's end is not in it", plan: at(Tumbling, 10), rows: rows, want: []string{slice0, slice2}},
		{name: "the next slice", plan: at(Tumbling, 20), rows: rows, want: []string{slice0, slice2 + " ongoing"}},
		{name: "endless, before", plan: at(Endless, 0), rows: rows, want: []string{endless}},
		{name: "endless, from the trigger on", plan: at(Endless, 1), rows: rows, want: []string{endless + " ongoing"}},
		{name: "endless, much later", plan: at(Endless, 1000), rows: rows, want: []string{endless + " ongoing"}},
	})
}

func TestReportByTriggerByHand(t *testing.T) {
	in := func(since, until epoch.Micros) Plan { return Plan{Window: 10, Since: At(since), Until: At(until)} }
	rows := []oracleRow{one("A", 0), one("B", 10), one("A", 20)} // hot 10..10 and 20..20, one episode
	const episode = "alice hot 10..20 seen 0..20 count 3 origins A,B switches 2 gap 10 interleaved"
	testHandCases(t, []handCase{
		{name: "since is in", plan: in(10, 20), rows: rows, want: []string{episode}},
		{name: "until is out", plan: in(0, 10), rows: rows, want: []string{}},
		{name: "an older episode goes on", plan: in(11, 20), rows: rows, want: []string{}},
		{name: "no bound", plan: Plan{Window: 10}, rows: rows, want: []string{episode}},
		{name: "since alone", plan: Plan{Window: 10, Since: At(11)}, rows: rows, want: []string{}},
		{name: "until alone", plan: Plan{Window: 10, Until: At(11)}, rows: rows, want: []string{episode}},
		{
			name: "a search from two windows before since on knows that 20 starts nothing",
			plan: in(20, 30), rows: seenIn(rows, 0, 30), want: []string{},
		},
		{
			name: "a search that starts later cannot know",
			plan: in(20, 30), rows: seenIn(rows, 1, 30),
			want: []string{"alice hot 20..20 seen 10..20 count 2 origins A,B switches 1 gap 10"},
		},
	})
}

func TestReportByIndexTimeByHand(t *testing.T) {
	in := func(since, until epoch.Micros) Plan {
		return Plan{Window: 10, ByIndexTime: true, Since: At(since), Until: At(until)}
	}
	from := func(earliest epoch.Micros) Plan {
		plan := in(100, 200)
		plan.Earliest = At(earliest)
		return plan
	}
	inTime := []oracleRow{one("A", 0).indexed(100), one("B", 3).indexed(103)}
	const episode = "alice hot 3..10 seen 0..3 count 2 origins A,B switches 1 gap 3"
	longer := append([]oracleRow{one("C", 6).indexed(150)}, inTime...)
	testHandCases(t, []handCase{
		{name: "indexed in the run", plan: in(100, 104), rows: inTime, want: []string{episode}},
		{name: "since is in the run: hot at 3 since 103", plan: in(103, 104), rows: inTime, want: []string{episode}},
		{name: "until is not", plan: in(100, 103), rows: inTime, want: []string{}},
		{name: "hot before the run", plan: in(104, 200), rows: inTime, want: []string{}},
		{name: "a late row that lengthens reports nothing", plan: in(150, 200), rows: longer, want: []string{}},
		{
			name: "what is read is told, even when it was indexed after the run", plan: in(100, 150), rows: longer,
			want: []string{"alice hot 3..13 seen 0..6 count 3 origins A,B,C switches 2 gap 3"},
		},
		{
			name: "a late row that joins reports nothing", plan: in(150, 200), // hot 1..10 and 30..40; 20 is between
			rows: []oracleRow{
				one("A", 0).indexed(100), one("B", 1).indexed(101), one("A", 30).indexed(130), one("B", 30).indexed(130),
				one("A", 20).indexed(160), one("B", 20).indexed(160),
			},
			want: []string{},
		},
		{
			name: "a late row that starts an episode earlier reports nothing", plan: in(150, 200),
			rows: append([]oracleRow{one("C", 0).indexed(160)}, inTime...),
			want: []string{},
		},
		{
			name: "another episode of the key is another report", plan: in(150, 200),
			rows: append([]oracleRow{one("A", 30).indexed(160), one("B", 30).indexed(160)}, inTime...),
			want: []string{"alice hot 30..40 seen 30..30 count 2 origins A,B switches 1 gap 0"},
		},
		{
			name: "a row without an index time counts as indexed in the run", plan: in(150, 200),
			rows: []oracleRow{one("A", 0).indexed(100), one("B", 3)},
			want: []string{episode},
		},
		{
			name: "and not before it", plan: in(150, 200),
			rows: append([]oracleRow{one("D", 1)}, inTime...),
			want: []string{},
		},
		{
			name: "no since: nothing was indexed before", plan: Plan{Window: 10, ByIndexTime: true, Until: At(104)},
			rows: inTime, want: []string{episode},
		},
		{
			name: "no until: everything was", plan: Plan{Window: 10, ByIndexTime: true, Since: At(100)},
			rows: inTime, want: []string{episode},
		},
		{name: "two windows after the search's earliest time", plan: from(-17), rows: inTime, want: []string{episode}},
		{name: "one moment less", plan: from(-16), rows: inTime, want: []string{}},
		{
			name: "tumbling", plan: Plan{Mode: Tumbling, Window: 10, ByIndexTime: true, Since: At(100), Until: At(200)},
			rows: []oracleRow{
				one("A", 0).indexed(90), one("B", 9).indexed(150), // reported
				one("A", 10).indexed(90), one("B", 11).indexed(99), one("C", 10).indexed(150), // hot before
			},
			want: []string{"alice hot 9..10 seen 0..9 count 2 origins A,B switches 1 gap 9"},
		},
		{
			name: "endless", plan: Plan{Mode: Endless, ByIndexTime: true, Since: At(100), Until: At(200)},
			rows: []oracleRow{
				one("A", 0).indexed(90), one("B", 900).indexed(150), // reported
				one("A", 0).indexed(90).of("bob"), one("B", 9).indexed(99).of("bob"),
			},
			want: []string{"alice hot 900..ever seen 0..900 count 2 origins A,B switches 1 gap 900"},
		},
	})
}
