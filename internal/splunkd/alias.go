package splunkd

import "slices"

// Alias is a field that an add-on adds at search time (FIELDALIAS, EVAL,
// coalesce): the values of the first of several fields that has any.
type Alias struct {
	Name string
	From []string
	// Constant is the value where no field of From has one; empty is none.
	Constant string
}

// Alias adds the aliases in order, so that one may build on another. A column
// of the same name is replaced.
func (t *Table) Alias(aliases ...Alias) {
	for _, a := range aliases {
		cells := make([][]string, len(t.Rows))
		for i := range t.Rows {
			cells[i] = a.values(t, i)
		}
		c := t.Column(a.Name)
		if c < 0 {
			c = len(t.Columns)
			t.Columns = append(t.Columns, a.Name)
		}
		for i, values := range cells {
			t.Rows[i] = widened(t.Rows[i], len(t.Columns))
			t.Rows[i][c] = values
		}
	}
}

func (a *Alias) values(t *Table, row int) []string {
	for _, from := range a.From {
		values := t.Values(row, from)
		if slices.ContainsFunc(values, func(v string) bool { return v != "" }) {
			return values
		}
	}
	if a.Constant != "" {
		return []string{a.Constant}
	}
	return nil
}
