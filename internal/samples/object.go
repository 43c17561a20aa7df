package samples

import (
	"bytes"
	"encoding/json"
)

// object is a JSON object that keeps the order of its fields, as the sources
// do. A value is anything encoding/json can write.
type object []field

type field struct {
	name  string
	value any
}

// MarshalJSON writes the fields in order, without escaping <, > and &.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, f := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := appendJSON(&b, f.name); err != nil {
			return nil, err
		}
		b.WriteByte(':')
		if err := appendJSON(&b, f.value); err != nil {
			return nil, err
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// line is the object as one line of a log, without the newline.
func (o object) line() []byte {
	var b bytes.Buffer
	if err := appendJSON(&b, o); err != nil {
		// Sources fill objects with strings, numbers, booleans and lists of
		// them only, which always encode.
		return nil
	}
	return b.Bytes()
}

func appendJSON(b *bytes.Buffer, v any) error {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err
	}
	b.Truncate(b.Len() - 1) // Encode ends with a newline
	return nil
}

// named is the list of {"Name","Value"} pairs that Office 365 writes where
// others write an object.
func named(pairs ...string) []object {
	var list []object
	for i := 0; i+1 < len(pairs); i += 2 {
		list = append(list, object{{"Name", pairs[i]}, {"Value", pairs[i+1]}})
	}
	return list
}
