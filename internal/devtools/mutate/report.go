package main

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
)

// report tells what became of the mutants, and what is wrong with that.
type report struct {
	out       io.Writer
	explained list
	unknown   []string // names in the list that no mutant has
	total     int      // how many there are to try
	all       tally
	inFile    tally // of the file at hand
	file      string
	stale     int // explained, but they do not survive
}

// tally counts mutants by their fate.
type tally struct {
	tried   int
	fates   [refused + 1]int
	reasons int // survivors that the list explains
}

func (t *tally) add(got fate, isExplained bool) {
	t.tried++
	t.fates[got]++
	if got == survived && isExplained {
		t.reasons++
	}
}

// open is the number of survivors that nothing explains.
func (t *tally) open() int { return t.fates[survived] - t.reasons }

func (t *tally) String() string {
	return fmt.Sprintf("%d mutants: %d killed, %d timed out, %d refused by the compiler, %d survived: %d of these explained, %d not",
		t.tried, t.fates[killed], t.fates[timedOut], t.fates[refused], t.fates[survived], t.reasons, t.open())
}

// progressEvery is after how many mutants it is told how many are left.
const progressEvery = 50

func (r *report) add(m mutant, got fate) {
	if m.file != r.file {
		r.closeFile()
		r.file = m.file
	}
	_, isExplained := r.explained[m.name]
	r.all.add(got, isExplained)
	r.inFile.add(got, isExplained)
	switch {
	case got == survived && !isExplained:
		fmt.Fprintf(r.out, "survived  %s: %s\n", m.where(), m.name)
	case got != survived && isExplained:
		r.stale++
		fmt.Fprintf(r.out, "noticed   %s: %s, though the list says that no test can\n", m.where(), m.name)
	}
	if r.all.tried%progressEvery == 0 {
		fmt.Fprintf(r.out, "tried     %d of %d\n", r.all.tried, r.total)
	}
}

// closeFile tells the counts of the file at hand, when all its mutants were
// tried.
func (r *report) closeFile() {
	if r.inFile.tried > 0 {
		fmt.Fprintf(r.out, "file      %s: %s\n", filepath.Base(r.file), &r.inFile)
	}
	r.inFile = tally{}
}

func (r *report) finish() error {
	r.closeFile()
	slices.Sort(r.unknown)
	for _, name := range r.unknown {
		fmt.Fprintf(r.out, "unknown   %s, in the list\n", name)
	}
	fmt.Fprintf(r.out, "all       %s\n", &r.all)
	if wrong := r.all.open() + r.stale + len(r.unknown); wrong > 0 {
		return fmt.Errorf("%d to look at: write a test that notices the mutant, or the reason why none can into the list", wrong)
	}
	return nil
}
