package report

import (
	"io"
	"slices"

	"concurrentsessions/internal/epoch"
)

// Comparison is a report of our findings beside the published search's rows.
type Comparison struct {
	Title, Version string
	// Generated is as that of [Page].
	Generated string
	Rows      []ComparisonRow
	Notes     []string
}

// ComparisonRow is one finding, one row of the published search, or a pair.
type ComparisonRow struct {
	Verdict Verdict
	Profile string
	At      epoch.Micros
	Who     []KeyPart
	// Origins are the sources that either names.
	Origins []string
	// Code is the short name of the reason, Reason its words; "" for a pair.
	Code, Reason string
	// FindingID is "" and Score 0 if only the published search found it.
	FindingID string
	Score     int
}

// Verdict says who found it.
type Verdict uint8

// The verdicts, in the order of the page.
const (
	Both Verdict = iota
	OnlyOurs
	OnlyTheirs
)

var verdicts = [...]string{Both: "both", OnlyOurs: "ours", OnlyTheirs: "theirs"}

// String is the verdict as the page's data have it.
func (v Verdict) String() string {
	if int(v) < len(verdicts) {
		return verdicts[v]
	}
	return "unknown"
}

// WriteComparison writes the comparison as one HTML file.
func WriteComparison(w io.Writer, c *Comparison) error {
	page := comparisonAssets()
	out := newOutput(w)
	out.template("comparison.html", struct {
		frame
		Verdicts []verdictCount
		Reasons  []ranked
		Profiles []string
	}{page.frame(c.Title, c.Generated, c.Version, c.Notes), countVerdicts(c.Rows), rankReasons(c.Rows), profiles(c.Rows)})
	rows := make([]comparisonJSON, len(c.Rows))
	for i := range c.Rows {
		rows[i] = c.Rows[i].json()
	}
	out.data("data", rows)
	out.script(page)
	return out.close()
}

// comparisonJSON is a row as the page's script reads it.
type comparisonJSON struct {
	Verdict string        `json:"verdict"`
	Profile string        `json:"profile"`
	At      *epoch.Micros `json:"at"`
	Who     [][2]string   `json:"who"`
	Origins []string      `json:"origins"`
	Code    string        `json:"code"`
	Reason  string        `json:"reason"`
	ID      string        `json:"id"`
	Score   int           `json:"score"`
}

func (r *ComparisonRow) json() comparisonJSON {
	return comparisonJSON{
		Verdict: r.Verdict.String(), Profile: field(r.Profile), At: moment(r.At), Who: keyJSON(r.Who), Origins: fields(r.Origins),
		Code: field(r.Code), Reason: field(r.Reason), ID: field(r.FindingID), Score: r.Score,
	}
}

type verdictCount struct {
	Verdict, Words string
	Rows, Percent  int
}

// countVerdicts counts the rows by verdict, in the order of the verdicts.
func countVerdicts(rows []ComparisonRow) []verdictCount {
	counts := []verdictCount{
		{Verdict: Both.String(), Words: "found by both"},
		{Verdict: OnlyOurs.String(), Words: "only by ours"},
		{Verdict: OnlyTheirs.String(), Words: "only by the published search"},
	}
	for i := range rows {
		if int(rows[i].Verdict) < len(counts) {
			counts[rows[i].Verdict].Rows++
		}
	}
	for i := range counts {
		counts[i].Percent = percent(counts[i].Rows, len(rows))
	}
	return counts
}

// rankReasons counts the rows by the reason for the difference, all of them.
func rankReasons(rows []ComparisonRow) []ranked {
	counts := map[string]int{}
	for i := range rows {
		if rows[i].Code != "" {
			counts[field(rows[i].Code)]++
		}
	}
	return rank(counts, len(counts))
}

func profiles(rows []ComparisonRow) []string {
	var names []string
	for i := range rows {
		names = append(names, field(rows[i].Profile))
	}
	slices.Sort(names)
	return slices.Compact(names)
}
