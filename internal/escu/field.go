package escu

import "strings"

// Field is one field that a search reads.
type Field struct {
	// Name is the published name, as a vendor's add-on extracts it.
	Name string
	// Raw is where the event's JSON has what the add-on puts there, in the
	// order of preference; the first place with a value wins. Places are
	// written as Splunk names the fields of JSON, a.b and a{}.b, and
	// a{Name=X}.Value is the member Value of those elements of a whose member
	// Name is X. _time is Splunk's own column.
	Raw []string
	// Const is the value that the add-on gives to every event.
	Const string
	// Reads is how the add-on translates the value that Raw finds; keys are in
	// lower case. A value without a key becomes Otherwise. Without Reads the
	// value stays as it is.
	Reads     map[string]string
	Otherwise string
}

// FromRaw translates a value found in the raw event to the add-on's.
func (f Field) FromRaw(value string) string {
	if f.Reads == nil {
		return value
	}
	if read, ok := f.Reads[strings.ToLower(value)]; ok {
		return read
	}
	return f.Otherwise
}

// same lists fields that are named like their place in the JSON.
func same(names ...string) []Field {
	fields := make([]Field, len(names))
	for i, name := range names {
		fields[i] = Field{Name: name, Raw: []string{name}}
	}
	return fields
}
