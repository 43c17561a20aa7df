package splunkd

import (
	"slices"
	"strconv"

	"concurrentsessions/internal/splunkcsv"
)

// indexColumn numbers the rows that are sent, so that the reply can be merged
// with the fields that were withheld.
const indexColumn = "_chunked_idx"

// columns says which fields of the input are sent, by the declared type:
//
//	streaming, stateful   the required fields and _chunked_idx
//	reporting             the required fields
//	events                all fields
//
// Without required fields, or with "*" alone, all fields are sent. A required
// field that the input lacks is an empty column.
type columns struct {
	names    []string
	source   []int // position in the input; -1 is an empty column
	withheld []int // positions in the input that are not sent
	indexed  bool  // _chunked_idx follows
}

func chooseColumns(input *Table, d *declaration, starIndex bool) columns {
	all := len(d.RequiredFields) == 0 || slices.Equal(d.RequiredFields, []string{"*"})
	perRow := d.Type == "streaming" || d.Type == "stateful"
	var c columns
	c.indexed = perRow && (!all || starIndex && len(d.RequiredFields) == 1)
	if all || d.Type == "events" {
		c.names = slices.Clone(input.Columns)
	}
	if !all {
		for _, name := range d.RequiredFields {
			if !slices.Contains(c.names, name) {
				c.names = append(c.names, name)
			}
		}
	}
	for _, name := range c.names {
		c.source = append(c.source, input.Column(name))
	}
	for i := range input.Columns {
		if !slices.Contains(c.source, i) {
			c.withheld = append(c.withheld, i)
		}
	}
	return c
}

// writer makes a writer of bodies with these columns.
func (c *columns) writer() *splunkcsv.Writer {
	names := c.names
	if c.indexed {
		names = append(slices.Clone(names), indexColumn)
	}
	return splunkcsv.NewStrictWriter(names)
}

// body writes the rows of a request. Valid until the next body.
func (c *columns) body(w *splunkcsv.Writer, input *Table, r *request) []byte {
	w.Reset()
	for n, row := range r.rows {
		for _, from := range c.source {
			if from < 0 {
				w.Value("")
			} else {
				w.Values(input.Rows[row][from])
			}
		}
		if c.indexed {
			w.Value(strconv.Itoa(r.firstIndex + n))
		}
		w.EndRow()
	}
	return w.Body()
}
