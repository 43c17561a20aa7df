// Package forms writes events in every form that logs come in, for tests: the
// same events have to give the same findings in each.
package forms

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"unicode/utf16"
)

// Form is one form. Write takes JSON objects.
type Form struct {
	Name  string
	Write func(events [][]byte) []byte
	// AsIs says that the events' text is kept byte by byte.
	AsIs bool
}

// All lists the forms that events of any source may have.
func All() []Form {
	return []Form{
		{"lines", lines("\n"), true},
		{"lines with CRLF", lines("\r\n"), true},
		{"lines with blank ones between", lines("\n\n"), true},
		{"array", page("[", ",", "]"), true},
		{"array by lines", page("[\n", ",\n", "\n]\n"), true},
		{"array, indented", indented("", "[", ",", "]"), false},
		{"objects, indented", indented("", "", "\n", "\n"), false},
		{"Records of CloudTrail", page(`{"Records":[`, ",", `]}`), true},
		{"Records, indented", indented("  ", "{\n  \"Records\": [", ",", "]\n}"), false},
		{"records of Azure storage", page(`{"records": [`, ",\n", `]}`), true},
		{"page of Graph", page(`{"@odata.context":"https://graph.example.com/$metadata","@odata.count":3,"value":[`, ",", `],"@odata.nextLink":"https://graph.example.com/next"}`), true},
		{"pages of Graph, one after another", pages, true},
		{"array of pages", arrayOfPages, true},
		{"results of Splunk", results, true},
		{"JSON lines of Splunk", splunkLines, true},
		{"CSV of Splunk", splunkCSV, true},
		{"CSV of the Unified Audit Log", auditCSV(','), true},
		{"the same with semicolons and its type", auditCSV(';'), true},
		{"JSON of the Unified Audit Log", auditJSON, true},
		{"lookup-events of AWS", lookupEvents, true},
		{"UTF-8 with its mark", marked, true},
		{"UTF-16", utf16LE, true},
	}
}

// Lines writes one event a line.
func Lines(events [][]byte) []byte { return lines("\n")(events) }

func lines(end string) func([][]byte) []byte { return page("", end, end) }

func page(open, between, end string) func([][]byte) []byte {
	return func(events [][]byte) []byte {
		b := append([]byte(open), bytes.Join(trimmed(events), []byte(between))...)
		return append(b, end...)
	}
}

func trimmed(events [][]byte) [][]byte {
	list := make([][]byte, len(events))
	for i, e := range events {
		list[i] = bytes.TrimSpace(e)
	}
	return list
}

func indented(prefix, open, between, end string) func([][]byte) []byte {
	return func(events [][]byte) []byte {
		list := make([][]byte, len(events))
		for i, e := range events {
			var b bytes.Buffer
			must(json.Indent(&b, bytes.TrimSpace(e), prefix, "  "))
			list[i] = b.Bytes()
		}
		return page(open, between, end)(list)
	}
}

// halves splits the events in two, neither empty if there are two.
func halves(events [][]byte) [2][][]byte {
	half := len(events) / 2
	return [2][][]byte{events[:half], events[half:]}
}

func pages(events [][]byte) []byte {
	var b []byte
	for _, h := range halves(events) {
		b = append(append(b, page(`{"value":[`, ",", `]}`)(h)...), '\n')
	}
	return b
}

func arrayOfPages(events [][]byte) []byte {
	h := halves(events)
	write := page(`{"Records":[`, ",", `]}`)
	return page("[", ",", "]")([][]byte{write(h[0]), write(h[1])})
}

// wrongTime is what Splunk may have made of an event's time: the event's own
// has to count.
const wrongTime = "1500000000.123"

func splunkResult(event []byte) string {
	return fmt.Sprintf(`{"_bkt":"main~1","_indextime":"1500000009","_raw":%s,"_time":%q,"host":"a"}`, text(event), wrongTime)
}

func splunkLines(events [][]byte) []byte {
	var b bytes.Buffer
	for i, e := range events {
		fmt.Fprintf(&b, `{"preview":false,"offset":%d,"result":%s}`+"\n", i, splunkResult(e))
	}
	b.WriteString(`{"preview":false,"lastrow":true}` + "\n")
	return b.Bytes()
}

func results(events [][]byte) []byte {
	list := make([][]byte, len(events))
	for i, e := range events {
		list[i] = []byte(splunkResult(e))
	}
	return page(`{"preview":false,"init_offset":0,"messages":[{"type":"INFO","text":"a"}],"fields":[{"name":"_raw"}],"results":[`, ",", `],"highlighted":{}}`)(list)
}

func splunkCSV(events [][]byte) []byte {
	return table(',', []string{"_time", "host", "_raw", "_indextime"}, events, func(event string) []string {
		return []string{wrongTime, "a, \"b\"\nc", event, "1500000009"}
	})
}

func auditCSV(comma rune) func([][]byte) []byte {
	return func(events [][]byte) []byte {
		b := table(comma, []string{"RunspaceId", "AuditData", "CreationDate"}, events, func(event string) []string {
			return []string{"1", event, "1/24/2023 11:13:00 PM"}
		})
		if comma == ';' {
			b = append([]byte("#TYPE Deserialized.AuditRecord\r\n"), b...)
		}
		return b
	}
}

func auditJSON(events [][]byte) []byte {
	list := make([][]byte, len(events))
	for i, e := range events {
		list[i] = fmt.Appendf(nil, `{"RecordType":15,"AuditData":%s,"Identity":"a"}`, text(e))
	}
	return page("[", ",", "]")(list)
}

func lookupEvents(events [][]byte) []byte {
	list := make([][]byte, len(events))
	for i, e := range events {
		list[i] = fmt.Appendf(nil, `{"EventId":"%d","Resources":[{"ResourceName":"a"}],"CloudTrailEvent":%s}`, i, text(e))
	}
	return page(`{"Events":[`, ",", `]}`)(list)
}

func marked(events [][]byte) []byte { return append([]byte("\xef\xbb\xbf"), Lines(events)...) }

func utf16LE(events [][]byte) []byte {
	b := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(string(Lines(events)))) {
		b = append(b, byte(unit), byte(unit>>8))
	}
	return b
}

// table writes a CSV with a row for each event.
func table(comma rune, header []string, events [][]byte, row func(event string) []string) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma = comma
	must(w.Write(header))
	for _, e := range trimmed(events) {
		must(w.Write(row(string(e))))
	}
	w.Flush()
	must(w.Error())
	return b.Bytes()
}

// text is the event as a JSON string.
func text(event []byte) []byte {
	b, err := json.Marshal(string(bytes.TrimSpace(event)))
	must(err)
	return b
}

// must is for what cannot fail: events are JSON, and buffers take all.
func must(err error) {
	if err != nil {
		panic(err)
	}
}
