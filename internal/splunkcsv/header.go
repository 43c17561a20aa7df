package splunkcsv

import (
	"bytes"
	"io"
	"math"
	"strings"
)

var byteOrderMark = []byte("\xef\xbb\xbf")

// Header is what a body's first row says. It does not change.
type Header struct {
	row   []byte         // as sent, to know the next body's header again
	names []string       // of all columns
	data  []string       // of the columns that are not __mv_ columns, each once
	index map[string]int // name to the first column of that name
	// plain is how many columns come before the __mv_ columns, and tail how
	// many of these there are. If not all of them stand at the end, all
	// columns are plain.
	plain, tail int
	// end is how a row ends that has no __mv_ values.
	end string
	odd bool // __mv_ columns are not where they should be
}

// plan is where the selected columns are in this header.
type plan struct {
	slots []slot
	// upto is how many columns there are up to the last selected plain one;
	// 0 where nextFast cannot be used.
	upto int
	// present is how many slots there are up to the last one with a column.
	present int
	// Span's last question, and the columns that are its answer.
	from, to, first, last int
}

// slot is which columns a selected name has.
type slot struct {
	data, multi int // absent for none
	run         int // the slots from this one up to run have adjacent columns, or none
}

// absent is the number of a column that no row has.
const absent = math.MaxInt32

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
		r.setHeader(&Header{})
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
	r.setHeader(newHeader(bytes.Clone(row), names))
	return nil
}

// splitHeader decodes all fields of the row.
func (r *Reader) splitHeader(row []byte, quotes int) ([]string, error) {
	most := bytes.Count(row, comma) + 1
	r.makeEnds(most)
	fields, err := r.scan(row, quotes, most)
	if err != nil {
		return nil, err
	}
	r.row, r.known, r.doubled = row, fields, true
	names := make([]string, fields)
	for i := range names {
		names[i] = string(r.value(i))
	}
	return names, nil
}

func newHeader(row []byte, names []string) *Header {
	h := &Header{row: row, names: names, index: make(map[string]int, len(names))}
	multis := 0
	for i, name := range names {
		isMulti := strings.HasPrefix(name, multiPrefix)
		if isMulti {
			multis++
			h.tail++
		} else {
			h.tail = 0
		}
		if _, seen := h.index[name]; seen {
			continue
		}
		h.index[name] = i
		if !isMulti {
			h.data = append(h.data, name)
		}
	}
	if h.odd = multis != h.tail; h.odd {
		h.tail = 0
	}
	h.plain = len(names) - h.tail
	h.end = strings.Repeat(",", h.tail) + "\n"
	return h
}

func (r *Reader) setHeader(h *Header) {
	r.header = h
	r.compile()
}

// compile fits the plan to the header and the selected names.
func (r *Reader) compile() {
	h := r.header
	column := func(name string) int {
		if i, found := h.index[name]; found {
			return i
		}
		return absent
	}
	r.plan = plan{slots: make([]slot, len(r.names)), from: -1}
	slots, odd := r.plan.slots, h.odd
	for i := len(slots) - 1; i >= 0; i-- {
		s := slot{data: column(r.names[i]), multi: column(multiPrefix + r.names[i]), run: i + 1}
		if i+1 < len(slots) {
			next := slots[i+1]
			if s.data == absent && next.data == absent || s.data+1 == next.data {
				s.run = next.run
			}
		}
		slots[i] = s
		if s.data != absent {
			r.plan.present = max(r.plan.present, i+1)
		}
		switch {
		case s.data < h.plain:
			r.plan.upto = max(r.plan.upto, s.data+1)
		case s.data != absent: // a __mv_ column by its own name
			odd = true
		}
	}
	if odd {
		r.plan.upto = 0
	}
	r.makeEnds(len(h.names))
	r.clearRow()
}

// makeEnds makes room for the ends of so many fields.
func (r *Reader) makeEnds(fields int) {
	r.ends = make([]int, fields+1)
	r.ends[0] = -1
}
