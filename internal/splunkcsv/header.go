package splunkcsv

import (
	"bytes"
	"io"
	"slices"
	"strings"
)

var byteOrderMark = []byte("\xef\xbb\xbf")

// header is what a body's first row says.
type header struct {
	row   []byte         // as sent, to know the next body's header again
	names []string       // of all columns
	data  []string       // of the columns that are not __mv_ columns, each once
	index map[string]int // name to the first column of that name
	tail  int            // how many columns at the end are __mv_ columns
}

// plan is which columns of this header the selected names need.
type plan struct {
	need  []int // positions of the columns to remember, ascending; need[i] goes to cells[i+1]
	slots []slot
}

// slot is where the cells of a selected name are; 0 is the empty cell.
type slot struct{ data, multi int }

// readHeader reads the header row and fits the plan to it. Bodies of one
// conversation have the same header as a rule: nothing is to do then.
func (r *Reader) readHeader() error {
	row, quotes, err := r.lines.next()
	if err == nil && r.lines.offset() == 0 {
		if row = bytes.TrimPrefix(row, byteOrderMark); len(row) == 0 {
			row, quotes, err = r.lines.next()
		}
	}
	if err == io.EOF {
		r.header = header{}
		r.compile()
		return nil
	}
	if err != nil {
		return r.rowError(0, "", err)
	}
	if bytes.Equal(row, r.header.row) {
		return nil
	}
	names, err := r.splitHeader(row, quotes)
	if err != nil {
		return r.rowError(0, "", err)
	}
	r.header = newHeader(bytes.Clone(row), names)
	r.compile()
	return nil
}

// splitHeader decodes all fields of the row.
func (r *Reader) splitHeader(row []byte, quotes int) ([]string, error) {
	atMost := bytes.Count(row, comma) + 1
	r.plan = plan{need: make([]int, atMost)}
	r.makeCells()
	for i := range r.plan.need {
		r.plan.need[i] = i
	}
	r.row = row
	fields, err := r.scan(row, quotes)
	if err != nil {
		return nil, err
	}
	names := make([]string, fields)
	for i := range names {
		names[i] = string(r.value(i + 1))
	}
	return names, nil
}

func newHeader(row []byte, names []string) header {
	h := header{row: row, names: names, index: make(map[string]int, len(names))}
	for i, name := range names {
		if strings.HasPrefix(name, multiPrefix) {
			h.tail++
		} else {
			h.tail = 0
		}
		if _, seen := h.index[name]; seen {
			continue
		}
		h.index[name] = i
		if !strings.HasPrefix(name, multiPrefix) {
			h.data = append(h.data, name)
		}
	}
	return h
}

// compile fits the plan to the header and the selected names.
func (r *Reader) compile() {
	var need []int
	for _, name := range r.names {
		for _, column := range [...]string{name, multiPrefix + name} {
			if i, found := r.header.index[column]; found {
				need = append(need, i)
			}
		}
	}
	slices.Sort(need)
	need = slices.Compact(need)
	cellOf := func(column string) int {
		i, found := r.header.index[column]
		if !found {
			return 0
		}
		at, _ := slices.BinarySearch(need, i)
		return at + 1
	}
	slots := make([]slot, len(r.names))
	for i, name := range r.names {
		slots[i] = slot{data: cellOf(name), multi: cellOf(multiPrefix + name)}
	}
	r.plan = plan{need: need, slots: slots}
	r.makeCells()
	r.row = nil
}

func (r *Reader) makeCells() {
	r.cells = make([]cell, len(r.plan.need)+1)
	r.decoded = make([][]byte, len(r.cells))
}
