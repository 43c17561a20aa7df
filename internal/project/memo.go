package project

// memo remembers what rows show beside key and source, for one client is seen
// with many keys: by the columns from which nothing else is read, the values as
// a record has them.
type memo struct {
	known map[string][]byte
	hits  int
	off   bool
	of    []byte // the columns of the current row
}

// maxMemo bounds a memo. Where it is filled before it was of use as often, it
// costs more than it saves; otherwise it starts again.
const maxMemo = 4096

// find gives what is remembered of the columns as they were sent.
func (m *memo) find(row Row, from, to int) (values []byte, known bool) {
	m.of = row.AppendRaw(m.of[:0], from, to)
	values, known = m.known[string(m.of)]
	if known {
		m.hits++
	}
	return values, known
}

// add remembers the values for what was not found last.
func (m *memo) add(values []byte) {
	if len(m.known) == maxMemo {
		m.off = m.hits < maxMemo
		m.hits, m.known = 0, nil
	}
	if m.off {
		return
	}
	if m.known == nil {
		m.known = map[string][]byte{}
	}
	m.known[string(m.of)] = values
}
