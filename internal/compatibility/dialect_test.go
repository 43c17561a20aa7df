package compatibility

import "strings"

// A dialect is a way to write the rows of a request.
type dialect struct {
	name string
	// quoted says whether a field is put in quotes though it needs none.
	quoted func(field string) bool
	// lineEnd ends each row.
	lineEnd string
	// without says that the __mv_ columns, which are empty for single values,
	// are left out.
	withoutMulti bool
	// headerEnd ends the chunk's first line, before its LF.
	headerEnd string
}

func all(string) bool     { return true }
func minimal(string) bool { return false }

// splunks is what splunkd was seen to do: quotes unless all is letters and
// digits, and none around nothing.
func splunks(field string) bool {
	return strings.ContainsFunc(field, func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9')
	})
}

var dialects = []dialect{
	{name: "as splunkd quotes", quoted: splunks, lineEnd: "\n"},
	{name: "as splunkd quotes, CRLF", quoted: splunks, lineEnd: "\r\n"},
	{name: "as splunkd quotes, without multivalue columns", quoted: splunks, lineEnd: "\n", withoutMulti: true},
	{name: "all quoted", quoted: all, lineEnd: "\n"},
	{name: "all quoted, CRLF", quoted: all, lineEnd: "\r\n"},
	{name: "as few quotes as can be", quoted: minimal, lineEnd: "\n"},
	{name: "as few quotes as can be, CRLF, CR before the header's LF", quoted: minimal, lineEnd: "\r\n", headerEnd: "\r"},
	{name: "as few quotes as can be, CRLF, without multivalue columns", quoted: minimal, lineEnd: "\r\n", withoutMulti: true},
}

// body writes rows, the first of which names the columns.
func (d dialect) body(rows [][]string) string {
	var b strings.Builder
	for i, row := range rows {
		for c, field := range row {
			if c > 0 {
				b.WriteByte(',')
			}
			d.write(&b, field)
		}
		if !d.withoutMulti {
			for _, name := range rows[0] {
				b.WriteByte(',')
				if i == 0 {
					d.write(&b, "__mv_"+name)
				} else if d.quoted("") {
					b.WriteString(`""`)
				}
			}
		}
		b.WriteString(d.lineEnd)
	}
	return b.String()
}

func (d dialect) write(b *strings.Builder, field string) {
	if d.quoted(field) || strings.ContainsAny(field, ",\"\r\n") {
		b.WriteString(`"` + strings.ReplaceAll(field, `"`, `""`) + `"`)
		return
	}
	b.WriteString(field)
}
