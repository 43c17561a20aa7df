// Package score turns an episode's evidence into a number from 1 to 100 and
// the reasons behind it. All that moves the number stands in [Rules].
package score

import (
	"fmt"

	"concurrentsessions/internal/engine"
)

// Least and Most bound every score.
const (
	Least = 1
	Most  = 100
)

// DefaultBase is where scores start without a profile.
const DefaultBase = 30

// Score is a judgement with its reasons.
type Score struct {
	Value   int
	Reasons []string
}

// Of scores an episode, starting at base. The reasons begin with the base and
// give each step with its points.
func Of(e *engine.Episode, base int) Score {
	s := Score{Value: base, Reasons: []string{fmt.Sprintf("base score %d", base)}}
	for _, rule := range Rules {
		if rule.Applies(e) {
			s.Value += rule.Points
			s.Reasons = append(s.Reasons, fmt.Sprintf("%+d %s", rule.Points, rule.Reason))
		}
	}
	s.Value = min(max(s.Value, Least), Most)
	return s
}
