package scripts

import (
	"fmt"
	"strings"

	"concurrentsessions/internal/score"
)

// differing are the attributes that a finding shows when they differ.
var differing = []string{"os", "browser", "device", "city", "country", "asn", "app"}

// finding writes a finding in three lines, or four:
//
//	09:07  ann@example.com S1: 192.0.2.1, 203.0.113.80
//	    3 events 09:00 to 09:21, 2 switches, closest gap 7m, interleaved
//	    differing: os Windows, macOS; country NO, US
//	    score 42: base score 42, +5 interleaved, -5 move
func (p *printer) finding(f found) []string {
	var key []string
	for _, name := range p.keys {
		key = append(key, f.one(name))
	}
	evidence := []string{
		fmt.Sprintf("%s %s to %s", number(f.one("count"), "event", "events"), clockOf(f.one("firstTime")), clockOf(f.one("lastTime"))),
		number(f.one("switches"), "switch", "switches"),
	}
	if gap := f.one("closest_gap"); gap != "" {
		evidence = append(evidence, "closest gap "+duration(gap))
	}
	for _, name := range []string{"interleaved", "ongoing"} {
		if f.one(name) == "true" {
			evidence = append(evidence, name)
		}
	}
	lines := []string{
		fmt.Sprintf("%s  %s: %s", clockOf(f.one("_time")), strings.Join(key, " "), strings.Join(f.values["origin"], ", ")),
		indent + strings.Join(evidence, ", "),
	}
	var differ []string
	for _, name := range differing {
		if values := f.values[name]; len(values) > 1 {
			differ = append(differ, name+" "+strings.Join(values, ", "))
		}
	}
	if differ != nil {
		lines = append(lines, indent+"differing: "+strings.Join(differ, "; "))
	}
	return append(lines, indent+"score "+f.one("score")+": "+strings.Join(steps(f.values["reasons"]), ", "))
}

// steps puts the names of the score's rules in the place of their sentences.
func steps(reasons []string) []string {
	list := make([]string, len(reasons))
	for i, reason := range reasons {
		list[i] = reason
		points, sentence, _ := strings.Cut(reason, " ")
		for _, rule := range score.Rules {
			if rule.Reason == sentence {
				list[i] = points + " " + rule.Name
			}
		}
	}
	return list
}
