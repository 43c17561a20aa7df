// Package tabular reads rows from CSV and JSON lines, and prints results as a
// table, as CSV or as JSON lines.
package tabular

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"unicode"

	"concurrentsessions/internal/splunkcsv"
	"concurrentsessions/internal/splunkd"
)

// Read reads all rows: JSON if the text starts with a brace, else CSV with a
// header row. CSV may have Splunk's __mv_ columns. Of JSON each line is a row
// of flat fields, as Splunk exports them, also with "result" around the fields;
// a list is a field with several values.
func Read(r io.Reader) (splunkd.Table, error) {
	b := bufio.NewReader(r)
	for {
		c, _, err := b.ReadRune()
		if err != nil && !errors.Is(err, io.EOF) {
			return splunkd.Table{}, err
		}
		if err != nil {
			return splunkd.Table{}, nil
		}
		if unicode.IsSpace(c) || c == '\ufeff' {
			continue
		}
		if err := b.UnreadRune(); err != nil {
			return splunkd.Table{}, err
		}
		if c == '{' {
			return readJSON(b)
		}
		return ReadCSV(b)
	}
}

// ReadCSV reads CSV with a header row.
func ReadCSV(r io.Reader) (splunkd.Table, error) {
	rows := splunkcsv.NewReader()
	if err := rows.Reset(r); err != nil {
		return splunkd.Table{}, err
	}
	t := splunkd.Table{Columns: slices.Clone(rows.Columns())}
	rows.Select(t.Columns)
	var values [][]byte
	for rows.Next() {
		row := make([][]string, len(t.Columns))
		for c := range row {
			values = rows.AppendValues(values[:0], c)
			for _, v := range values {
				row[c] = append(row[c], string(v))
			}
		}
		t.Rows = append(t.Rows, row)
	}
	if rows.Err() == nil && rows.Ragged() > 0 {
		return t, fmt.Errorf("%d rows have more or fewer fields than the header", rows.Ragged())
	}
	return t, rows.Err()
}

func readJSON(r io.Reader) (splunkd.Table, error) {
	var t splunkd.Table
	columns := map[string]int{}
	d := json.NewDecoder(r)
	for {
		var fields map[string]Values
		err := decodeRow(d, &fields)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return t, fmt.Errorf("row %d: %w", len(t.Rows)+1, err)
		}
		for _, name := range sortedKeys(fields) {
			if _, known := columns[name]; !known {
				columns[name] = len(t.Columns)
				t.Columns = append(t.Columns, name)
			}
		}
		row := make([][]string, len(t.Columns))
		for name, values := range fields {
			row[columns[name]] = values
		}
		t.Rows = append(t.Rows, row)
	}
	for i, row := range t.Rows {
		t.Rows[i] = append(row, make([][]string, len(t.Columns)-len(row))...)
	}
	return t, nil
}

func decodeRow(d *json.Decoder, fields *map[string]Values) error {
	var line json.RawMessage
	if err := d.Decode(&line); err != nil {
		return err
	}
	var exported struct{ Result json.RawMessage }
	if json.Unmarshal(line, &exported) == nil && bytes.HasPrefix(exported.Result, []byte("{")) {
		line = exported.Result
	}
	return json.Unmarshal(line, fields)
}

func sortedKeys(fields map[string]Values) (names []string) {
	for name := range fields {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Values are the values of a field: none, one or several. In JSON they are
// null, a text or a list of texts; numbers and booleans stay as written.
type Values []string

// ErrNested is the cause where a field holds an object.
var ErrNested = errors.New("a field holds an object, so this is a raw event rather than a row of fields")

// UnmarshalJSON reads the values of a field.
func (v *Values) UnmarshalJSON(text []byte) error {
	*v = (*v)[:0]
	switch text[0] {
	case 'n':
		return nil
	case '{':
		return ErrNested
	case '"':
		var s string
		err := json.Unmarshal(text, &s)
		*v = append(*v, s)
		return err
	case '[':
		var items []json.RawMessage
		if err := json.Unmarshal(text, &items); err != nil {
			return err
		}
		for _, item := range items {
			var one Values
			if item[0] == '[' {
				return ErrNested
			}
			if err := one.UnmarshalJSON(item); err != nil {
				return err
			}
			*v = append(*v, one...)
		}
		return nil
	}
	*v = append(*v, string(text))
	return nil
}

// MarshalJSON writes one value as a text and several as a list.
func (v Values) MarshalJSON() ([]byte, error) {
	switch len(v) {
	case 0:
		return []byte("null"), nil
	case 1:
		return json.Marshal(v[0])
	}
	return json.Marshal([]string(v))
}
