package main

import (
	"strconv"
	"strings"
	"time"

	"concurrentsessions/internal/dashboards"
)

func overview(l *lab) map[string]answer {
	var found rows
	for _, profile := range dashboards.Profiles() {
		some, _ := l.search(l.log(profile), "profile="+profile)
		found = append(found, some...)
	}
	return map[string]answer{
		"ds_findings": table(found, "_time", "profile", "user", "origin", "src_list", "country", "closest_gap", "interleaved",
			"switches", "count", "score", "reasons", "finding_id"),
		"ds_total":        single("findings", strconv.Itoa(len(found))),
		"ds_interleaved":  single("interleaved", strconv.Itoa(len(found.having("interleaved", "true")))),
		"ds_users":        single("users", strconv.Itoa(len(found.values("user")))),
		"ds_highest":      single("score", found.max("score")),
		"ds_over_time":    timechart(found, 30*time.Minute, "profile"),
		"ds_by_score":     chart(banded(found), "band", "profile"),
		"ds_top_users":    topUsers(found),
		"ds_top_networks": topNetworks(found),
		"ds_newest":       newest(found),
		"ds_risk":         risk(l, found),
	}
}

func banded(list rows) (out rows) {
	for _, row := range list {
		band := "1 to 39"
		switch score := number(row, "score"); {
		case score >= 80:
			band = "80 to 100"
		case score >= 60:
			band = "60 to 79"
		case score >= 40:
			band = "40 to 59"
		}
		out = append(out, with(row, "band", band))
	}
	return out
}

// with is the row with a field set.
func with(row map[string][]string, pairs ...string) map[string][]string {
	out := make(map[string][]string, len(row)+len(pairs)/2)
	for name, values := range row {
		out[name] = values
	}
	for i := 0; i < len(pairs); i += 2 {
		out[pairs[i]] = []string{pairs[i+1]}
	}
	return out
}

func topUsers(found rows) answer {
	var out rows
	for _, g := range found.groups("user") {
		out = append(out, map[string][]string{
			"user": {g.by}, "score": {g.rows.max("score")}, "findings": {strconv.Itoa(len(g.rows))},
			"source": {one(g.rows.sorted("-score").first(), "profile")}, "networks": {strconv.Itoa(len(g.rows.values("origin")))},
		})
	}
	return table(out.sorted("-score", "-findings", "user").head(10), "user", "score", "findings", "source", "networks")
}

func topNetworks(found rows) answer {
	var out rows
	for _, g := range found.groups("origin") {
		out = append(out, map[string][]string{
			"origin": {g.by}, "users": {strconv.Itoa(len(g.rows.values("user")))}, "findings": {strconv.Itoa(len(g.rows))},
			"score": {g.rows.max("score")}, "source": {strings.Join(g.rows.values("profile"), ", ")},
		})
	}
	return table(out.sorted("-users", "-findings", "-score", "origin").head(10), "origin", "users", "findings", "score", "source")
}

func newest(found rows) answer {
	return table(told(found.sorted("-_time").head(100)),
		"time", "score", "profile", "user", "src_list", "interleaved", "gap", "reasons")
}

// told writes a finding's columns as the tables of the dashboards show them.
func told(found rows) (out rows) {
	for _, row := range found {
		how := "A..B"
		if one(row, "interleaved") == "true" {
			how = "A..B..A"
		}
		out = append(out, with(row,
			"time", clock(one(row, "_time")), "gap", seconds(one(row, "closest_gap")),
			"interleaved", how, "reasons", strings.Join(row["reasons"], "; "),
			"origins", strings.Join(row["origin"], ", ")))
	}
	return out
}

// risk is what Enterprise Security would make of the findings.
func risk(l *lab, found rows) answer {
	var out rows
	for _, g := range found.groups("profile") {
		for _, u := range g.rows.groups("user") {
			total := 0.0
			for _, row := range u.rows {
				total += number(row, "score")
			}
			out = append(out, map[string][]string{
				"search_name": {l.detection(g.by)}, "risk_object": {u.by}, "findings": {strconv.Itoa(len(u.rows))},
				"events": {strconv.Itoa(len(u.rows))}, "risk": {strconv.FormatFloat(total, 'f', 0, 64)}, "last": {clock(u.rows.max("_time"))},
			})
		}
	}
	return table(out.sorted("-risk").head(10), "search_name", "risk_object", "findings", "events", "risk", "last")
}
