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

// RawSpan tells where in the piece AppendRaw's bytes stand, if they do so in one
// stretch.
func (r *Reader) RawSpan(from, to int) (start, end int, ok bool) {
	plain := min(to, r.plan.present)
	if r.multi || from >= plain {
		return 0, 0, false
	}
	s := &r.plan.slots[from]
	last := s.data + plain - from
	if s.run < plain || last > r.known { // also where it is absent
		return 0, 0, false
	}
	start, end = r.ends[s.data]+1, r.ends[last]
	for end > start && r.row[end-1] == ',' {
		end--
	}
	return r.lines.start + start, r.lines.start + end, true
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
