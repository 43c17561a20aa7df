package project

// Row is one row of Splunk's CSV, by slots: slot i is the column that
// [Plan.RequiredFields] has at i. *splunkcsv.Reader is a Row.
type Row interface {
	// Field is the decoded value, valid until the next row.
	Field(slot int) []byte
	// Sent is the value before it is decoded: if doubled, each quote in it is
	// written twice, else it is as Field has it. Valid until the next row.
	Sent(slot int) (text []byte, doubled bool)
	// AppendValues appends each value of a multivalue field.
	AppendValues(dst [][]byte, slot int) [][]byte
	// AppendRaw appends bytes that tell the content of the slots from up to,
	// not including, to from every other.
	AppendRaw(dst []byte, from, to int) []byte
}
