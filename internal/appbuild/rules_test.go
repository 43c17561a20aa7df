package main

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// packages names a folder of finished packages, as make package does; without
// it the rules are held against packages around binaries that stand in.
var packages = flag.String("packages", "", "check the packages of this folder")

// A subject is a package under test.
type subject struct {
	content
	target   target
	release  release
	fileName string
	spl      []byte
	isReal   bool // read from the folder, with built binaries
}

// A rule is what a check of AppInspect, current or former, asks of a package.
type rule struct {
	check string
	hold  func(t *testing.T, s subject)
}

// TestPackageRules has one subtest for each package and rule, named after the
// check, so that a package that breaks one is seen before AppInspect sees it.
func TestPackageRules(t *testing.T) {
	rules := slices.Concat(archiveRules, binaryRules, confRules, contentRules)
	for _, of := range targets {
		t.Run(of.name, func(t *testing.T) {
			s := open(t, of)
			for _, r := range rules {
				t.Run(r.check, func(t *testing.T) { r.hold(t, s) })
			}
		})
	}
}

// open reads a target's package from the folder, or makes one.
func open(t *testing.T, of target) subject {
	t.Helper()
	s := subject{target: of, isReal: *packages != ""}
	if s.isReal {
		var err error
		s.release, err = readRelease(root, os.Getenv("SOURCE_DATE_EPOCH"))
		require.NoError(t, err)
		s.spl, err = os.ReadFile(filepath.Join(*packages, of.packageFile(s.release)))
		require.NoError(t, err)
	} else {
		s.release, s.spl = packed(t, of)
	}
	s.fileName = of.packageFile(s.release)
	s.content = unpack(t, s.spl)
	return s
}

// TestSums compares SHA256SUMS with the files beside it.
func TestSums(t *testing.T) {
	if *packages == "" {
		t.Skip("no -packages folder given: make package checks it")
	}
	var want strings.Builder
	for _, of := range targets {
		s := open(t, of)
		fmt.Fprintf(&want, "%x  %s\n", sha256.Sum256(s.spl), s.fileName)
	}
	r, materials := builtBOM(t)
	fmt.Fprintf(&want, "%x  %s\n", sha256.Sum256(materials), r.bomFile())
	sums, err := os.ReadFile(filepath.Join(*packages, "SHA256SUMS"))
	require.NoError(t, err)
	require.Equal(t, want.String(), string(sums))
}

// inApp is the name below the app's folder.
func inApp(name string) string { return strings.TrimPrefix(name, "concurrentsessions/") }

// file gives a file by its name below the app's folder.
func (c content) file(t *testing.T, name string) []byte {
	t.Helper()
	require.Contains(t, c.data, "concurrentsessions/"+name)
	return c.data["concurrentsessions/"+name]
}

// conf reads a .conf or .meta file that the package must have.
func (c content) conf(t *testing.T, name string) conf {
	t.Helper()
	parsed, err := parseConf(string(c.file(t, name)))
	require.NoError(t, err, name)
	return parsed
}

// confIfAny is empty when the package has no such file.
func (c content) confIfAny(t *testing.T, name string) conf {
	t.Helper()
	if _, ok := c.data["concurrentsessions/"+name]; !ok {
		return nil
	}
	return c.conf(t, name)
}

// below lists the files in a folder of the app, sub-folders included.
func (c content) below(folder string) map[string][]byte {
	found := map[string][]byte{}
	for name, data := range c.data {
		if strings.HasPrefix(inApp(name), folder+"/") {
			found[inApp(name)] = data
		}
	}
	return found
}

// isProgram says whether a file of the app is one of the target's binaries.
func (s subject) isProgram(name string) bool {
	return slices.ContainsFunc(s.target.binaries, func(b binary) bool { return b.path == inApp(name) })
}

// isText says whether a file of the app is read by people.
func isText(name string) bool {
	return slices.Contains([]string{".conf", ".meta", ".md", ".txt", ".csv", ".xml", ".json", ".manifest", ".spec"}, path.Ext(name)) || path.Base(name) == "LICENSE"
}
