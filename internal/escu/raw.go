package escu

import "concurrentsessions/internal/project"

// RawReader reads a search's fields off raw events, as the vendor's add-on
// would have extracted them. It is not safe for concurrent use.
type RawReader struct {
	fields []Field
	picker *project.Picker
	values [][]byte
}

// NewRawReader makes a reader of the search's fields.
func (s *Search) NewRawReader() *RawReader {
	places := make([][]string, len(s.Fields))
	for i, f := range s.Fields {
		places[i] = f.Raw
	}
	return &RawReader{fields: s.Fields, picker: project.NewPicker(places)}
}

// Event takes one event and its time, if Splunk gives it: Splunk's time is
// better than the event's, which has many forms. It reports false if the event
// is no JSON object.
func (r *RawReader) Event(event, time []byte) bool { return r.picker.Event(event, time) }

// Values gives the values of Fields[field] of the event.
func (r *RawReader) Values(field int) []string {
	f := r.fields[field]
	r.values = r.picker.AppendValues(r.values[:0], field)
	if len(r.values) == 0 && f.Const != "" {
		return []string{f.Const}
	}
	list := make([]string, len(r.values))
	for i, v := range r.values {
		list[i] = f.FromRaw(string(v))
	}
	return list
}
