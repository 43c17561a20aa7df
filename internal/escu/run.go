package escu

// Run is one run of a search: rows in, a table out. It keeps one group of
// distinct values for each combination of BY values, so its memory grows with
// the result before the where clause, not with the rows. Not safe for
// concurrent use.
type Run struct {
	search *Search
	schema *schema
	terms  []boundTerm
	steps  []rowStep
	stats  *statsRun

	row   []cell
	clean [][]string // by slot: texts without the empty ones, if there were any
}

// boundTerm is a term of the filter and the place of its field.
type boundTerm struct {
	term
	slot int
}

// Start makes a run.
func (s *Search) Start() *Run {
	r := &Run{search: s, schema: &schema{}}
	for _, f := range s.Fields {
		r.schema.slot(f.Name)
	}
	for _, t := range s.filter {
		r.terms = append(r.terms, boundTerm{t, r.schema.slot(t.field)})
	}
	for _, op := range s.rows {
		r.steps = append(r.steps, op.step(r.schema))
	}
	r.stats = s.stats.start(r.schema)
	r.row = make([]cell, len(r.schema.names))
	r.clean = make([][]string, len(s.Fields))
	return r
}

// Row takes one row. values gives the values of Fields[field]: none, one or
// several. What is kept of them is copied.
func (r *Run) Row(values func(field int) []string) {
	if r.read(values) {
		r.stats.add(r.row)
	}
}

// load makes the cells of a row.
func (r *Run) load(values func(field int) []string) {
	clear(r.row)
	for i := range r.search.Fields {
		if texts := r.nonEmpty(i, values(i)); len(texts) > 0 {
			r.row[i] = cell{kind: text, texts: texts}
		}
	}
}

// read brings a row as far as stats, or reports false if the filter drops it.
func (r *Run) read(values func(field int) []string) bool {
	r.load(values)
	for _, t := range r.terms {
		if !t.holds(r.row[t.slot].texts) {
			return false
		}
	}
	for _, step := range r.steps {
		step(r.row)
	}
	return true
}

// nonEmpty is the values without the empty ones: an empty value is none.
func (r *Run) nonEmpty(field int, values []string) []string {
	for i, v := range values {
		if v != "" {
			continue
		}
		clean := append(r.clean[field][:0], values[:i]...)
		for _, v := range values[i:] {
			if v != "" {
				clean = append(clean, v)
			}
		}
		r.clean[field] = clean
		return clean
	}
	return values
}

// Table ends the run: its rows in the order of their BY values, compared as
// text from the first to the last. rows[i][column] has the values, sorted by
// their bytes; none is null.
func (r *Run) Table() (rows [][][]string) {
	columns := r.search.stats.columns()
	for _, row := range r.stats.finish(r.schema.exists) {
		value := func(name string) []string {
			for i, c := range columns {
				if c.Name == name {
					return row[i]
				}
			}
			return nil
		}
		if r.search.where.holds(value) {
			rows = append(rows, row)
		}
	}
	return rows
}
