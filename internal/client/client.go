// Package client names the families of operating systems and browsers. Two
// versions of one browser are one family: an update is not a new client.
//
// A family is spelled the same whether it was read from a source's own field
// ("Windows 10", "CHROME", "Edge 108.0.1462") or from a user agent. Tools are
// families as well: aws-cli, Boto3, python-requests, PowerShell.
package client

import "strings"

// OS is the family of an operating system that a source names itself. A name
// that is not known stays as it is, without its version; "" means that the
// text says nothing.
func OS(value string) string { return familyOf(value, systems) }

// Browser is the family of a browser or tool that a source names itself, like
// [OS].
func Browser(value string) string { return familyOf(value, browsers) }

func familyOf(value string, known []family) string {
	name := unversioned(value)
	if name == "" || strings.EqualFold(name, "other") || strings.EqualFold(name, "unknown") {
		return ""
	}
	if known, ok := lookup(name, known); ok {
		return known
	}
	return name
}

// unversioned drops what looks like a version: words that begin with a digit
// (or v and a digit), and what follows a slash.
func unversioned(value string) string {
	words := strings.Fields(value)
	kept := words[:0]
	for _, word := range words {
		word, _, _ = strings.Cut(word, "/")
		word = strings.TrimRight(word, "(,;:")
		if word != "" && !isVersion(word) {
			kept = append(kept, word)
		}
	}
	return strings.Join(kept, " ")
}

func isVersion(word string) bool {
	word = strings.TrimPrefix(strings.TrimLeft(word, "(#"), "v")
	return word != "" && word[0] >= '0' && word[0] <= '9'
}
