package project

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// step leads from a JSON value to the values of one of its members.
type step struct {
	key string
	// each takes every element of the array that the member holds.
	each bool
	// member, if any, keeps only those elements whose member equals equal.
	member, equal string
}

// errPath is what every refused path wraps.
var errPath = errors.New("want members joined by dots, as in a.b, a{}.b for each element of an array, or a{Name=X}.Value for the elements whose Name is X")

// parsePath reads the notation of profile.Fields.
func parsePath(text string) ([]step, error) {
	var steps []step
	for rest := text; ; {
		s, after, err := parseStep(rest)
		if err != nil {
			return nil, fmt.Errorf("field %q: %w", text, err)
		}
		steps = append(steps, s)
		if after == "" {
			return steps, nil
		}
		if after[0] != '.' {
			return nil, fmt.Errorf("field %q: %w", text, errPath)
		}
		rest = after[1:]
	}
}

// parseStep reads one step and gives what follows it.
func parseStep(text string) (s step, rest string, err error) {
	end := strings.IndexAny(text, ".{")
	if end < 0 {
		end = len(text)
	}
	s.key, rest = text[:end], text[end:]
	if s.key == "" || strings.Contains(s.key, "}") {
		return step{}, "", errPath
	}
	if !strings.HasPrefix(rest, "{") {
		return s, rest, nil
	}
	inner, rest, closed := strings.Cut(rest[1:], "}")
	if !closed {
		return step{}, "", errPath
	}
	s.each = true
	if inner == "" {
		return s, rest, nil
	}
	var ok bool
	if s.member, s.equal, ok = strings.Cut(inner, "="); !ok || s.member == "" {
		return step{}, "", errPath
	}
	return s, rest, nil
}

// selectorColumns splits a path with a selector into the two parallel
// multivalue columns that Splunk makes of such an array, the names and the
// values, and the name that is wanted. It reports false for a path without
// selector, and for one that Splunk's flat columns cannot answer.
func selectorColumns(steps []step) (names, values, equal string, ok bool) {
	at := slices.IndexFunc(steps, func(s step) bool { return s.member != "" })
	if at < 0 || at == len(steps)-1 {
		return "", "", "", false
	}
	columns := make([]string, len(steps))
	for i, s := range steps {
		if s.member != "" && i != at {
			return "", "", "", false
		}
		columns[i] = s.key
		if s.each {
			columns[i] += "{}"
		}
	}
	names = strings.Join(columns[:at+1], ".") + "." + steps[at].member
	return names, strings.Join(columns, "."), steps[at].equal, true
}
