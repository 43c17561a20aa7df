package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"concurrentsessions/internal/splunkd"
)

// health reads CloudTrail without the add-on's fields for the user agent, so
// that there is a role to tell of.
func health(l *lab) map[string]answer {
	log := without(l.log("aws_cloudtrail"), "user_agent", "userAgent")
	counters, messages := l.search(log, "profile=aws_cloudtrail", "output=summary")
	count := func(counter string) (sum float64) {
		for _, row := range counters.having("counter", counter) {
			sum += number(row, "value")
		}
		return sum
	}
	share := 0.0
	if count("rows") > 0 {
		share = 100 * count("rows_skipped") / count("rows")
	}
	whole := func(f float64) string { return strconv.FormatFloat(f, 'f', 0, 64) }
	return map[string]answer{
		"ds_summary":       table(counters, "counter", "reason", "field", "value", "fields", "profile"),
		"ds_rows":          single("rows", whole(count("rows"))),
		"ds_skipped_share": single("share", strconv.FormatFloat(share, 'f', 1, 64)),
		"ds_keys":          single("keys", whole(count("keys"))),
		"ds_found":         single("findings", whole(count("findings"))),
		"ds_skipped":       skipped(counters),
		"ds_roles":         roles(counters),
		"ds_detections":    detections(l),
		"ds_runs":          runs(l),
		"ds_macros":        macros(l),
		"ds_messages":      warnings(append(messages, l.warned(log)...)),
	}
}

// warned is what the command says of rows that have no source address at all.
func (l *lab) warned(log splunkd.Table) [][2]string {
	_, messages := l.search(without(log, "src_ip", "src", "sourceIPAddress"), "profile=aws_cloudtrail")
	return messages
}

// without empties columns, as when an add-on does not extract them.
func without(t splunkd.Table, names ...string) splunkd.Table {
	out := splunkd.Table{Columns: t.Columns}
	for _, row := range t.Rows {
		row = slices.Clone(row)
		for _, name := range names {
			if c := t.Column(name); c >= 0 {
				row[c] = nil
			}
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

func skipped(counters rows) answer {
	var out rows
	for _, row := range counters.having("counter", "rows_skipped") {
		why := one(row, "reason")
		if f := one(row, "field"); f != "" {
			why += ": " + f
		}
		out = append(out, with(row, "why", why))
	}
	return table(out.sorted("-value").head(10), "why", "value")
}

func roles(counters rows) answer {
	var out rows
	for _, row := range counters.having("counter", "role_without_value") {
		out = append(out, with(row, "role", one(row, "field"), "tried", one(row, "fields"), "add_on", "Splunk Add-on for AWS"))
	}
	return table(out, "role", "tried", "add_on")
}

// detections are the shipped saved searches, one of them switched on.
func detections(l *lab) answer {
	var out rows
	for i, name := range l.detections() {
		keys := l.conf("savedsearches").Section(name)
		row := map[string][]string{
			"state": {"off"}, "detection": {name}, "cron": {keys.Key("cron_schedule").String()},
			"earliest": {keys.Key("dispatch.earliest_time").String()}, "latest": {keys.Key("dispatch.latest_time").String()},
		}
		if i%2 == 0 {
			row = with(row, "state", "on", "next", "2026-03-10 18:17:00 UTC")
		}
		out = append(out, row)
	}
	return table(out.sorted("-state", "detection"), "state", "detection", "cron", "earliest", "latest", "next")
}

// runs are made up: one detection in time, one late, one with skipped runs.
func runs(l *lab) answer {
	kinds := []map[string][]string{
		{"verdict": {"in time"}, "done": {"96"}, "skipped": {"0"}, "continued": {"0"}, "max_lag": {"4"}, "max_run": {"3.2"}},
		{"verdict": {"lagging"}, "done": {"91"}, "skipped": {"0"}, "continued": {"5"}, "max_lag": {"840"}, "max_run": {"41.7"}},
		{
			"verdict": {"skipped runs"}, "done": {"80"}, "skipped": {"16"}, "continued": {"0"}, "max_lag": {"61"}, "max_run": {"12.9"},
			"reasons": {"The maximum number of concurrent historical scheduled searches on this instance has been reached"},
		},
	}
	var out rows
	for i, name := range l.detections() {
		if i%2 == 0 {
			out = append(out, with(kinds[i/2%len(kinds)], "detection", name, "last", "2026-03-10 18:02:04"))
		}
	}
	return table(out, "verdict", "detection", "done", "skipped", "continued", "max_lag", "max_run", "last", "reasons")
}

// macros are two shipped ones as an admin may have changed them.
func macros(l *lab) answer {
	var out rows
	for _, change := range changedMacros {
		if !l.conf("macros").HasSection(change[0]) {
			l.fail(fmt.Errorf("the app ships no macro %s", change[0]))
		}
		out = append(out, map[string][]string{"macro": {change[0]}, "definition": {change[1]}, "updated": {"2026-03-02T09:14:00+00:00"}})
	}
	return table(out, "macro", "definition", "updated")
}

func warnings(messages [][2]string) answer {
	seen := map[[2]string]int{}
	for _, m := range messages {
		if m[0] != "INFO" {
			seen[[2]string{m[0], m[1]}]++
		}
	}
	var out rows
	for _, m := range slices.SortedFunc(maps.Keys(seen), func(a, b [2]string) int { return strings.Compare(a[1], b[1]) }) {
		out = append(out, map[string][]string{
			"last": {"2026-03-10 18:02:04"}, "log_level": {m[0]}, "count": {strconv.Itoa(seen[m])}, "message": {m[1]},
		})
	}
	return table(out, "last", "log_level", "count", "message")
}
