package main

import (
	"fmt"
	"os"
	"strings"
)

// list explains mutants that no test can notice, by name.
//
// In the file, a line that begins with # is a comment. A line that begins with
// "because " is the reason for the names that follow it, up to the next one.
type list map[string]string

func readList(file string) (list, error) {
	if file == "" {
		return list{}, nil
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return parseList(file, string(content))
}

func parseList(file, content string) (list, error) {
	l, reason, number := list{}, "", 0
	for line := range strings.Lines(content) {
		number++
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "because "):
			reason = line
		case reason == "":
			return nil, fmt.Errorf("%s:%d: a mutant without a reason: write a line \"because ...\" before it", file, number)
		case l[line] != "":
			return nil, fmt.Errorf("%s:%d: %q stands here twice", file, number, line)
		default:
			l[line] = reason
		}
	}
	return l, nil
}

// without gives the names that no mutant has.
func (l list) without(mutants []mutant) (unknown []string) {
	known := map[string]bool{}
	for _, m := range mutants {
		known[m.name] = true
	}
	for name := range l {
		if !known[name] {
			unknown = append(unknown, name)
		}
	}
	return unknown
}
