package appconf

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/basesearch"
	"concurrentsessions/internal/command"
	"concurrentsessions/internal/conversation"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/samples"
	"concurrentsessions/internal/splunkd"
)

// commandVariable makes this test binary the search command.
const commandVariable = "APPCONF_TEST_COMMAND"

func TestMain(m *testing.M) {
	if os.Getenv(commandVariable) != "" {
		os.Exit(conversation.Main(command.Command{}, os.Stderr))
	}
	os.Exit(m.Run())
}

// A run is a detection's search over rows, up to the end of its pipeline.
type run struct {
	spl              string
	earliest, latest epoch.Micros
}

// over plays the search: the commands around ours here, ours by the fake
// splunkd. The base search has found the rows.
func (r run) over(t *testing.T, rows splunkd.Table) splunkd.Table {
	t.Helper()
	rows = clone(rows)
	commands := Pipeline(r.spl)[1:]
	if strings.HasPrefix(commands[0], "tstats ") {
		commands = commands[1:]
	}
	isOurs := false
	for _, c := range commands {
		arguments, found := strings.CutPrefix(c, "concurrentsessions ")
		if !found {
			require.NoError(t, play(&rows, c))
			continue
		}
		require.False(t, isOurs, "the command is there twice")
		isOurs = true
		executable, err := os.Executable()
		require.NoError(t, err)
		s := splunkd.Search{
			Binary: executable, Command: "concurrentsessions", Args: []string{arguments}, Input: rows,
			Earliest: r.earliest.String(), Latest: r.latest.String(),
			Env: []string{commandVariable + "=1", "GORACE=atexit_sleep_ms=0"}, Timeout: 20 * time.Second,
		}
		result, err := s.Run(context.Background())
		require.NoError(t, err)
		require.Empty(t, result.Error, arguments)
		require.Empty(t, result.Stderr)
		for _, message := range result.Messages {
			require.NotContains(t, message[1], "report_since", "begins early enough")
		}
		for _, field := range result.RequiredFields {
			if rows.Column(field) < 0 {
				require.NotContains(t, r.spl, "fields "+field, field)
			}
		}
		rows = result.Output
	}
	require.True(t, isOurs)
	return rows
}

func clone(t splunkd.Table) splunkd.Table {
	out := splunkd.Table{Columns: slices.Clone(t.Columns)}
	for _, row := range t.Rows {
		out.Rows = append(out.Rows, slices.Clone(row))
	}
	return out
}

// day is all of a sample: the search's range begins long before it and ends after
// it. Rows without an index time count as indexed in the range that is reported,
// so that one run reports all.
func day(t *testing.T, a *App, d Detection, rows splunkd.Table) run {
	t.Helper()
	spl, err := a.Macros.Expand(d.Get("search"))
	require.NoError(t, err)
	first, last := epoch.Micros(1<<62), epoch.Micros(0)
	for i := range rows.Rows {
		at := parsed(rows.Value(i, "_time"))
		first, last = min(first, at), max(last, at)
	}
	return run{spl, first - 86400*epoch.Second, last + 3600*epoch.Second}
}

// sample is what the base search of a detection finds in a sample log.
func sample(t *testing.T, d Detection, file string) splunkd.Table {
	t.Helper()
	log, err := os.ReadFile(filepath.Join(root, "testdata", "samples", file))
	require.NoError(t, err)
	found, err := basesearch.Run(profileOf(t, d), log, false)
	require.NoError(t, err)
	rows := found.Table
	if d.Profile == "o365" { // the add-on lifts these out of a list of pairs
		for _, name := range []string{"SessionId", "OS", "BrowserType"} {
			setColumn(&rows, name, func(row int) []string {
				i := slices.Index(rows.Values(row, "DeviceProperties{}.Name"), name)
				if i < 0 {
					return nil
				}
				return rows.Values(row, "DeviceProperties{}.Value")[i : i+1]
			})
		}
	}
	return rows
}

// Every search finds in the samples of its source what it has to, and nothing
// else, and tells it in whole sentences.
func TestSearchesOverSamples(t *testing.T) {
	a := app(t)
	n := 0
	for _, d := range a.Detections() {
		for _, want := range samples.Expected() {
			if want.Profile != d.Profile {
				continue
			}
			n++
			t.Run(want.Source, func(t *testing.T) {
				t.Parallel()
				rows := sample(t, d, want.File)
				found := day(t, a, d, rows).over(t, rows)
				require.Len(t, found.Rows, len(want.Found))
				for _, id := range want.Found {
					require.Equal(t, 1, rowsWith(found, id.Key), "%s: %s", id.Who, id.Why)
				}
				requireFindings(t, d, found)
			})
		}
	}
	require.Equal(t, 7, n)
}

// signIns are sign-ins as tstats gives them: one row a second and client.
func signIns(t *testing.T) splunkd.Table {
	t.Helper()
	demo := demoTable(t)
	rows := splunkd.Table{Columns: []string{
		"_time", "at", "_indextime", "count", "Authentication.user", "Authentication.app", "Authentication.src",
		"Authentication.dest", "Authentication.action",
	}}
	for i := range demo.Rows {
		if demo.Value(i, "sourcetype") != "OktaIM2:log" {
			continue
		}
		at := demo.Value(i, "_time")
		second, _, _ := strings.Cut(at, ".")
		rows.Rows = append(rows.Rows, [][]string{
			{second}, {at}, nil, {"1"}, demo.Values(i, "user"), {"portal"}, demo.Values(i, "src"), {"unknown"}, {"success"},
		})
	}
	require.Greater(t, len(rows.Rows), 50)
	return rows
}

// demoTable is the demo lookup as a search reads it.
func demoTable(t *testing.T) splunkd.Table {
	t.Helper()
	lines := csvRows(t, read(t, "app/lookups/cs_demo_events.csv"))
	table := splunkd.Table{Columns: lines[0]}
	for _, line := range lines[1:] {
		row := make([][]string, len(line))
		for c, cell := range line {
			row[c] = []string{cell}
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

func TestAuthenticationSearch(t *testing.T) {
	t.Parallel()
	a := app(t)
	d := detection(t, a, "authentication")
	rows := signIns(t)
	found := day(t, a, d, rows).over(t, rows)
	for _, who := range []string{"mika.sandoval@example.com", "oda.penrose@example.com"} {
		require.Equal(t, 1, rowsWith(found, map[string]string{"user": who, "app": "portal"}), who)
	}
	require.Less(t, len(found.Rows), 12)
	requireFindings(t, d, found)
}

// The ready-made definitions for the macros of a detection report the finding
// that the shipped ones do, when a run's range holds its trigger.
func TestReadyMadeDefinitions(t *testing.T) {
	a := app(t)
	for _, d := range a.Detections() {
		t.Run(d.Profile, func(t *testing.T) {
			t.Parallel()
			rows := rowsOf(t, d)
			all := day(t, a, d, rows)
			want := all.over(t, rows)
			trigger := parsed(want.Value(0, "_time"))
			for _, way := range []string{"by_time", "by_minute"} {
				spl := strings.ReplaceAll(d.Get("search"), "_report`", "_report_"+way+"`")
				if way == "by_minute" {
					spl = strings.ReplaceAll(spl, "_rows`", "_rows_by_minute`")
				}
				require.NotEqual(t, d.Get("search"), spl)
				expanded, err := a.Macros.Expand(spl)
				require.NoError(t, err)
				latest := trigger + until(t, expanded) + epoch.Second
				found := run{expanded, all.earliest, latest}.over(t, aggregated(way, d, upTo(rows, latest)))
				i := slices.IndexFunc(found.Rows, func(row [][]string) bool {
					return row[found.Column("finding_id")][0] == want.Value(0, "finding_id")
				})
				if d.Profile == "azure_ad" && way == "by_minute" {
					// The minute is that of the log entry, not of the sign-in.
					require.NotEmpty(t, found.Rows)
					continue
				}
				require.GreaterOrEqual(t, i, 0, "%s: %s", way, want.Value(0, "finding_id"))
				require.Equal(t, want.Values(0, "src"), found.Values(i, "src"), way)
			}
		})
	}
}

// aggregated stands for the tstats that is not played: of the rows of a data
// model it makes rows of a minute.
func aggregated(way string, d Detection, rows splunkd.Table) splunkd.Table {
	if d.Profile != "authentication" || way != "by_minute" {
		return rows
	}
	rows = clone(rows)
	setColumn(&rows, "_time", func(row int) []string { return rows.Values(row, "at") })
	setColumn(&rows, "slice", func(row int) []string { return []string{minute(parsed(rows.Value(row, "at")))} })
	out := playStats(&rows, []string{
		"slice", "Authentication.user", "Authentication.app", "Authentication.src", "Authentication.dest", "Authentication.action",
	})
	setColumn(&out, "_time", func(row int) []string { return out.Values(row, "first") })
	return out
}

func upTo(rows splunkd.Table, latest epoch.Micros) splunkd.Table {
	kept := splunkd.Table{Columns: rows.Columns}
	for i, row := range rows.Rows {
		if parsed(rows.Value(i, "_time")) < latest {
			kept.Rows = append(kept.Rows, row)
		}
	}
	return kept
}

// until is the span that report_until counts back.
func until(t *testing.T, spl string) epoch.Micros {
	t.Helper()
	return option(t, spl, "report_until")
}

func rowsOf(t *testing.T, d Detection) splunkd.Table {
	t.Helper()
	for _, want := range samples.Expected() {
		if want.Profile == d.Profile {
			return sample(t, d, want.File)
		}
	}
	return signIns(t)
}

func detection(t *testing.T, a *App, profile string) Detection {
	t.Helper()
	list := a.Detections()
	i := slices.IndexFunc(list, func(d Detection) bool { return d.Profile == profile })
	require.GreaterOrEqual(t, i, 0)
	return list[i]
}

func rowsWith(found splunkd.Table, key map[string]string) (n int) {
	for i := range found.Rows {
		matches := true
		for column, value := range key {
			matches = matches && found.Value(i, column) == value
		}
		if matches {
			n++
		}
	}
	return n
}

// requireFindings: the texts of every finding are whole, and its scores set.
func requireFindings(t *testing.T, d Detection, found splunkd.Table) {
	t.Helper()
	for i := range found.Rows {
		for _, key := range messageKeys {
			text := Fill(d.Get(key), func(name string) string {
				require.Len(t, found.Values(i, name), 1, "%s: $%s$", key, name)
				require.NotEmpty(t, found.Value(i, name), "%s: $%s$", key, name)
				return found.Value(i, name)
			})
			require.NotContains(t, text, "$", key)
		}
		require.Equal(t, found.Value(i, "score"), found.Value(i, "risk_score"))
		require.NotEmpty(t, found.Value(i, "user"), "the risk object")
		require.NotEmpty(t, found.Values(i, "src"), "the threat object")
		require.Regexp(t, `^[0-9a-f]{32}$`, found.Value(i, "finding_id"))
	}
	require.NotEmpty(t, found.Rows)
}

var messageKeys = []string{"action.risk.param._risk_message", "action.notable.param.rule_title", "action.notable.param.rule_description"}

// option is the span of an option in SPL.
func option(t *testing.T, spl, name string) epoch.Micros {
	t.Helper()
	_, rest, found := strings.Cut(spl, " "+name+"=")
	require.True(t, found, "no %s", name)
	text, _, _ := strings.Cut(rest, " ")
	span, err := epoch.ParseSpan(text)
	require.NoError(t, err, fmt.Sprintf("%s=%s", name, text))
	return span
}
