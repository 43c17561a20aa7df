package splunkd

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Getinfo is how the getinfo request differs from that of splunkd 8.2.
type Getinfo struct {
	// Order is the order of the keys.
	Order KeyOrder
	// Extra adds keys that no command knows.
	Extra bool
	// Without leaves out keys, of the request and of searchinfo alike:
	// session_key at parse time, command and maxresultrows in splunkd 6.3.
	Without []string
	// Numbers is how numbers are written.
	Numbers NumberStyle
	// SID is the job's id; 1700000000.12 if empty, "tmp" at parse time.
	SID string
	// Preview says that the process serves a preview.
	Preview bool
	// EscapeUnicode writes what is outside ASCII as \u escapes.
	EscapeUnicode bool
}

// KeyOrder is an order of keys.
type KeyOrder int

// The orders of keys: as splunkd 8.2 sends them, and two others.
const (
	SplunkOrder KeyOrder = iota
	SortedOrder
	ReversedOrder
)

// NumberStyle is a way to write numbers.
type NumberStyle int

// The ways to write numbers.
const (
	SplunkNumbers NumberStyle = iota // times as strings, counts as numbers
	StringNumbers                    // all as strings
	PlainNumbers                     // all as numbers
	FloatNumbers                     // all as numbers with decimals
)

// sessionKey is no session key; a command that gives it away is caught.
const sessionKey = "not-a-key-but-keep-it-secret"

// member is a key and its value, written as JSON.
type member struct {
	key   string
	value json.RawMessage
}

// getinfo is the metadata of the request.
func (s *Search) getinfo(dispatchDir string) ([]byte, error) {
	g := s.Getinfo
	for _, t := range []string{s.Earliest, s.Latest} {
		if _, err := strconv.ParseFloat(t, 64); err != nil && t != "" {
			return nil, fmt.Errorf("search time %q: want epoch seconds", t)
		}
	}
	typed := strings.Join(s.Args, " ")
	args, raw, err := SplitArguments(typed, s.Arguments)
	if err != nil {
		return nil, err
	}
	spl := strings.TrimSpace("search index=main | " + s.commandName() + " " + typed)
	sid := g.SID
	if sid == "" {
		sid = "1700000000.12"
	}
	searchinfo := []member{
		{"args", texts(args)},
		{"raw_args", texts(raw)},
		{"dispatch_dir", text(dispatchDir)},
		{"sid", text(sid)},
		{"app", text("search")},
		{"owner", text("admin")},
		{"username", text("admin")},
		{"session_key", text(sessionKey)},
		{"splunkd_uri", text("https://127.0.0.1:8089")},
		{"splunk_version", text("8.2.1")},
		{"search", text(strings.ReplaceAll(url.QueryEscape(spl), "+", "%20"))},
		{"command", text(s.commandName())},
		{"maxresultrows", g.number("50000", false)},
		{"earliest_time", g.number(s.Earliest, true)},
		{"latest_time", g.number(s.Latest, true)},
	}
	if g.Extra {
		searchinfo = append(searchinfo, member{"novelty", json.RawMessage(`{"list":[1,null,"x"]}`)})
	}
	request := []member{
		{"action", text("getinfo")},
		{"preview", json.RawMessage(fmt.Sprint(g.Preview))},
		{"streaming_command_will_restart", json.RawMessage("false")},
		{"searchinfo", g.object(searchinfo)},
	}
	if g.Extra {
		request = append(request, member{"novelty", json.RawMessage(`true`)})
	}
	metadata := g.object(request)
	if g.EscapeUnicode {
		metadata = escapeUnicode(metadata)
	}
	return metadata, nil
}

// number writes decimal seconds or a count; an empty one is 0.
func (g Getinfo) number(n string, isTime bool) json.RawMessage {
	if n == "" {
		n = "0"
	}
	switch {
	case g.Numbers == StringNumbers, g.Numbers == SplunkNumbers && isTime:
		return text(n)
	case g.Numbers == FloatNumbers && !strings.Contains(n, "."):
		return json.RawMessage(n + ".000")
	}
	return json.RawMessage(n)
}

// object writes the members that are not left out, in order.
func (g Getinfo) object(members []member) json.RawMessage {
	members = slices.DeleteFunc(members, func(m member) bool { return slices.Contains(g.Without, m.key) })
	switch g.Order {
	case SortedOrder:
		slices.SortFunc(members, func(a, b member) int { return strings.Compare(a.key, b.key) })
	case ReversedOrder:
		slices.Reverse(members)
	}
	var b bytes.Buffer
	for i, m := range members {
		b.WriteByte("{,"[min(i, 1)])
		b.Write(text(m.key))
		b.WriteByte(':')
		b.Write(m.value)
	}
	if len(members) == 0 {
		b.WriteByte('{')
	}
	b.WriteByte('}')
	return b.Bytes()
}

// text writes a string with "<" and the like as they are.
func text(s string) json.RawMessage {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(s) // a string always has a JSON form
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

func texts(list []string) json.RawMessage {
	items := make([][]byte, len(list))
	for i, s := range list {
		items[i] = text(s)
	}
	return slices.Concat([]byte("["), bytes.Join(items, []byte(",")), []byte("]"))
}

func escapeUnicode(metadata []byte) []byte {
	var b bytes.Buffer
	for _, r := range string(metadata) {
		switch {
		case r < 0x80:
			b.WriteByte(byte(r))
		case r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			r -= 0x10000
			fmt.Fprintf(&b, `\u%04x\u%04x`, 0xd800+r>>10, 0xdc00+r&0x3ff)
		}
	}
	return b.Bytes()
}
