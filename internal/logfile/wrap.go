package logfile

import (
	"bytes"

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

// record hands on the record at hand, or what it carries. Records of one file
// are of one kind, so only the first that is whole is asked, and the others if
// it carried something.
func (f *file) record(record []byte, line int) error {
	if f.wraps == no {
		return f.emit(Event{JSON: record, File: f.name, Line: line})
	}
	e, carries := open(record)
	if f.wraps == unknown && (carries || jsonscan.End(record, 0) == len(record)) {
		f.wraps = no
		if carries {
			f.wraps = yes
		}
	}
	if !carries {
		return f.emit(Event{JSON: record, File: f.name, Line: line})
	}
	if e.empty {
		return nil
	}
	out := Event{JSON: e.event, File: f.name, Line: line}
	// The parts are decoded into one buffer, the event last.
	f.text = f.text[:0]
	out.Time = f.plain(e.time)
	out.Indexed = f.plain(e.indexed)
	if e.event[0] == '"' {
		out.JSON = f.plain(e.event)
	}
	return f.emit(out)
}

// plain gives the text of a string, or a number as it is written.
func (f *file) plain(value []byte) []byte {
	if len(value) == 0 || value[0] != '"' {
		return value
	}
	from := len(f.text)
	f.text, _ = jsonscan.AppendText(f.text, value)
	return f.text[from:]
}
