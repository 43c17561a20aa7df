package conversation

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Level is how much a message matters. Messages of level Error do not fail the
// job; an error of the command does.
type Level string

// The levels that splunkd accepts.
const (
	Debug Level = "DEBUG"
	Info  Level = "INFO"
	Warn  Level = "WARN"
	Error Level = "ERROR"
	Fatal Level = "FATAL"
)

// levels in order of weight.
var levels = []Level{Debug, Info, Warn, Error, Fatal}

const (
	// maxMessages bounds the messages of one conversation.
	maxMessages = 50
	// maxText bounds a message, in bytes.
	maxText = 2000
)

// Message is one line for the user.
type Message struct {
	Level Level
	Text  string
}

// Messages collects what the user is told beside the result. The zero value is
// empty and ready for use. It is not safe for concurrent use.
type Messages struct {
	known   []Message // in order of arrival, the first of each text
	taken   int       // known[:taken] were given out
	leftOut int       // beyond maxMessages
	worst   Level     // the gravest level left out
}

// Add notes a message as one line without control characters. A text that was
// added before, at any level, is ignored: splunkd refuses repetitions. So are
// texts beyond the 50th, but these are counted. A level that splunkd does not
// know becomes Warn.
func (m *Messages) Add(level Level, format string, args ...any) {
	text := oneLine(fmt.Sprintf(format, args...))
	if text == "" || slices.ContainsFunc(m.known, func(k Message) bool { return k.Text == text }) {
		return
	}
	if !slices.Contains(levels, level) {
		level = Warn
	}
	if len(m.known) < maxMessages {
		m.known = append(m.known, Message{level, text})
		return
	}
	m.leftOut++
	if slices.Index(levels, level) > slices.Index(levels, m.worst) {
		m.worst = level
	}
}

// Take gives the messages that were added since it was last called. With last,
// a final one tells how many were left out.
func (m *Messages) Take(last bool) []Message {
	if last && m.leftOut > 0 {
		m.known = append(m.known, Message{m.worst, fmt.Sprintf("%d more messages left out", m.leftOut)})
		m.leftOut = 0
	}
	from := m.taken
	m.taken = len(m.known)
	return m.known[from:m.taken:m.taken]
}

// oneLine makes white space, line ends included, one blank each, drops other
// control characters, and cuts what is too long.
func oneLine(s string) string {
	var b strings.Builder
	blank := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			blank = true
			continue
		case unicode.IsControl(r):
			continue
		}
		if b.Len()+utf8.RuneLen(r) > maxText {
			b.WriteString("...")
			break
		}
		if blank && b.Len() > 0 {
			b.WriteByte(' ')
		}
		blank = false
		b.WriteRune(r)
	}
	return b.String()
}
