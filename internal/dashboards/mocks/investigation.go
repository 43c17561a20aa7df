package main

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"concurrentsessions/internal/splunkd"
)

// suspect is the user under investigation: both holders' sign-ins alternate.
const suspect = "mika.sandoval@example.com"

func investigation(l *lab) map[string]answer {
	log := containing(l.log("okta"), suspect)
	found, _ := l.search(log, "profile=okta")
	marked, _ := l.search(log, "profile=okta", "output=events")
	seen := sightings(marked)
	return map[string]answer{
		"ds_findings":  findingsOfUser(found),
		"ds_sightings": table(seen, "_time", "cs_origin", "cs_origin_count", "cs_hot", "cs_gap", "client"),
		"ds_timeline":  lanes(seen),
		"ds_columns":   timechart(seen, 5*time.Minute, "cs_origin"),
		"ds_switches":  changes(seen),
		"ds_origins":   origins(seen),
		"ds_events":    events(log),
		"ds_risk":      riskOfUser(l, found),
	}
}

// sightings are the rows that have an origin, with the client's name.
func sightings(marked rows) (out rows) {
	for _, row := range marked {
		if len(row["cs_origin"]) == 0 {
			continue
		}
		client := "-"
		for _, name := range []string{"user_agent", "userAgent", "client.userAgent.rawUserAgent", "browser", "os"} {
			if v := one(row, name); v != "" {
				client = v
				break
			}
		}
		out = append(out, with(row, "client", client))
	}
	return out
}

func findingsOfUser(found rows) answer {
	var out rows
	for _, row := range told(found.sorted("-score", "-_time")) {
		lasted := time.Duration(math.Round(number(row, "lastTime")-number(row, "firstTime"))) * time.Second
		out = append(out, with(row, "lasted", fmt.Sprintf("%02d:%02d:%02d", int(lasted.Hours()), int(lasted.Minutes())%60, int(lasted.Seconds())%60)))
	}
	return table(out, "time", "score", "user", "src_list", "interleaved", "switches", "gap", "lasted", "count", "reasons", "finding_id")
}

// lanes is the way from origin to origin, and a series of each origin.
func lanes(seen rows) answer {
	height := map[string]string{}
	columns := []string{"at", "way"}
	var out rows
	for _, row := range seen.sorted("_time") {
		name := one(row, "cs_origin")
		if height[name] == "" {
			height[name] = strconv.Itoa(len(height) + 1)
			columns = append(columns, name)
		}
		out = append(out, map[string][]string{"at": {moment(one(row, "_time")).Format(time.TimeOnly)}, "way": {height[name]}, name: {height[name]}})
	}
	return table(out, columns...)
}

// changes are the sightings whose origin is not that of the one before.
func changes(seen rows) answer {
	var out rows
	var before map[string][]string
	for _, row := range seen.sorted("_time") {
		switch {
		case before == nil:
			out = append(out, with(row, "time", clock(one(row, "_time"))))
		case one(before, "cs_origin") != one(row, "cs_origin"):
			out = append(out, with(row, "time", clock(one(row, "_time")), "before", one(before, "cs_origin"),
				"after", seconds(fmt.Sprint(number(row, "_time")-number(before, "_time")))))
		}
		before = row
	}
	return table(out.head(100), "time", "before", "cs_origin", "after", "client")
}

func origins(seen rows) answer {
	var out rows
	for _, g := range seen.groups("cs_origin") {
		gaps := g.rows.where(func(row map[string][]string) bool { return len(row["cs_gap"]) > 0 })
		out = append(out, map[string][]string{
			"cs_origin": {g.by}, "sightings": {strconv.Itoa(len(g.rows))},
			"hot": {strconv.Itoa(len(g.rows.having("cs_hot", "true")))}, "closest": {seconds(gaps.min("cs_gap"))},
			"first": {clock(g.rows.min("_time"))}, "last": {clock(g.rows.max("_time"))},
		})
	}
	return table(out.sorted("-sightings"), "cs_origin", "sightings", "hot", "closest", "first", "last")
}

// events are the rows as the indexers give them.
func events(log splunkd.Table) answer {
	var out rows
	for _, row := range toRows(log).sorted("-_time").head(200) {
		out = append(out, with(row, "_time", iso(moment(one(row, "_time"))), "host", "okta.example.com", "source", "Okta", "sourcetype", "OktaIM2:log"))
	}
	return table(out, "_time", "_raw", "host", "source", "sourcetype")
}

func riskOfUser(l *lab, found rows) answer {
	var out rows
	for _, row := range found {
		out = append(out, map[string][]string{
			"search_name": {l.detection("okta")}, "risk_object": {one(row, "user")}, "events": {"1"}, "risk": {one(row, "score")},
			"messages": {fmt.Sprintf("One session of %s is active from %s networks within %s", one(row, "user"), one(row, "origin_count"), seconds(one(row, "closest_gap")))},
		})
	}
	return table(out, "search_name", "risk_object", "events", "risk", "messages")
}
