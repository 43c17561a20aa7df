package scripts

import (
	"errors"
	"os"
	"path/filepath"
	"strings"

	"concurrentsessions/internal/enrich"
	"concurrentsessions/internal/project"
	"concurrentsessions/internal/sighting"
)

// lists are the trusted networks and ignored identities of a search. Rows of
// theirs are left out before the command, as the app's macros do.
type lists struct {
	known *enrich.Enricher // nil without lists
}

func openLists(trusted, ignored []string) (l lists, err error) {
	if trusted == nil && ignored == nil {
		return l, nil
	}
	dir, err := os.MkdirTemp("", "scripts")
	if err != nil {
		return l, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	var files enrich.Files
	for _, list := range []struct {
		name  string
		lines []string
		file  *string
	}{
		{"trusted", trusted, &files.Trusted},
		{"ignored", ignored, &files.Ignore},
	} {
		if list.lines == nil {
			continue
		}
		*list.file = filepath.Join(dir, list.name)
		if err := os.WriteFile(*list.file, []byte(strings.Join(list.lines, "\n")), 0o600); err != nil {
			return l, err
		}
	}
	l.known, err = enrich.Open(files)
	return l, err
}

// drop says whether the row is left out. A row with several addresses, or
// several users, is held against that list by none of them.
func (l lists) drop(r *row) bool {
	if l.known == nil {
		return false
	}
	var s sighting.Sighting
	if src := r.fields["src"]; len(src) == 1 {
		s.Shows[sighting.Src] = src
	}
	if user := r.fields["user"]; len(user) == 1 {
		s.Shows[sighting.User] = user
	}
	return l.known.Enrich(&s, l.known.Slot(r.time)) != project.None
}
