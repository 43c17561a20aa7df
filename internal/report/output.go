package report

import (
	"bufio"
	"cmp"
	"compress/flate"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"unicode/utf8"
)

// output writes the parts of a page. It keeps the first error, and close
// returns it.
type output struct {
	w       *bufio.Writer
	deflate *flate.Writer
	err     error
}

func newOutput(w io.Writer) *output {
	o := &output{w: bufio.NewWriterSize(w, 64<<10)}
	o.deflate, o.err = flate.NewWriter(nil, flate.BestSpeed)
	return o
}

// template writes one of the embedded templates.
func (o *output) template(name string, data any) {
	if o.err != nil {
		return
	}
	t, err := templates()
	if err == nil {
		err = t.ExecuteTemplate(o.w, name, data)
	}
	o.err = err
}

// data writes a value as JSON in a script block that is no script.
func (o *output) data(id string, value any) {
	if o.err != nil {
		return
	}
	text, err := json.Marshal(value)
	if err != nil {
		o.err = fmt.Errorf("data of the report: %w", err)
		return
	}
	fmt.Fprintf(o.w, "<script type=\"application/json\" id=\"%s\">", template.HTMLEscapeString(id))
	writeASCII(o.w, text)
	o.w.WriteString("</script>\n")
}

// packed writes a value like data, but deflated (RFC 1951) and in base64: a
// report of ten thousand findings is then a tenth as long, and opens as much
// sooner.
func (o *output) packed(id string, value any) {
	if o.err != nil {
		return
	}
	text, err := json.Marshal(value)
	if err != nil {
		o.err = fmt.Errorf("data of the report: %w", err)
		return
	}
	fmt.Fprintf(o.w, "<script type=\"text/plain\" id=\"%s\">", template.HTMLEscapeString(id))
	encoder := base64.NewEncoder(base64.StdEncoding, o.w)
	o.deflate.Reset(encoder)
	_, err = o.deflate.Write(text)
	o.err = cmp.Or(err, o.deflate.Close(), encoder.Close())
	o.w.WriteString("</script>\n")
}

// script writes the page's script, byte for byte what the policy's hash is of.
func (o *output) script(a assets) {
	o.w.WriteString("<script>" + a.script + "</script>\n")
}

func (o *output) close() error {
	o.w.WriteString("</body>\n</html>\n")
	if o.err != nil {
		return o.err
	}
	return o.w.Flush()
}

// writeASCII writes JSON that encoding/json made with all that is not ASCII as
// \u escapes, which can only stand in strings. With that package's own escapes
// of <, > and & a string can neither end the script block nor, in whatever
// program shows the file's source, turn the direction of the text.
func writeASCII(w *bufio.Writer, text []byte) {
	for len(text) > 0 {
		plain := 0
		for plain < len(text) && text[plain] < 0x7f {
			plain++
		}
		w.Write(text[:plain])
		text = text[plain:]
		if len(text) == 0 {
			return
		}
		r, size := utf8.DecodeRune(text)
		text = text[size:]
		if r > 0xffff {
			r -= 0x10000
			fmt.Fprintf(w, `\u%04x\u%04x`, 0xd800+r>>10, 0xdc00+r&0x3ff)
		} else {
			fmt.Fprintf(w, `\u%04x`, r)
		}
	}
}
