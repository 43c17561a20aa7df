package samples

import "bytes"

// ExpectedFile is the file, beside the samples, that says what is in them.
const ExpectedFile = "expected.json"

// Expectation is what a search over one sample has to report and what not.
// Found is complete: one finding for each identity and none beside.
type Expectation struct {
	Source   string     `json:"source"`
	File     string     `json:"file"`
	Profile  string     `json:"profile"`
	Found    []Identity `json:"found"`
	NotFound []Identity `json:"not_found"`
}

// Identity is somebody in a sample, by login name. Among the found, Key holds
// the whole key by its columns; among the not found one column, whose value no
// finding may have.
type Identity struct {
	Who       string            `json:"who"`
	Key       map[string]string `json:"key"`
	Published bool              `json:"published,omitempty"` // the published search reports it, over the whole file
	Why       string            `json:"why"`
}

// Expected lists what is in the samples, in the order of Sources.
func Expected() []Expectation {
	var list []Expectation
	for _, s := range sources() {
		list = append(list, s.expected())
	}
	return list
}

func (s source) expected() Expectation {
	e := Expectation{Source: s.Name, File: s.File, Profile: s.Profile, Found: []Identity{}, NotFound: []Identity{}}
	for _, sc := range append(scenes(), eventTableScene) {
		if !sc.in.has(s.bit) {
			continue
		}
		id := Identity{Who: sc.who.login, Key: s.key(moment{who: sc.who}), Published: sc.theirs.has(s.bit), Why: sc.why}
		if sc.ours.has(s.bit) {
			e.Found = append(e.Found, id)
			continue
		}
		if user, ok := id.Key["user"]; ok {
			id.Key = map[string]string{"user": user}
		}
		e.NotFound = append(e.NotFound, id)
	}
	return e
}

// expectedJSON has one line for each identity, so that people can read it.
func expectedJSON() []byte {
	var b bytes.Buffer
	b.WriteByte('[')
	for i, e := range Expected() {
		if i > 0 {
			b.WriteByte(',')
		}
		head := object{{"source", e.Source}, {"file", e.File}, {"profile", e.Profile}}.line()
		b.WriteByte('\n')
		b.Write(bytes.TrimSuffix(head, []byte{'}'}))
		writeIdentities(&b, "found", e.Found)
		writeIdentities(&b, "not_found", e.NotFound)
		b.WriteString("}")
	}
	b.WriteString("\n]\n")
	return b.Bytes()
}

func writeIdentities(b *bytes.Buffer, name string, list []Identity) {
	b.WriteString(",\n \"" + name + "\": [")
	for i, id := range list {
		if i > 0 {
			b.WriteByte(',')
		}
		o := object{{"who", id.Who}, {"key", id.Key}}
		if id.Published {
			o = append(o, field{"published", true})
		}
		b.WriteString("\n  ")
		b.Write(append(o, field{"why", id.Why}).line())
	}
	b.WriteByte(']')
}
