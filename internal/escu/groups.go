package escu

import (
	"encoding/binary"
	"maps"
	"slices"
	"strconv"
)

// statsRun is a stats at work.
type statsRun struct {
	plan    stats
	by      []int        // the slots of the BY fields
	fields  []tallyField // each aggregated field once
	of      []int        // by aggregate: its place in fields
	groups  map[string]*group
	key     []byte // of the combination at hand; see appendPart
	scratch []byte // one moment as text
}

// tallyField is an aggregated field, and what to keep of it.
type tallyField struct {
	slot            int
	distinct, times bool
}

// group is what is kept of the rows with the same BY values.
type group struct {
	by      []string // set by finish
	count   uint64
	tallies []tally // by statsRun.fields
}

func (s stats) start(sc *schema) *statsRun {
	r := &statsRun{plan: s, groups: map[string]*group{}}
	for _, name := range s.by {
		r.by = append(r.by, sc.slot(name))
	}
	for _, a := range s.aggregates {
		r.of = append(r.of, r.tallyOf(a, sc))
	}
	return r
}

// tallyOf is the place in r.fields of what an aggregate needs, -1 for none.
func (r *statsRun) tallyOf(a aggregate, sc *schema) int {
	if a.function == countRows {
		return -1
	}
	slot := sc.slot(a.field)
	i := slices.IndexFunc(r.fields, func(f tallyField) bool { return f.slot == slot })
	if i < 0 {
		i = len(r.fields)
		r.fields = append(r.fields, tallyField{slot: slot})
	}
	if a.function == countDistinct || a.function == listDistinct {
		r.fields[i].distinct = true
	} else {
		r.fields[i].times = true
	}
	return i
}

// add takes a row into the group of each combination of its BY values.
func (r *statsRun) add(row []cell) {
	r.key = r.key[:0]
	r.combine(row, 0, func() {
		g := r.groups[string(r.key)]
		if g == nil {
			g = &group{tallies: make([]tally, len(r.fields))}
			r.groups[string(r.key)] = g
		}
		g.count++
		for i, f := range r.fields {
			g.tallies[i].add(&row[f.slot], f)
		}
	})
}

// combine completes r.key in every way from BY field number part on and calls
// each for each. A null completes it in none.
func (r *statsRun) combine(row []cell, part int, each func()) {
	if part == len(r.by) {
		each()
		return
	}
	before := len(r.key)
	switch c := &row[r.by[part]]; c.kind {
	case text:
		for _, v := range c.texts {
			r.key = appendPart(r.key[:before], v)
			r.combine(row, part+1, each)
		}
	case moment:
		r.scratch = c.moment.Append(r.scratch[:0])
		r.key = appendPart(r.key, r.scratch)
		r.combine(row, part+1, each)
	case filled:
		r.key = append(r.key, partFilled)
		r.combine(row, part+1, each)
	}
	r.key = r.key[:before]
}

// A key is the BY values one after the other: partFilled, or partText, the
// length and the text.
const (
	partFilled = 0
	partText   = 1
)

func appendPart[T string | []byte](key []byte, value T) []byte {
	key = binary.AppendUvarint(append(key, partText), uint64(len(value)))
	return append(key, value...)
}

// splitKey gives the BY values of a key. Marked nulls become "0" if their
// field exists, and there is no group if it does not.
func (r *statsRun) splitKey(key []byte, exists []bool) (by []string, ok bool) {
	for _, slot := range r.by {
		kind := key[0]
		key = key[1:]
		if kind == partFilled {
			if !exists[slot] {
				return nil, false
			}
			by = append(by, fillValue)
			continue
		}
		n, size := binary.Uvarint(key)
		end := size + int(n)
		by = append(by, string(key[size:end]))
		key = key[end:]
	}
	return by, true
}

// finish settles the marked nulls and gives the result rows, in order. To do
// it again changes nothing.
func (r *statsRun) finish(exists []bool) [][][]string {
	settled := make(map[string]*group, len(r.groups))
	for key, g := range r.groups {
		by, ok := r.splitKey([]byte(key), exists)
		if !ok {
			continue
		}
		g.by = by
		for i, f := range r.fields {
			g.tallies[i].settle(exists[f.slot], f)
		}
		r.key = r.key[:0]
		for _, part := range by {
			r.key = appendPart(r.key, part)
		}
		if have := settled[string(r.key)]; have != nil {
			have.merge(g) // one had "0", the other a null
			continue
		}
		settled[string(r.key)] = g
	}
	r.groups = settled
	byValues := func(a, b *group) int { return slices.Compare(a.by, b.by) }
	var rows [][][]string
	for _, g := range slices.SortedFunc(maps.Values(settled), byValues) {
		rows = append(rows, r.result(g))
	}
	return rows
}

func (g *group) merge(other *group) {
	g.count += other.count
	for i := range g.tallies {
		g.tallies[i].merge(&other.tallies[i])
	}
}

// result is the row of one group; a column without values is null.
func (r *statsRun) result(g *group) [][]string {
	row := make([][]string, 0, len(r.by)+len(r.of))
	for _, part := range g.by {
		row = append(row, []string{part})
	}
	for i, a := range r.plan.aggregates {
		if a.function == countRows {
			row = append(row, []string{strconv.FormatUint(g.count, 10)})
			continue
		}
		row = append(row, g.tallies[r.of[i]].result(a.function))
	}
	return row
}
