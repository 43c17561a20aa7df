package escu

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"concurrentsessions/internal/epoch"
)

// tally is what a group has seen of one field: its distinct values, compared
// byte by byte, and the ends of its times.
type tally struct {
	distinct    map[string]struct{}
	first, last epoch.Micros
	timed       bool // first and last are set
	filled      bool // fillnull has marked a null
}

func (t *tally) add(c *cell, keep tallyField) {
	if c.kind == filled {
		t.filled = true
		return
	}
	if keep.times {
		if m, ok := c.time(); ok {
			t.addTime(m, m)
		}
	}
	if keep.distinct {
		if c.kind == moment {
			t.addText(c.moment.String())
		}
		for _, v := range c.texts {
			t.addText(v)
		}
	}
}

func (t *tally) addTime(first, last epoch.Micros) {
	if !t.timed {
		t.first, t.last, t.timed = first, last, true
		return
	}
	t.first = min(t.first, first)
	t.last = max(t.last, last)
}

// addText copies the text if it is new.
func (t *tally) addText(v string) {
	if _, have := t.distinct[v]; have {
		return
	}
	if t.distinct == nil {
		t.distinct = map[string]struct{}{}
	}
	t.distinct[strings.Clone(v)] = struct{}{}
}

// settle turns marked nulls into "0" if the field exists, else into null.
func (t *tally) settle(exists bool, keep tallyField) {
	if t.filled && exists {
		if keep.times {
			t.addTime(0, 0)
		}
		if keep.distinct {
			t.addText(fillValue)
		}
	}
	t.filled = false
}

func (t *tally) merge(other *tally) {
	if other.timed {
		t.addTime(other.first, other.last)
	}
	for v := range other.distinct {
		t.addText(v)
	}
}

// result is the value of an aggregate of the field; none is null.
func (t *tally) result(f function) []string {
	switch f {
	case countDistinct:
		return []string{strconv.Itoa(len(t.distinct))}
	case listDistinct:
		return slices.Sorted(maps.Keys(t.distinct))
	}
	if !t.timed {
		return nil
	}
	if f == largest {
		return []string{t.last.String()}
	}
	return []string{t.first.String()}
}
