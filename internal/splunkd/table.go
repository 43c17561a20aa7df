package splunkd

import (
	"slices"
	"strings"
)

// Table is a set of rows, as a search passes it from command to command.
type Table struct {
	Columns []string
	// Rows[i][c] are the values of column c in row i: none, one or several.
	Rows [][][]string
}

// Column is the position of the column, -1 if there is none of this name.
func (t *Table) Column(name string) int { return slices.Index(t.Columns, name) }

// Values are the values of a row's column; none where the column is missing.
func (t *Table) Values(row int, column string) []string {
	if c := t.Column(column); c >= 0 {
		return t.Rows[row][c]
	}
	return nil
}

// Value is Values joined by LF, the single value as a rule.
func (t *Table) Value(row int, column string) string {
	return strings.Join(t.Values(row, column), "\n")
}

// tableBuilder makes a Table of rows whose columns are not known beforehand.
type tableBuilder struct {
	table   Table
	columns map[string]int
}

// column is the position of a column, which is added if it is new.
func (b *tableBuilder) column(name string) int {
	c, known := b.columns[name]
	if !known {
		if b.columns == nil {
			b.columns = map[string]int{}
		}
		c = len(b.table.Columns)
		b.columns[name] = c
		b.table.Columns = append(b.table.Columns, name)
	}
	return c
}

// row adds an empty row.
func (b *tableBuilder) row() { b.table.Rows = append(b.table.Rows, nil) }

// set sets a cell of the last row.
func (b *tableBuilder) set(column string, values []string) {
	c, last := b.column(column), len(b.table.Rows)-1
	b.table.Rows[last] = widened(b.table.Rows[last], c+1)
	b.table.Rows[last][c] = values
}

// add adds a value to a cell of the last row.
func (b *tableBuilder) add(column, value string) {
	c, last := b.column(column), len(b.table.Rows)-1
	b.table.Rows[last] = widened(b.table.Rows[last], c+1)
	b.table.Rows[last][c] = append(b.table.Rows[last][c], value)
}

// done gives the table, each row with all columns.
func (b *tableBuilder) done() Table {
	for i, row := range b.table.Rows {
		b.table.Rows[i] = widened(row, len(b.table.Columns))
	}
	return b.table
}

func widened(row [][]string, columns int) [][]string {
	if len(row) >= columns {
		return row
	}
	return append(row, make([][]string, columns-len(row))...)
}
