package conversation

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// reply is the metadata of any reply. The order of the keys is fixed, with
// inspector before error: splunkd stops at the error.
type reply struct {
	Type           string     `json:"type,omitempty"`
	RequiredFields []string   `json:"required_fields,omitempty"`
	Inspector      *inspector `json:"inspector,omitempty"`
	Finished       *bool      `json:"finished,omitempty"`
	Error          string     `json:"error,omitempty"`
}

// inspector carries messages: pairs of level and text.
type inspector struct {
	Messages [][2]string `json:"messages"`
}

func newInspector(messages []Message) *inspector {
	if len(messages) == 0 {
		return nil
	}
	in := &inspector{Messages: make([][2]string, len(messages))}
	for i, m := range messages {
		in.Messages[i] = [2]string{string(m.Level), m.Text}
	}
	return in
}

// encode writes the reply as splunkd writes its own: no blanks, no line end,
// "<" as it is.
func (r reply) encode() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(r); err != nil {
		return nil, fmt.Errorf("encode reply: %w", err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// check refuses a type that splunkd would refuse with less to go by.
func (d Declaration) check() error {
	switch d.Type {
	case Streaming, Stateful, Events, Reporting:
		return nil
	}
	return fmt.Errorf("command type %q: must be %s, %s, %s or %s", d.Type, Streaming, Stateful, Events, Reporting)
}
