package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// licensesFile holds the license texts of what is linked into the binaries.
const licensesFile = "THIRD_PARTY_LICENSES.txt"

// licenseFiles are the names that modules give their license.
var licenseFiles = []string{"LICENSE", "LICENSE.md", "LICENSE.txt", "License.txt", "LICENSE-MIT", "COPYING"}

// readLicense reads the license in a module's folder.
func readLicense(dir string) ([]byte, error) {
	for _, name := range licenseFiles {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if !errors.Is(err, os.ErrNotExist) {
			return text, err
		}
	}
	return nil, fmt.Errorf("%w in %s: add its name to licenseFiles", errNoLicense, dir)
}

var errNoLicense = errors.New("no license file")

// licenseWords are the phrases that tell a license by, spaced by single blanks.
var licenseWords = []struct{ name, words string }{
	{"Apache-2.0", "Apache License Version 2.0"},
	{"MPL-2.0", "Mozilla Public License Version 2.0"},
	{"MPL-2.0", "Mozilla Public License, version 2.0"},
	{"MIT", "Permission is hereby granted, free of charge, to any person obtaining a copy"},
	{"ISC", "Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee"},
	{"BSD-3-Clause", "Neither the name of"},
	{"BSD-2-Clause", "Redistribution and use in source and binary forms"},
}

// licenseName tells a license by its text, as an SPDX identifier; a text of
// several, for parts of a module, gives all of them, joined by " AND ".
func licenseName(text []byte) (string, error) {
	flat := strings.Join(strings.Fields(string(text)), " ")
	var names []string
	for _, l := range licenseWords {
		covered := l.name == "BSD-2-Clause" && slices.Contains(names, "BSD-3-Clause") // its words are in both
		if strings.Contains(flat, l.words) && !covered && !slices.Contains(names, l.name) {
			names = append(names, l.name)
		}
	}
	if names == nil {
		return "", errors.New("license not known: read it, then add its words to licenseWords")
	}
	return strings.Join(names, " AND "), nil
}

// linked lists the modules of all binaries, each once, sorted by path.
func linked(built []artifact) []module {
	var all []module
	for _, a := range built {
		all = append(all, a.modules...)
	}
	slices.SortFunc(all, func(a, b module) int { return strings.Compare(a.path, b.path) })
	return slices.CompactFunc(all, func(a, b module) bool { return a.path == b.path })
}

// licenseTexts is the content of licensesFile.
func licenseTexts(built []artifact) []byte {
	var text bytes.Buffer
	text.WriteString("Licenses of the modules that are linked into the binaries of this package.\n")
	for _, m := range linked(built) {
		fmt.Fprintf(&text, "\n%s\n%s %s (%s)\n\n%s\n", strings.Repeat("=", 72), m.path, m.version, m.license, bytes.TrimSpace(m.licenseText))
	}
	return text.Bytes()
}
