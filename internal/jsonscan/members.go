package jsonscan

// Members walks the members of one object:
//
//	for m := jsonscan.MembersOf(event); m.Next(); {
//		use(m.Key, m.Value)
//	}
//
// The walk ends where the text is no object any more; Whole tells the two
// endings apart.
type Members struct {
	// Key is the name as written between its quotes, Value the value as
	// written. They are parts of the text.
	Key, Value []byte

	text  []byte
	at    int
	whole bool
}

// MembersOf begins before the first member of the object.
func MembersOf(object []byte) Members {
	m := Members{text: object, at: Space(object, 0)}
	if m.at == len(object) || object[m.at] != '{' {
		m.at = len(object)
		return m
	}
	m.at = Space(object, m.at+1)
	if m.at < len(object) && object[m.at] == '}' {
		m.at, m.whole = len(object), true
	}
	return m
}

// Next moves to the next member.
func (m *Members) Next() bool {
	b := m.text
	if m.at >= len(b) || b[m.at] != '"' {
		return false
	}
	end := End(b, m.at)
	if end < 0 {
		return false
	}
	key := b[m.at+1 : end-1]
	at := Space(b, end)
	if at == len(b) || b[at] != ':' {
		return false
	}
	if at = Space(b, at+1); at == len(b) {
		return false
	}
	if end = End(b, at); end < 0 {
		return false
	}
	m.Key, m.Value = key, b[at:end]
	switch m.at = Space(b, end); {
	case m.at == len(b):
	case b[m.at] == ',':
		m.at = Space(b, m.at+1)
	case b[m.at] == '}':
		m.at, m.whole = len(b), true
	default:
		m.at = len(b)
	}
	return true
}

// Whole says, after the last member, that the object was closed behind it.
func (m *Members) Whole() bool { return m.whole }
