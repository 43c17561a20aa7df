// Package samples writes the sample logs of testdata/samples: one invented
// business day as each source would have logged it, attacks and everyday
// look-alikes included, and beside them what a search has to find.
//
// Nothing in them is real. Addresses are documentation addresses (RFC 5737,
// RFC 3849), networks have documentation numbers (RFC 5398), people live at
// example.com, and ids are hashes of a name. The files follow from this
// package alone: equal code gives equal bytes. After a change, run
//
//	go generate ./internal/samples
package samples

//go:generate go test . -run TestCommittedFilesAreCurrent -rewrite

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
)

// Source is one sample log as one profile reads it. Two sources may share a
// file: the access key profile reads CloudTrail too.
type Source struct {
	Name    string // unique
	File    string // within testdata/samples
	Profile string
}

// Sources lists the sample logs, in the order of the profiles.
func Sources() []Source {
	var list []Source
	for _, s := range sources() {
		list = append(list, s.Source)
	}
	return list
}

// Events returns the events of a source, one JSON object each, in the order in
// which they were logged: nearly by time. It returns nil for a source that is
// not one of Sources.
func Events(source Source) [][]byte {
	for _, s := range sources() {
		if s.Source == source {
			return s.events()
		}
	}
	return nil
}

// Write writes every sample file and expected.json into dir, which must exist.
func Write(dir string) error {
	for _, s := range sources() {
		lines := append(bytes.Join(s.events(), []byte{'\n'}), '\n')
		if err := writeFile(dir, s.File, lines); err != nil {
			return err
		}
	}
	return writeFile(dir, ExpectedFile, expectedJSON())
}

func writeFile(dir, name string, content []byte) error {
	if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
		return fmt.Errorf("write sample %s: %w", name, err)
	}
	return nil
}
