package enrich

import (
	"fmt"
	"strings"

	"github.com/tidwall/match"

	"concurrentsessions/internal/sighting"
)

// ignored is a list of identities that are not watched: service accounts,
// kiosks, shared accounts. A line is a user or a part of the key, in any case,
// with * for any text; what follows a comma is a note.
type ignored struct {
	exact    map[string]bool
	patterns []string
}

func openIgnored(name string) (*ignored, error) {
	list := &ignored{exact: map[string]bool{}}
	err := eachLine(name, func(text string) error {
		identity, _, _ := strings.Cut(text, ",")
		identity = strings.ToLower(strings.TrimSpace(identity))
		switch {
		case strings.Trim(identity, "*") == "":
			return fmt.Errorf("%q would ignore everybody; name an identity, or a pattern such as svc-*", text)
		case strings.Contains(identity, "*"):
			list.patterns = append(list.patterns, strings.ReplaceAll(strings.ReplaceAll(identity, `\`, `\\`), "?", `\?`))
		default:
			list.exact[identity] = true
		}
		return nil
	})
	return list, err
}

// has says whether the user or a part of the key is on the list.
func (l *ignored) has(s *sighting.Sighting) bool {
	for _, values := range [][]string{s.Key, s.Shows[sighting.User]} {
		for _, v := range values {
			if l.matches(strings.ToLower(v)) {
				return true
			}
		}
	}
	return false
}

func (l *ignored) matches(identity string) bool {
	if l.exact[identity] {
		return true
	}
	for _, pattern := range l.patterns {
		if match.Match(identity, pattern) {
			return true
		}
	}
	return false
}
