package command

import (
	"slices"
	"strings"
)

// argument is one option as given: its name and its value.
type argument struct{ name, value string }

// splitArguments reads what splunkd passes after the command's name. splunkd
// takes quotes away, splits at blanks around "=" and may strip commas, so
//
//	by="user,session"   by=user,session   by = user, session
//
// arrive in different pieces and read the same: a piece that starts no option
// goes on with the one before it. The second result is a piece that belongs
// to no option.
func splitArguments(args []string) (list []argument, stray string) {
	args = slices.Clone(args)
	for i := 0; i < len(args); i++ {
		piece := strings.TrimSpace(args[i])
		name, value, isOption := strings.Cut(piece, "=")
		name = unquote(strings.TrimSpace(name))
		switch {
		case isOption && isWord(name):
			list = append(list, argument{name, strings.TrimSpace(value)})
		case isWord(piece) && i+1 < len(args) && strings.HasPrefix(strings.TrimSpace(args[i+1]), "="):
			// name, "=" or "=value", value
			list = append(list, argument{name, ""})
			args[i+1] = strings.TrimPrefix(strings.TrimSpace(args[i+1]), "=")
		case piece == "" || piece == ",":
		case len(list) == 0:
			return nil, piece
		default:
			last := &list[len(list)-1]
			if last.value != "" && piece[0] != '=' { // > = is >=
				last.value += " "
			}
			last.value += piece
		}
	}
	return list, ""
}

// isWord says whether the text can be the name of an option.
func isWord(text string) bool {
	for i := range len(text) {
		c := text[i]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && c != '_' && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return text != ""
}

// unquote takes off the single quotes of an SPL field name, which splunkd
// leaves on, and double quotes, should it leave those.
func unquote(text string) string {
	for _, quote := range []byte{'\'', '"'} {
		if len(text) < 2 || text[0] != quote || text[len(text)-1] != quote {
			continue
		}
		if inner := text[1 : len(text)-1]; strings.IndexByte(inner, quote) < 0 {
			return inner
		}
	}
	return text
}

// fieldList splits a list of field names at commas and blanks.
func fieldList(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' })
}
