package main

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"concurrentsessions/internal/splunkd"
)

func demo(l *lab) map[string]answer {
	log := l.demoEvents()
	options := []string{`by="sourcetype,user,session_id"`, "window=1h", `when="dc(origin)>1"`}
	found, _ := l.search(log, options...)
	marked, _ := l.search(ofUser(log, suspect, "OktaIM2:log"), append(options, "output=events")...)
	seen := sightings(marked)
	var how rows
	for _, row := range found {
		name := "A..B"
		if one(row, "interleaved") == "true" {
			name = "A..B..A"
		}
		how = append(how, with(row, "how", name))
	}
	return map[string]answer{
		"ds_findings": table(found, "_time", "sourcetype", "user", "session_id", "src_list", "origin", "interleaved",
			"switches", "closest_gap", "count", "score", "reasons", "finding_id"),
		"ds_total":       single("findings", strconv.Itoa(len(found))),
		"ds_interleaved": single("interleaved", strconv.Itoa(len(found.having("interleaved", "true")))),
		"ds_events":      single("events", strconv.Itoa(len(log.Rows))),
		"ds_by_source":   chart(how, "sourcetype", "how"),
		"ds_over_time":   timechart(found, time.Hour, "sourcetype"),
		"ds_list": table(told(found.sorted("-score", "_time")),
			"time", "score", "sourcetype", "user", "src_list", "interleaved", "gap", "count", "reasons"),
		"ds_sightings": table(seen, "_time", "sourcetype", "cs_origin", "cs_hot", "cs_gap", "client"),
		"ds_timeline":  lanes(seen),
		"ds_rows":      demoRows(seen),
	}
}

// demoEvents is the lookup as the app ships it.
func (l *lab) demoEvents() splunkd.Table {
	file, err := os.Open(filepath.Join(l.root, "app", "lookups", "cs_demo_events.csv"))
	if err != nil {
		l.fail(err)
		return splunkd.Table{}
	}
	defer file.Close()
	lines, err := csv.NewReader(file).ReadAll()
	if err != nil || len(lines) == 0 {
		l.fail(err)
		return splunkd.Table{}
	}
	t := splunkd.Table{Columns: lines[0]}
	for _, line := range lines[1:] {
		row := make([][]string, len(line))
		for i, value := range line {
			if value != "" {
				row[i] = []string{value}
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func ofUser(t splunkd.Table, user, sourcetype string) splunkd.Table {
	kept := splunkd.Table{Columns: t.Columns}
	for i, row := range t.Rows {
		if t.Value(i, "user") == user && t.Value(i, "sourcetype") == sourcetype {
			kept.Rows = append(kept.Rows, row)
		}
	}
	return kept
}

func demoRows(seen rows) answer {
	var out rows
	for _, row := range seen.sorted("_time") {
		out = append(out, with(row, "time", clock(one(row, "_time"))))
	}
	return table(out, "time", "sourcetype", "cs_origin", "cs_hot", "cs_gap", "client")
}
