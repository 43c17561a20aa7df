package scripts

import (
	"fmt"
	"slices"
	"strings"
)

// Script is one case: searches over a few rows, and what they must answer.
type Script struct {
	Title    string
	Searches []*Search
	lines    []string
}

// Search is one question, with the answer that the script has for it.
type Search struct {
	// Text is the question as written, and Line where it stands, from 1.
	Text string
	Line int
	// Runs are when it is run: once, unless it is a schedule.
	Runs    []Run
	Verdict Verdict
	// Answer is what the script says comes out, a line each.
	Answer []string

	rows     []row // those that stand above it
	pipeline pipeline
	// from and to are the places in the script's lines where the answer is.
	from, to int
}

// Differs says how an answer differs from the script's: in the verdict, or else
// in its lines.
func (s *Search) Differs(a Answer) error {
	if err := s.Verdict.Differs(a); err != nil {
		return err
	}
	if slices.Equal(s.Answer, a.Lines) {
		return nil
	}
	return fmt.Errorf("the script has:\n%s\nthe answer is:\n%s", strings.Join(s.Answer, "\n"), strings.Join(a.Lines, "\n"))
}

// Rewrite gives the text of the script with these answers, one a search, in
// the place of those that it has.
func (s *Script) Rewrite(answers [][]string) string {
	lines := slices.Clone(s.lines)
	for i, search := range slices.Backward(s.Searches) {
		indented := make([]string, len(answers[i]))
		for n, line := range answers[i] {
			indented[n] = indent + line
		}
		lines = slices.Replace(lines, search.from, search.to, indented...)
	}
	return strings.Join(lines, "\n") + "\n"
}
