package logfile

import (
	"bytes"
	"slices"

	"concurrentsessions/internal/jsonscan"
)

// envelope is a record that carries an event, as parts of the record's text.
type envelope struct {
	event         []byte // the JSON of the event, or a string of it
	time, indexed []byte // Splunk's, as values of JSON
	empty         bool   // a mark of Splunk's that carries nothing
}

// carriers are the members that carry an event as text or as an object: of
// the Unified Audit Log (PowerShell and Graph) and of the AWS command line.
var carriers = []string{"AuditData", "auditData", "CloudTrailEvent"}

// open looks for an event that the record carries. It reports false if the
// record is the event itself.
func open(record []byte) (e envelope, carries bool) {
	e, carries = openOne(record)
	if !carries {
		return openResult(record)
	}
	return e, true
}

// openOne looks for Splunk's _raw, if that is JSON, or one of the carriers.
func openOne(record []byte) (e envelope, carries bool) {
	for m := jsonscan.MembersOf(record); m.Next(); {
		switch key := string(m.Key); key {
		case "_raw":
			if isObjectText(m.Value) {
				e.event = m.Value
			}
		case "_time":
			e.time = m.Value
		case "_indextime":
			e.indexed = m.Value
		default:
			for _, carrier := range carriers {
				if key == carrier && e.event == nil && (isObjectText(m.Value) || m.Value[0] == '{') {
					e.event = m.Value
				}
			}
		}
	}
	return e, e.event != nil
}

// openResult looks for {"preview":false,"offset":0,"result":{...}}, as
// Splunk's export writes it, or its last line without a result.
func openResult(record []byte) (e envelope, carries bool) {
	var result []byte
	splunk := false
	for m := jsonscan.MembersOf(record); m.Next(); {
		switch string(m.Key) {
		case "result":
			result = m.Value
		case "preview", "lastrow":
			splunk = true
		case "offset":
		default:
			return e, false
		}
	}
	switch {
	case result == nil:
		return envelope{empty: true}, splunk
	case result[0] != '{':
		return e, false
	}
	if e, carries = openOne(result); !carries {
		e.event = result // fields that Splunk extracted
	}
	return e, true
}

// isObjectText says whether the value is a string with an object in it.
func isObjectText(value []byte) bool {
	return value[0] == '"' && bytes.HasPrefix(bytes.TrimLeft(value[1:], " "), []byte("{"))
}

// record hands on the record at hand, or what it carries.
func (f *file) record(record []byte, line int) error {
	e := Event{JSON: record, File: f.name, Line: line}
	if f.carries == no {
		return f.emit(e)
	}
	parts, carries := open(record)
	f.learn(record, carries)
	if parts.empty {
		return nil
	}
	if carries {
		f.text = parts.take(&e, f.text[:0])
	}
	return f.emit(e)
}

// learn remembers whether the record carried an event. Records of one file are
// of one kind, so only the first that is whole is asked, and the others if it
// carried something.
func (f *file) learn(record []byte, carries bool) {
	if f.carries != unknown || !carries && jsonscan.End(record, 0) != len(record) {
		return
	}
	f.carries = no
	if carries {
		f.carries = yes
	}
}

// take makes the event of the parts. Texts are decoded into buf, of which it
// gives what it has become; what was decoded before stays where it is.
func (parts *envelope) take(e *Event, buf []byte) []byte {
	e.JSON = parts.event
	e.Time, buf = plain(parts.time, buf)
	e.Indexed, buf = plain(parts.indexed, buf)
	if !parts.empty && parts.event[0] == '"' {
		e.JSON, buf = plain(parts.event, buf)
	}
	return buf
}

// plain gives the text of a string, or a number as it is written.
func plain(value, buf []byte) (text, rest []byte) {
	if len(value) == 0 || value[0] != '"' {
		return value, buf
	}
	from := len(buf)
	buf, _ = jsonscan.AppendText(buf, value)
	return slices.Clip(buf[from:]), buf
}
