package splunkcsv

// AppendRaw appends what the row holds for the slots from up to, not
// including, to, as it was sent: their fields as a CSV row without the empty
// fields at its end, and, where one of them has a __mv_ field, a LF and the
// __mv_ fields as another such row.
//
// Equal bytes mean equal values of the slots, in rows of any header; the same
// values may be sent in more than one way.
func (r *Reader) AppendRaw(dst []byte, from, to int) []byte {
	start, plain := len(dst), min(to, r.plan.present)
	for at := from; at < plain; {
		if at > from {
			dst = append(dst, ',')
		}
		end := min(r.plan.slots[at].run, plain)
		dst = r.appendRun(dst, at, end)
		at = end
	}
	dst = trimCommas(dst, start)
	if r.multi {
		dst = r.appendRawMulti(dst, from, to)
	}
	return dst
}

// appendRun appends slots whose columns stand one after the other in the row:
// that is a piece of it.
func (r *Reader) appendRun(dst []byte, at, end int) []byte {
	first := r.plan.slots[at].data
	last := min(first+end-at, r.known) // the column behind
	if first < last {
		dst = append(dst, r.row[r.ends[first]+1:r.ends[last]]...)
		at += last - first - 1
	}
	for at++; at < end; at++ { // what a ragged row, or the body, lacks
		dst = append(dst, ',')
	}
	return dst
}

// Span is the stretch of the row that holds the columns of the slots from up
// to, not including, to and nothing else, as it was sent. It is not ok where
// there is none, or a column has several values. Equal spans of rows under the
// same header mean equal values. Valid as long as the row.
func (r *Reader) Span(from, to int) (span []byte, ok bool) {
	if r.plan.from != from || r.plan.to != to {
		r.plan.findSpan(from, to)
	}
	first, last := r.plan.first, r.plan.last
	if r.multi || first < 0 || last >= r.known {
		return nil, false
	}
	return r.row[r.ends[first]+1 : r.ends[last+1]], true
}

// findSpan finds the first and last column of the slots; first is -1 if other
// columns are among them, or there are none.
func (p *plan) findSpan(from, to int) {
	p.from, p.to, p.first, p.last = from, to, -1, -1
	in := map[int]bool{}
	for _, s := range p.slots[from:to] {
		if s.data == absent {
			continue
		}
		if len(in) == 0 {
			p.first, p.last = s.data, s.data
		}
		p.first, p.last = min(p.first, s.data), max(p.last, s.data)
		in[s.data] = true
	}
	if len(in) != p.last-p.first+1 {
		p.first = -1
	}
}

func (r *Reader) appendRawMulti(dst []byte, from, to int) []byte {
	some := false
	for _, s := range r.plan.slots[from:to] {
		some = some || len(r.raw(s.multi)) > 0
	}
	if !some {
		return dst
	}
	dst = append(dst, '\n')
	start := len(dst)
	for _, s := range r.plan.slots[from:to] {
		dst = append(append(dst, r.raw(s.multi)...), ',')
	}
	return trimCommas(dst, start)
}

// trimCommas drops the empty fields at the end of the row dst[start:].
func trimCommas(dst []byte, start int) []byte {
	n := len(dst)
	for n > start && dst[n-1] == ',' {
		n--
	}
	return dst[:n]
}
