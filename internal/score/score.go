// Package score turns an episode's evidence into a number from 1 to 100 and
// the reasons behind it. All that moves the number stands in [Rules].
package score

import (
	"fmt"
	"slices"

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
func Of(e *engine.Episode, base int) Score { return NewScorer(base).Of(e) }

// Scorer scores one episode after the other, starting at a base. It is not safe
// for concurrent use.
type Scorer struct {
	base    int
	reasons []string
}

// steps are the reasons of all rules, with their points.
var steps = func() (list []string) {
	for _, rule := range Rules {
		list = append(list, fmt.Sprintf("%+d %s", rule.Points, rule.Reason))
	}
	return list
}()

// NewScorer makes a scorer.
func NewScorer(base int) *Scorer {
	return &Scorer{base: base, reasons: []string{fmt.Sprintf("base score %d", base)}}
}

// Of is [Of] for the scorer's base. The reasons are valid until the next call.
func (s *Scorer) Of(e *engine.Episode) Score {
	value := s.base
	s.reasons = s.reasons[:1]
	for i := range Rules {
		if Rules[i].Applies(e) {
			value += Rules[i].Points
			s.reasons = append(s.reasons, steps[i])
		}
	}
	return Score{Value: min(max(value, Least), Most), Reasons: slices.Clip(s.reasons)}
}
