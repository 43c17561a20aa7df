package traffic

import (
	"bufio"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
)

const buffer = 1 << 20

// header is the header row as splunkd writes it, with a __mv_ column beside
// every column; or, plain, without.
func (l Layout) header(plain bool) []byte {
	var line []byte
	for _, name := range l.Names {
		line = append(appendField(line, name), ',')
	}
	for _, name := range l.Names {
		if !plain {
			line = append(appendField(line, "__mv_"+name), ',')
		}
	}
	line[len(line)-1] = '\n'
	return line
}

func appendField(dst []byte, text string) []byte {
	if isBare(text) {
		return append(dst, text...)
	}
	return strconv.AppendQuote(dst, text)
}

func isBare(text string) bool {
	return !slices.ContainsFunc([]byte(text), func(c byte) bool {
		return (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z')
	})
}

// Bodies gives the bodies of requests of so many rows; a body is valid until
// the next. Last marks the final one.
func (p Plan) Bodies(l Layout, rows int) iter.Seq2[[]byte, bool] {
	return func(yield func(body []byte, last bool) bool) {
		header := l.header(false)
		body := slices.Clone(header)
		for s := range p.All() {
			if s.Row > 0 && s.Row%rows == 0 {
				if !yield(body, false) {
					return
				}
				body = append(body[:0], header...)
			}
			body = l.append(body, &s)
			for range l.Names {
				body = append(body, ',')
			}
			body = append(body, '\n')
		}
		yield(body, true)
	}
}

// WriteRequests writes the execute requests of a conversation, frames and all.
func (p Plan) WriteRequests(w io.Writer, l Layout, rows int) error {
	for body, last := range p.Bodies(l, rows) {
		metadata := fmt.Sprintf(`{"action":"execute","finished":%t}`, last)
		if _, err := fmt.Fprintf(w, "chunked 1.0,%d,%d\n%s", len(metadata), len(body), metadata); err != nil {
			return err
		}
		if _, err := w.Write(body); err != nil {
			return err
		}
	}
	return nil
}

// WriteCSV writes the rows as a plain CSV file, without __mv_ columns.
func (p Plan) WriteCSV(w io.Writer, l Layout) error {
	out := bufio.NewWriterSize(w, buffer)
	_, _ = out.Write(l.header(true)) // an error comes back from Flush
	var row []byte
	for s := range p.All() {
		row = append(l.append(row[:0], &s), '\n')
		if _, err := out.Write(row); err != nil {
			return err
		}
	}
	return out.Flush()
}

// WriteEvents writes an event a line.
func (p Plan) WriteEvents(w io.Writer) error {
	out := bufio.NewWriterSize(w, buffer)
	var line []byte
	for s := range p.All() {
		line = append(plainForm.append(line[:0], &s), '\n')
		if _, err := out.Write(line); err != nil {
			return err
		}
	}
	return out.Flush()
}
