package evaluate

import (
	"strconv"

	"concurrentsessions/internal/engine"
	"concurrentsessions/internal/score"
)

// Evidence says what the rules of the score do on the findings of Sliding with
// places.
type Evidence struct {
	// True and False count the findings, of attacks and others; Shown those of
	// them to which a rule applies, by the rule's number.
	True, False           int
	TrueShown, FalseShown []int
	// Without has the false alarms by score as it would be without a rule.
	Without [][score.Most + 1]int
}

func newEvidence() Evidence {
	n := len(score.Rules)
	return Evidence{TrueShown: make([]int, n), FalseShown: make([]int, n), Without: make([][score.Most + 1]int, n)}
}

func (e *Evidence) add(o *Evidence) {
	e.True += o.True
	e.False += o.False
	for i := range e.Without {
		e.TrueShown[i] += o.TrueShown[i]
		e.FalseShown[i] += o.FalseShown[i]
		for at, n := range o.Without[i] {
			e.Without[i][at] += n
		}
	}
}

// weigh takes a finding of these attacks, or of none, into the evidence.
func (j *judge) weigh(e *engine.Episode, attacks []string) {
	evidence := &j.result.Evidence
	all, total, shown := j.profile.BaseScore, &evidence.False, evidence.FalseShown
	if len(attacks) > 0 {
		total, shown = &evidence.True, evidence.TrueShown
	}
	*total++
	applies := make([]int, len(score.Rules))
	for i, rule := range score.Rules {
		if rule.Applies(e) {
			applies[i] = rule.Points
			all += rule.Points
			shown[i]++
		}
	}
	for i, points := range applies {
		without := min(max(all-points, score.Least), score.Most)
		if len(attacks) == 0 {
			evidence.Without[i][without]++
		}
		for _, id := range attacks {
			best := &j.result.Attacks[j.index[id]].Without[i]
			*best = max(*best, without)
		}
	}
}

// withoutRule is the number of false alarms, at the highest score at which as
// many attacks are found as the published search finds, if a rule were not.
func (s *Source) withoutRule(rule int) int {
	wanted := s.RecallOfAll(FoundBy(Published)).Of
	falseAlarms := 0
	for least := score.Most; least >= score.Least; least-- {
		falseAlarms += s.Evidence.Without[rule][least]
		if s.RecallOfAll(func(a *Attack) bool { return a.Without[rule] >= least }).Of >= wanted {
			break
		}
	}
	return falseAlarms
}

// rules is the table that justifies the points.
func (r *Result) rules() Section {
	s := Section{
		Name: "rules", Title: "What each rule of the score does",
		Text: "How many of the findings, with places, show what the rule looks at: those of attacks and the false ones. Then the false alarms for 1,000 " +
			"user-days at the published search's recall, if there were no such rule; a number above that of the first line says what the rule saves.",
		Columns: []string{"rule", "points", "attacks", "false"},
	}
	all := []string{"all rules", "", "", ""}
	total := newEvidence()
	for _, src := range r.Sources {
		s.Columns = append(s.Columns, src.Name)
		p, _ := src.AtRecall(Located)
		all = append(all, decimals(src.PerThousand(p.False)))
		total.add(&src.Evidence)
	}
	s.Rows = append(s.Rows, all)
	for i, rule := range score.Rules {
		points := strconv.Itoa(rule.Points)
		if rule.Points > 0 {
			points = "+" + points
		}
		row := []string{rule.Name, points, share(Ratio{total.TrueShown[i], total.True}), share(Ratio{total.FalseShown[i], total.False})}
		for _, src := range r.Sources {
			row = append(row, decimals(src.PerThousand(src.withoutRule(i))))
		}
		s.Rows = append(s.Rows, row)
	}
	return s
}
