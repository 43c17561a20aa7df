package main

import (
	"strconv"
	"strings"
)

func tuning(l *lab) map[string]answer {
	log := l.log("okta")
	now, _ := l.search(log, "profile=okta")
	tried, _ := l.search(log, "profile=okta", "window=1h", `when="dc(origin)>1"`, "origin=network")
	var both rows
	for _, row := range now {
		both = append(both, with(row, "run", "now"))
	}
	for _, row := range tried {
		both = append(both, with(row, "run", "tried"))
	}
	users := changedUsers(both)
	return map[string]answer{
		"ds_both":        table(both, "run", "_time", "user", "origin", "origin_count", "interleaved", "closest_gap", "count", "score", "finding_id"),
		"ds_now_count":   single("findings", strconv.Itoa(len(now))),
		"ds_tried_count": single("findings", strconv.Itoa(len(tried))),
		"ds_lost_count":  single("users", strconv.Itoa(len(users.having("tried", "0")))),
		"ds_won_count":   single("users", strconv.Itoa(len(users.having("now", "0")))),
		"ds_by_score":    chart(banded(both), "band", "run"),
		"ds_users":       table(users, "change", "user", "now", "tried", "score_now", "score_tried", "origins"),
		"ds_now":         table(told(now.sorted("-_time")), "time", "score", "user", "origins", "gap"),
		"ds_tried":       table(told(tried.sorted("-_time")), "time", "score", "user", "origins", "gap"),
		"ds_shared":      shared(now),
	}
}

func changedUsers(both rows) rows {
	var out rows
	for _, g := range both.groups("user") {
		now, tried := g.rows.having("run", "now"), g.rows.having("run", "tried")
		row := map[string][]string{
			"user": {g.by}, "now": {strconv.Itoa(len(now))}, "tried": {strconv.Itoa(len(tried))},
			"score_now": {now.max("score")}, "score_tried": {tried.max("score")},
			"origins": {strings.Join(g.rows.values("origin"), ", ")},
		}
		change := "the same"
		switch {
		case len(tried) == 0:
			change = "no longer found"
		case len(now) == 0:
			change = "found as well"
		case len(now) != len(tried) || now.max("score") != tried.max("score"):
			change = "found otherwise"
		}
		out = append(out, with(row, "change", change))
	}
	return out.sorted("change", "user")
}

func shared(now rows) answer {
	var out rows
	for _, g := range now.groups("origin") {
		who := g.rows.values("user")
		out = append(out, map[string][]string{
			"origin": {g.by}, "users": {strconv.Itoa(len(who))}, "findings": {strconv.Itoa(len(g.rows))},
			"who": {strings.Join(who[:min(5, len(who))], ", ")},
		})
	}
	return table(out.sorted("-users", "-findings", "origin").head(20), "origin", "users", "findings", "who")
}
