package splunkd

import (
	"bytes"
	"fmt"
	"io"

	"concurrentsessions/internal/report"
)

// tracer writes a line per frame: who wrote it (S is splunkd, C the command),
// the lengths of metadata and body, the metadata, and the number of rows.
//
//	S 37,71 {"action":"execute","finished":false} rows=2
//	C 18,35 {"finished":false} rows=2
//
// Bodies follow, indented, where they are wanted. The session key is not shown,
// and what a terminal would obey is written out.
type tracer struct {
	w      io.Writer
	bodies bool
}

func (t tracer) frame(who byte, metadata, body []byte, rows int) {
	if t.w == nil {
		return
	}
	hide := func(b []byte) string {
		return report.Visible(string(bytes.ReplaceAll(b, []byte(sessionKey), []byte("..."))))
	}
	fmt.Fprintf(t.w, "%c %d,%d %s", who, len(metadata), len(body), hide(metadata))
	if len(body) > 0 {
		fmt.Fprintf(t.w, " rows=%d", rows)
	}
	fmt.Fprintln(t.w)
	if !t.bodies {
		return
	}
	for line := range bytes.Lines(body) {
		fmt.Fprintf(t.w, "  %s\n", hide(bytes.TrimRight(line, "\r\n")))
	}
}

// event notes what is no frame.
func (t tracer) event(format string, args ...any) {
	if t.w != nil {
		fmt.Fprintf(t.w, "- "+format+"\n", args...)
	}
}
