package appconf

import (
	"regexp"
	"strings"
)

// Pipeline splits SPL without macros into its commands, blanks around them
// taken off. The first one is the base search, "" where the SPL starts with "|".
func Pipeline(spl string) []string {
	commands := split(spl, '|')
	for i, command := range commands {
		commands[i] = strings.TrimSpace(command)
	}
	return commands
}

// split splits at a byte that stands outside of double quotes, brackets and
// parentheses.
func split(text string, at byte) (parts []string) {
	quoted, open, from := false, 0, 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[' || c == '(':
			open++
		case c == ']' || c == ')':
			open--
		case c == at && open == 0:
			parts = append(parts, text[from:i])
			from = i + 1
		}
	}
	return append(parts, text[from:])
}

// indexOutsideQuotes is the place of the first such byte outside of double
// quotes, -1 if there is none.
func indexOutsideQuotes(text string, of byte) int {
	quoted := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case c == of && !quoted:
			return i
		}
	}
	return -1
}

var token = regexp.MustCompile(`\$([A-Za-z_][\w.]*)\$`)

// Tokens lists the names in $name$ of a text, each as often as it is there.
func Tokens(text string) (names []string) {
	for _, match := range token.FindAllStringSubmatch(text, -1) {
		names = append(names, match[1])
	}
	return names
}

// Fill puts values in the places of the tokens.
func Fill(text string, value func(name string) string) string {
	return token.ReplaceAllStringFunc(text, func(t string) string { return value(t[1 : len(t)-1]) })
}
