package enrich

import (
	"fmt"
	"strings"

	"github.com/tidwall/match"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/sighting"
)

// ignored is a list of identities that are not watched: service accounts,
// kiosks, shared accounts. An identity is a user or a part of the key, in any
// case, with * for any text.
type ignored struct {
	exact    map[string]epoch.Micros // until when
	patterns []entry
	ends     []epoch.Micros // of all identities
}

func openIgnored(name string) (*ignored, error) {
	list := &ignored{exact: map[string]epoch.Micros{}}
	err := eachEntry(name, "identity", "reason", func(e entry) error {
		identity := strings.ToLower(e.value)
		switch {
		case strings.Trim(identity, "*") == "":
			return fmt.Errorf("%q would ignore everybody; name an identity, or a pattern such as svc-*", e.value)
		case strings.Contains(identity, "*"):
			pattern := strings.ReplaceAll(strings.ReplaceAll(identity, `\`, `\\`), "?", `\?`)
			list.patterns = append(list.patterns, entry{pattern, e.until})
		default:
			if until, ok := list.exact[identity]; !ok || until < e.until {
				list.exact[identity] = e.until
			}
		}
		list.ends = append(list.ends, e.until)
		return nil
	})
	return list, err
}

// has says whether the user or a part of the key is on the list at the moment.
func (l *ignored) has(s *sighting.Sighting, at epoch.Micros) bool {
	for _, values := range [][]string{s.Key, s.Shows[sighting.User]} {
		for _, v := range values {
			if l.matches(strings.ToLower(v), at) {
				return true
			}
		}
	}
	return false
}

func (l *ignored) matches(identity string, at epoch.Micros) bool {
	if until, ok := l.exact[identity]; ok && at < until {
		return true
	}
	for _, pattern := range l.patterns {
		if at < pattern.until && match.Match(identity, pattern.value) {
			return true
		}
	}
	return false
}
