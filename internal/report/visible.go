package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible writes out what a reader could not see or would see in the wrong
// place: control and format characters (those that turn the direction of text
// among them), blanks that are not a plain blank, fillers, variation selectors,
// private and unassigned characters, and bytes that are no UTF-8. U+202E becomes
// ‹U+202E›, the byte ff becomes ‹ff›.
func Visible(text string) string { return visible(text, "") }

// visible leaves the characters in keep as they are.
func visible(text, keep string) string {
	first := 0
	for first < len(text) && text[first] >= ' ' && text[first] < 0x7f {
		first++ // nearly all text is just this
	}
	if first == len(text) {
		return text
	}
	var b strings.Builder
	b.Grow(len(text) + 16)
	b.WriteString(text[:first])
	for rest := text[first:]; rest != ""; {
		r, size := utf8.DecodeRuneInString(rest)
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, "‹%02x›", rest[0])
		case hidden(r) && !strings.ContainsRune(keep, r):
			fmt.Fprintf(&b, "‹U+%04X›", r)
		default:
			b.WriteString(rest[:size])
		}
		rest = rest[size:]
	}
	return b.String()
}

// hidden says whether a character cannot be seen as itself. The replacement
// character counts, as it also stands for bytes that are no UTF-8.
func hidden(r rune) bool {
	switch {
	case r >= ' ' && r < 0x7f:
		return false
	case r == utf8.RuneError:
		return true
	case unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector):
		return true
	case r == '\u2800': // a braille pattern without a dot
		return true
	}
	// Of all that is not a graphic character, and of the blanks, only the plain
	// blank is seen for what it is.
	return !unicode.IsGraphic(r) || unicode.IsSpace(r) || unicode.Is(unicode.Zs, r)
}

// What is longer is cut, and says so: one value of a megabyte, shown ten
// thousand times, must not make the page useless.
const (
	maxField = 4 << 10
	maxRaw   = 64 << 10
)

// field makes a value ready to be shown in one line.
func field(text string) string { return shown(text, maxField, "") }

// raw makes an event ready to be shown, with its lines.
func raw(text string) string { return shown(text, maxRaw, "\n\t") }

// shown cuts a text to a number of bytes and makes it visible.
func shown(text string, most int, keep string) string {
	if len(text) <= most {
		return visible(text, keep)
	}
	cut := most
	for cut > most-utf8.UTFMax && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return visible(text[:cut], keep) + fmt.Sprintf(" ‹%d more bytes›", len(text)-cut)
}

func fields(texts []string) []string {
	list := make([]string, len(texts))
	for i, text := range texts {
		list[i] = field(text)
	}
	return list
}
