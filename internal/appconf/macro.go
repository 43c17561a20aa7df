package appconf

import (
	"fmt"
	"strings"
)

// Macros are the definitions of macros.conf.
type Macros struct{ file *File }

// NewMacros takes the macros of a macros.conf.
func NewMacros(file *File) Macros { return Macros{file} }

// deepest is how many macros may be inside each other, as in Splunk.
const deepest = 100

// Expand replaces every macro call in SPL, those inside definitions too, down to
// plain SPL. As in Splunk, name(1) and name(2) are different macros, and what
// stands in double quotes is not expanded. A call of a macro that is not defined
// is an error.
func (m Macros) Expand(spl string) (string, error) { return m.expand(spl, 0) }

func (m Macros) expand(spl string, depth int) (string, error) {
	if depth > deepest {
		return "", fmt.Errorf("macros go deeper than %d: does one call itself?", deepest)
	}
	var out strings.Builder
	for rest := spl; ; {
		at := indexOutsideQuotes(rest, '`')
		if at < 0 {
			out.WriteString(rest)
			return out.String(), nil
		}
		call, after, closed := strings.Cut(rest[at+1:], "`")
		if !closed {
			return "", fmt.Errorf("a backtick is not closed: %.60q", rest[at:])
		}
		definition, err := m.define(call)
		if err != nil {
			return "", err
		}
		if definition, err = m.expand(definition, depth+1); err != nil {
			return "", fmt.Errorf("macro %s: %w", call, err)
		}
		out.WriteString(rest[:at] + definition)
		rest = after
	}
}

// define gives the definition that a call stands for, its arguments filled in.
func (m Macros) define(call string) (string, error) {
	name, list, hasArguments := strings.Cut(strings.TrimSuffix(call, ")"), "(")
	var values []string
	if hasArguments {
		values = split(list, ',')
		name = fmt.Sprintf("%s(%d)", name, len(values))
	}
	s := m.file.Stanza(name)
	if s == nil {
		return "", fmt.Errorf("macro %s is not defined", name)
	}
	definition := s.Get("definition")
	if !hasArguments {
		return definition, nil
	}
	names := strings.Split(s.Get("args"), ",")
	if len(names) != len(values) {
		return "", fmt.Errorf("macro %s: args names %d arguments", name, len(names))
	}
	for i, value := range values {
		definition = strings.ReplaceAll(definition, "$"+strings.TrimSpace(names[i])+"$", strings.TrimSpace(value))
	}
	return definition, nil
}

// Calls lists the macros that SPL calls itself, by their stanzas' names.
func Calls(spl string) (names []string) {
	for rest := spl; ; {
		at := indexOutsideQuotes(rest, '`')
		if at < 0 {
			return names
		}
		call, after, _ := strings.Cut(rest[at+1:], "`")
		name, list, hasArguments := strings.Cut(strings.TrimSuffix(call, ")"), "(")
		if hasArguments {
			name = fmt.Sprintf("%s(%d)", name, len(split(list, ',')))
		}
		names, rest = append(names, name), after
	}
}
