package main

import (
	"fmt"
	"io"
	"slices"
)

// report tells what became of the mutants, and what is wrong with that.
type report struct {
	out       io.Writer
	explained list
	unknown   []string // names in the list that no mutant has
	counts    [refused + 1]int
	tried     int
	reasons   int // survivors that the list explains
	survivors int // those that it does not
	stale     int // explained, but they do not survive
}

func (r *report) add(m mutant, got fate) {
	r.tried++
	r.counts[got]++
	_, isExplained := r.explained[m.name]
	switch {
	case got == survived && isExplained:
		r.reasons++
	case got == survived:
		r.survivors++
		fmt.Fprintf(r.out, "survived  %s: %s\n", m.where(), m.name)
	case isExplained:
		r.stale++
		fmt.Fprintf(r.out, "noticed   %s: %s, though the list says that no test can\n", m.where(), m.name)
	}
}

func (r *report) finish() error {
	slices.Sort(r.unknown)
	for _, name := range r.unknown {
		fmt.Fprintf(r.out, "unknown   %s, in the list\n", name)
	}
	fmt.Fprintf(r.out, "%d mutants: %d killed, %d timed out, %d refused by the compiler, %d survived: %d of these explained, %d not\n",
		r.tried, r.counts[killed], r.counts[timedOut], r.counts[refused], r.counts[survived], r.reasons, r.survivors)
	if wrong := r.survivors + r.stale + len(r.unknown); wrong > 0 {
		return fmt.Errorf("%d to look at: write a test that notices the mutant, or the reason why none can into the list", wrong)
	}
	return nil
}
