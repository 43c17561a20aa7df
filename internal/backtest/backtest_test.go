package backtest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/backtest"
	"concurrentsessions/internal/basesearch"
	"concurrentsessions/internal/command"
	"concurrentsessions/internal/compare"
	"concurrentsessions/internal/conversation"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/escu"
	"concurrentsessions/internal/profile"
	"concurrentsessions/internal/remote"
	"concurrentsessions/internal/rest"
	"concurrentsessions/internal/samples"
	"concurrentsessions/internal/splunkd"
	"concurrentsessions/internal/tabular"
)

// splunk plays a server that finds the rows of a table in every search, and
// sends of them the fields that the search keeps.
func splunk(t *testing.T, found *splunkd.Table, last string) *rest.Client {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /services/search/timeparser", func(w http.ResponseWriter, r *http.Request) {
		times := map[string]string{"-7d@d": "2020-01-01T00:00:00.000+00:00", "now": "2030-01-01T00:00:00.000+00:00"}
		json.NewEncoder(w).Encode(map[string]string{r.FormValue("time"): times[r.FormValue("time")]})
	})
	mux.HandleFunc("POST /services/search/jobs/export", func(w http.ResponseWriter, r *http.Request) {
		_, list, _ := strings.Cut(r.PostFormValue("search"), "| fields ")
		list, _, _ = strings.Cut(list, " | ")
		for i := range found.Rows {
			result := map[string]tabular.Values{}
			for quoted := range strings.SplitSeq(list, ", ") {
				var name string
				json.Unmarshal([]byte(quoted), &name)
				if values := found.Values(i, name); len(values) > 0 {
					result[name] = values
				}
			}
			if at, ok := epoch.Parse([]byte(found.Value(i, "_time"))); ok {
				result["_time"] = tabular.Values{time.UnixMicro(int64(at)).UTC().Format("2006-01-02T15:04:05.000-07:00")}
			}
			json.NewEncoder(w).Encode(map[string]any{"preview": false, "offset": i, "result": result})
		}
		io.WriteString(w, last)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	client, err := rest.NewClient(server.URL, server.Client(), remote.Backoff{})
	require.NoError(t, err)
	return client
}

const mark = `{"preview":false,"lastrow":true}` + "\n"

func plan(t *testing.T, args ...string) backtest.Plan {
	t.Helper()
	o, err := command.ParseOptions(args)
	require.NoError(t, err)
	return backtest.Plan{Search: "index=main", Earliest: "-7d@d", Latest: "now", Options: o, Compared: 10_000}
}

// On the sample logs a live Splunk gives the findings that the samples are made
// for, and the comparison that a reading of the logs themselves gives.
func TestSamples(t *testing.T) {
	t.Parallel()
	for _, source := range samples.Sources() {
		t.Run(source.Name, func(t *testing.T) {
			t.Parallel()
			log, err := os.ReadFile(filepath.Join("../../testdata/samples", source.File))
			require.NoError(t, err)
			p, ok := profile.ByName(source.Profile)
			require.True(t, ok)
			found, err := basesearch.Run(p, log, false)
			require.NoError(t, err)
			client := splunk(t, &found.Table, mark)

			raw, err := backtest.Run(t.Context(), client, plan(t, "profile="+p.Name, "from=raw"))
			require.NoError(t, err)
			fields, err := backtest.Run(t.Context(), client, plan(t, "profile="+p.Name))
			require.NoError(t, err)
			require.Positive(t, raw.Count)
			require.Equal(t, raw.Count, fields.Count)
			require.EqualValues(t, len(found.Events), fields.Tally.Rows)

			search, published := escu.ByProfile(p.Name)
			if !published {
				require.Equal(t, "there is no published search for profile "+p.Name, raw.WhyNot)
				return
			}
			require.Empty(t, raw.WhyNot)
			findings, err := tabular.ReadCSV(strings.NewReader(string(raw.Findings)))
			require.NoError(t, err)
			var ours []compare.Ours
			for i := range findings.Rows {
				o := compare.Ours{FindingID: findings.Value(i, "finding_id")}
				for _, part := range p.Key {
					o.Key = append(o.Key, findings.Value(i, part.Column))
				}
				o.Trigger, _ = epoch.Parse([]byte(findings.Value(i, "_time")))
				o.First, _ = epoch.Parse([]byte(findings.Value(i, "firstTime")))
				o.Last, _ = epoch.Parse([]byte(findings.Value(i, "lastTime")))
				ours = append(ours, o)
			}
			want := compare.Compare(compare.Input{
				Search: search, Window: p.Window, Rule: basesearch.DefaultOrigin, Ours: ours, Events: found.Compared(search),
			})
			require.Equal(t, verdicts(want), verdicts(raw.Pairs))
			require.Empty(t, fields.WhyNot)
			require.NotEmpty(t, fields.Pairs)
		})
	}
}

func verdicts(pairs []compare.Pair) (list []string) {
	for _, p := range pairs {
		list = append(list, fmt.Sprint(p.Verdict, p.At, p.Code, p.Reason))
	}
	return list
}

func twoPlaces() *splunkd.Table {
	return &splunkd.Table{
		Columns: []string{"_time", "user", "src"},
		Rows: [][][]string{
			{{"1700000000"}, {"bob"}, {"192.0.2.1"}},
			{{"1700000060"}, {"bob"}, {"198.51.100.1"}},
			{{"1700000061"}, nil, {"198.51.100.1"}},
		},
	}
}

func TestMessages(t *testing.T) {
	t.Parallel()
	r, err := backtest.Run(t.Context(), splunk(t, twoPlaces(), `{"messages":[{"type":"WARN","text":"An indexer is down."}]}`), plan(t, "by=user"))
	require.NoError(t, err)
	require.Equal(t, 1, r.Count)
	require.Contains(t, string(r.Findings), "bob")
	require.Equal(t, "without a profile it is not known which search that would be", r.WhyNot)
	require.Equal(t, []conversation.Message{
		{Level: conversation.Info, Text: "skipped 1 row of 3: user has no value, so the row belongs to no session"},
		{Level: conversation.Warn, Text: "splunk says: An indexer is down."},
		{Level: conversation.Warn, Text: "splunk did not mark the last row; if the search was cut short on the way, findings are missing"},
	}, r.Messages)
	require.Equal(t, "1577836800", r.Earliest.String())
	require.Equal(t, "1893456000", r.Latest.String())
}

func TestComparisonIsBounded(t *testing.T) {
	t.Parallel()
	p := plan(t, "profile=aws_cloudtrail")
	p.Compared = 2
	r, err := backtest.Run(t.Context(), splunk(t, twoPlaces(), mark), p)
	require.NoError(t, err)
	require.Equal(t, 1, r.Count, "findings do not depend on the comparison")
	require.Contains(t, r.WhyNot, "more than 2 rows")
	require.Empty(t, r.Pairs)
}

func TestRefused(t *testing.T) {
	t.Parallel()
	client := splunk(t, twoPlaces(), mark)
	p := plan(t, "by=user")
	p.Earliest, p.Latest = "now", "-7d@d"
	_, err := backtest.Run(t.Context(), client, p)
	require.ErrorContains(t, err, "earliest now is not before latest -7d@d")
	_, err = backtest.Run(t.Context(), client, plan(t, "by=user", "output=summary"))
	require.ErrorContains(t, err, "it can only be findings")

	_, err = backtest.Run(t.Context(), splunk(t, twoPlaces(), `{"preview":false,"off`), plan(t, "by=user"))
	require.ErrorIs(t, err, rest.ErrCut)
	require.ErrorContains(t, err, "nothing is reported from a part of the rows")
}
