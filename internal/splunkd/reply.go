package splunkd

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// declaration is what the getinfo reply says about the command.
type declaration struct {
	Type           string   `json:"type"`
	Generating     bool     `json:"generating"`
	RequiredFields []string `json:"required_fields"`
	MaxWait        float64  `json:"maxwait"`
	StreamingPreop string   `json:"streaming_preop"`
}

// outcome is what any reply may say.
type outcome struct {
	Finished  *bool                      `json:"finished"`
	Error     *string                    `json:"error"`
	Inspector map[string]json.RawMessage `json:"inspector"`
}

// The keys a reply may have, from Splunk's own description as quoted to a
// customer and in the talk DEV1387B. The SDK for Python sends a few others,
// without a known effect.
var (
	executeKeys = []string{"finished", "error", "inspector"}
	getinfoKeys = append([]string{"type", "generating", "required_fields", "maxwait", "streaming_preop"}, executeKeys...)
)

// parseDeclaration reads the getinfo reply.
func parseDeclaration(f frame) (d declaration, o outcome, err error) {
	if err := decode(f.metadata, getinfoKeys, &d, &o); err != nil {
		return d, o, err
	}
	switch {
	case len(f.body) > 0:
		return d, o, because(ErrBody, "getinfo is answered without one")
	case o.Error == nil && o.Finished != nil:
		return d, o, because(ErrFinished, "in a getinfo reply without an error")
	case d.Generating:
		return d, o, because(ErrMetadata, "generating commands are not played")
	case d.Type == "":
		d.Type = "streaming"
	case !slices.Contains([]string{"streaming", "stateful", "events", "reporting"}, d.Type):
		return d, o, because(ErrMetadata, "invalid custom search command type: %s", d.Type)
	}
	return d, o, o.check()
}

// parseOutcome reads the reply to an execute request. A command may end a
// preview early.
func parseOutcome(f frame, last, preview bool) (o outcome, err error) {
	if err := decode(f.metadata, executeKeys, &o); err != nil {
		return o, err
	}
	switch {
	case o.Error != nil:
	case o.Finished == nil:
		return o, because(ErrFinished, "it is missing")
	case *o.Finished != last && !preview, !*o.Finished && last:
		return o, because(ErrFinished, "%t in answer to %t", *o.Finished, last)
	}
	return o, o.check()
}

func (o *outcome) check() error {
	if o.Error == nil {
		return nil
	}
	if o.Finished == nil || !*o.Finished {
		return because(ErrFinished, "an error comes with finished true")
	}
	if strings.TrimSpace(*o.Error) == "" {
		return because(ErrMessage, "the error has no text")
	}
	return nil
}

// decode reads a JSON object of the allowed keys, each once, with inspector
// before error: splunkd reads no further.
func decode(metadata []byte, allowed []string, into ...any) error {
	if bytes.Contains(metadata, []byte(sessionKey)) {
		return ErrSecret
	}
	keys, err := objectKeys(metadata)
	if err != nil {
		return because(ErrMetadata, "%q is no JSON object: %v", abridged(metadata), err)
	}
	for i, key := range keys {
		switch {
		case !slices.Contains(allowed, key):
			return because(ErrMetadata, "key %q is none of %s", key, strings.Join(allowed, ", "))
		case slices.Contains(keys[:i], key):
			return because(ErrMetadata, "key %q is given twice", key)
		case key == "inspector" && slices.Contains(keys[:i], "error"):
			return because(ErrMetadata, "inspector after error is not read")
		}
	}
	for _, v := range into {
		if err := json.Unmarshal(metadata, v); err != nil {
			return because(ErrMetadata, "%v", err)
		}
	}
	return nil
}

// objectKeys are the keys of a JSON object in order.
func objectKeys(metadata []byte) (keys []string, err error) {
	d := json.NewDecoder(bytes.NewReader(metadata))
	open, err := d.Token()
	if err != nil {
		return nil, err
	}
	if open != json.Delim('{') {
		return nil, fmt.Errorf("it starts with %v", open)
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, err
		}
		keys = append(keys, fmt.Sprint(key))
	}
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	if d.InputOffset() != int64(len(metadata)) {
		return nil, fmt.Errorf("%d bytes follow it", int64(len(metadata))-d.InputOffset())
	}
	return keys, nil
}

// parseMessages reads the inspector's messages and refuses what splunkd would
// refuse, with a line in its log: unknown levels and repetitions.
func (o *outcome) parseMessages(known [][2]string) (messages [][2]string, err error) {
	raw, found := o.Inspector["messages"]
	if !found {
		return nil, nil
	}
	if err := json.Unmarshal(raw, &messages); err != nil {
		return nil, because(ErrMessage, "%v", err)
	}
	for i, m := range messages {
		level, text := m[0], m[1]
		same := func(k [2]string) bool { return k[1] == text }
		switch {
		case !slices.Contains([]string{"DEBUG", "INFO", "WARN", "ERROR", "FATAL"}, level):
			return nil, because(ErrMessage, "level %q", level)
		case text == "" || strings.ContainsFunc(text, unicode.IsControl):
			return nil, because(ErrMessage, "%q is not one line of text", text)
		case slices.ContainsFunc(known, same), slices.ContainsFunc(messages[:i], same):
			return nil, because(ErrMessage, "%q is given twice", text)
		}
	}
	return messages, nil
}
