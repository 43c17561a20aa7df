package splunkd

import (
	"fmt"
	"strings"
)

// ArgumentStyle is how splunkd splits the typed arguments.
type ArgumentStyle int

const (
	// AsTyped splits at blanks outside quotes.
	AsTyped ArgumentStyle = iota
	// CommasStripped splits at commas outside quotes too, and drops them.
	CommasStripped
	// BlanksAroundEquals splits as if the user had typed blanks around the
	// first "=" of each argument.
	BlanksAroundEquals
)

// SplitArguments makes of SPL typed after a command's name what getinfo says:
// args without double quotes, \" and \\ inside them undone, and raw as typed.
// Other backslashes and single quotes stay. Quotes, also single ones, keep
// blanks together; one left open is an error. The rules fit the examples in
// Splunk's talk DEV1387B (.conf21) and recorded requests.
func SplitArguments(typed string, style ArgumentStyle) (args, raw []string, err error) {
	items, err := splitTyped(typed, style == CommasStripped)
	if err != nil {
		return nil, nil, err
	}
	for _, item := range items {
		parts := []string{item}
		if style == BlanksAroundEquals {
			parts = splitAtEquals(item)
		}
		for _, part := range parts {
			raw = append(raw, part)
			args = append(args, unquoted(part))
		}
	}
	return args, raw, nil
}

// scanner follows the quotes of typed SPL.
type scanner struct {
	quote   byte // the open quote, or 0
	escaped bool // the next byte is after a backslash in double quotes
}

// outside takes the next byte and says whether it is outside quotes.
func (s *scanner) outside(c byte) bool {
	switch {
	case s.escaped:
		s.escaped = false
	case s.quote == '"' && c == '\\':
		s.escaped = true
	case c == s.quote && s.quote != 0:
		s.quote = 0
	case s.quote == 0 && (c == '"' || c == '\''):
		s.quote = c
	default:
		return s.quote == 0
	}
	return false
}

func splitTyped(typed string, commas bool) (items []string, err error) {
	var s scanner
	start := 0
	end := func(i int) {
		if i > start {
			items = append(items, typed[start:i])
		}
		start = i + 1
	}
	for i := range len(typed) {
		c := typed[i]
		if s.outside(c) && (strings.IndexByte(" \t\r\n", c) >= 0 || commas && c == ',') {
			end(i)
		}
	}
	if s.quote != 0 {
		return nil, fmt.Errorf("arguments %s: quote %c is not closed", typed, s.quote)
	}
	end(len(typed))
	return items, nil
}

// splitAtEquals cuts name=value into three.
func splitAtEquals(item string) (parts []string) {
	var s scanner
	for i := range len(item) {
		if s.outside(item[i]) && item[i] == '=' {
			for _, part := range []string{item[:i], "=", item[i+1:]} {
				if part != "" {
					parts = append(parts, part)
				}
			}
			return parts
		}
	}
	return []string{item}
}

func unquoted(item string) string {
	var s scanner
	var b strings.Builder
	for i := range len(item) {
		c, was := item[i], s
		s.outside(c)
		switch {
		case s.escaped: // decided by the next byte
		case was.escaped && c != '"' && c != '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case was.quote != s.quote && c == '"': // opens or closes
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
