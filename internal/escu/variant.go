package escu

import "slices"

// The searches with one thing taken away, and what one row does in them: by
// these a comparison learns what it is that makes a row, or prevents it.

// WithoutFilter is the search without the terms of its filter.
func (s *Search) WithoutFilter() *Search {
	variant := *s
	variant.filter = nil
	return &variant
}

// WithoutBins is the search without its bins, and not grouped by the times
// that they made.
func (s *Search) WithoutBins() *Search {
	variant := *s
	variant.rows, variant.stats.by = nil, slices.Clone(s.stats.by)
	for _, op := range s.rows {
		b, isBin := op.(bin)
		if !isBin {
			variant.rows = append(variant.rows, op)
			continue
		}
		variant.stats.by = slices.DeleteFunc(variant.stats.by, func(name string) bool { return name == b.field })
	}
	return &variant
}

// WithoutCondition is the search without its where clause.
func (s *Search) WithoutCondition() *Search {
	variant := *s
	variant.where = and{}
	return &variant
}

// StartWithin makes a run over some of the rows that another run, of this
// search or a variant, has had: what fillnull needs to know of all rows, it
// takes from there.
func (s *Search) StartWithin(whole *Run) *Run {
	r := s.Start()
	for slot, name := range r.schema.names {
		if i := slices.Index(whole.schema.names, name); i >= 0 {
			r.schema.exists[slot] = whole.schema.exists[i]
		}
	}
	return r
}

// Groups lists the groups that a row of the run belongs to, each as its BY
// values: the first GroupColumns of the result row. It has none if the filter
// drops the row or a BY field is null. Call it when the run has had all rows.
func (r *Run) Groups(values func(field int) []string) (groups [][]string) {
	if !r.read(values) {
		return nil
	}
	r.stats.key = r.stats.key[:0]
	r.stats.combine(r.row, 0, func() {
		if by, ok := r.stats.splitKey(r.stats.key, r.schema.exists); ok {
			groups = append(groups, by)
		}
	})
	return groups
}

// Refusal is the first term of the filter that a row does not meet, as SPL.
func (r *Run) Refusal(values func(field int) []string) (term string, refused bool) {
	r.load(values)
	for _, t := range r.terms {
		if !t.holds(r.row[t.slot].texts) {
			return t.String(), true
		}
	}
	return "", false
}
