// Package splunkcsv reads and writes the CSV dialect of Splunk's chunked
// protocol.
//
// A body is a header row and rows, each ending with LF (CRLF is read too).
// Fields are quoted as in RFC 4180. A multivalue field f comes in two
// columns: f holds the values joined by LF, and __mv_f holds $v1$;$v2$ with
// each $ inside a value doubled; __mv_f is empty when f has one value.
// splunkd sends all columns first, then all their __mv_ columns.
//
// Values are bytes: invalid UTF-8 and NUL pass unchanged.
package splunkcsv

// multiPrefix begins the name of the column with a field's values.
const multiPrefix = "__mv_"
