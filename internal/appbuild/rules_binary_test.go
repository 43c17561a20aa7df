package main

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"fmt"
	"maps"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// binaryRules are about the programs, and about what is said of them.
var binaryRules = []rule{
	{"check_command_scripts_exist_for_cloud", func(t *testing.T, s subject) {
		command := s.conf(t, "default/commands.conf")["concurrentsessions"]
		require.Equal(t, "true", command["chunked"])
		require.Equal(t, s.target.commandFile(), command["filename"])
		for _, b := range s.target.binaries {
			s.file(t, b.path)
		}
	}},
	{"check_for_bin_files", func(t *testing.T, s subject) {
		for _, h := range s.headers {
			if h.Typeflag == tar.TypeReg {
				require.Equal(t, path.Base(path.Dir(h.Name)) == "bin", h.Mode&0o111 != 0, h.Name)
			}
		}
	}},
	{"check_for_executable_flag", func(t *testing.T, s subject) {
		for name := range s.data {
			require.Equal(t, s.isProgram(name), path.Base(path.Dir(name)) == "bin", name)
		}
	}},
	{"check_idx_binary_compatibility", func(t *testing.T, s subject) {
		denied := slices.Collect(maps.Values(s.conf(t, "default/distsearch.conf")["replicationDenylist"]))
		// AppInspect looks below the package's file name, Splunk below the app's id.
		for _, folder := range []string{s.fileName, "concurrentsessions"} {
			for _, b := range s.target.binaries {
				inBundle := "apps/" + folder + "/" + b.path
				require.True(t, slices.ContainsFunc(denied, func(pattern string) bool {
					return regexp.MustCompile("^(?:" + pattern + ")").MatchString(inBundle)
				}), inBundle)
			}
		}
	}},
	{"check_that_app_contains_any_windows_specific_components", func(t *testing.T, s subject) {
		isForWindows := slices.ContainsFunc(s.target.binaries, func(b binary) bool { return b.goos == "windows" })
		holdsWindows := false
		for name := range s.data {
			holdsWindows = holdsWindows || slices.Contains([]string{".exe", ".bat", ".cmd", ".dll", ".ps1"}, path.Ext(name))
		}
		require.Equal(t, isForWindows, holdsWindows)
	}},
	{"check_aarch64_compatibility", func(t *testing.T, s subject) {
		s.needReal(t)
		for _, b := range s.target.binaries {
			require.NoError(t, runsOn(b, s.file(t, b.path)), b.path)
		}
	}},
	{"check_for_communication_with_third_party_services", func(t *testing.T, s subject) {
		s.needReal(t)
		for _, b := range s.target.binaries {
			// Names of functions stay in a stripped binary, for stack traces.
			require.True(t, bytes.Contains(s.file(t, b.path), []byte("concurrentsessions/internal/chunk.")), b.path)
			for _, client := range []string{"net/http.(*Client)", "net.(*Dialer)", "crypto/tls.(*Conn)"} {
				require.False(t, bytes.Contains(s.file(t, b.path), []byte(client)), "%s links %s", b.path, client)
			}
		}
	}},
	{"check_hard_coded_paths", func(t *testing.T, s subject) {
		here, err := filepath.Abs(root)
		require.NoError(t, err)
		for name, data := range s.data {
			require.False(t, bytes.Contains(data, []byte(here+"/")), "%s names the folder it was built in", name)
		}
	}},
	{"check_hostnames_and_ips", func(t *testing.T, s subject) {
		s.lacks(t, privateAddresses)
	}},
	{"check_for_secret_disclosure", func(t *testing.T, s subject) {
		s.lacks(t, secrets)
		for name, data := range s.data {
			if isText(name) {
				require.Empty(t, string(password.Find(data)), name)
			}
		}
	}},
	{"check_for_binary_files_without_source_code", func(t *testing.T, s subject) {
		readme := string(s.file(t, "README.md"))
		_, declared, found := strings.Cut(readme, "\n# Binary File Declaration\n")
		require.True(t, found)
		for _, b := range s.target.binaries {
			_, section, found := strings.Cut(declared, "\n## "+b.path+"\n")
			require.True(t, found, b.path)
			section, _, _ = strings.Cut(section, "\n## ")
			require.Contains(t, section, fmt.Sprintf("%x", sha256.Sum256(s.file(t, b.path))))
			require.Contains(t, section, b.platform())
			require.Contains(t, section, "`"+b.buildLine(s.release.version)+"`")
			require.Contains(t, section, "`v"+s.release.version+"`")
			require.Regexp(t, `\| Go version \| go1\.\d+`, section)
		}
		require.Equal(t, len(s.target.binaries), strings.Count(declared, "| SHA-256 |"))
		require.False(t, strings.Contains(readme, declarationMark))
	}},
	{"check_platform_specific_binaries", func(t *testing.T, s subject) {
		readme := string(s.file(t, "README.md"))
		for _, of := range targets {
			require.True(t, strings.Contains(readme, "| `"+of.name+"` |"), "README.md has no row for %s", of.name)
		}
	}},
	{"check_documented_included_open_source", func(t *testing.T, s subject) {
		_, table, found := strings.Cut(string(s.file(t, "README.md")), "\n## Third-party modules\n")
		require.True(t, found)
		_, table, _ = strings.Cut(table, "|---|---|---|\n")
		modules := regexp.MustCompile(`(?m)^\| (\S+) \| (\S+) \| ([^|]+) \|$`).FindAllStringSubmatch(table, -1)
		require.NotEmpty(t, modules)
		texts := string(s.file(t, licensesFile))
		for _, m := range modules {
			require.True(t, strings.Contains(texts, "\n"+m[1]+" "+m[2]+" ("+m[3]+")\n"), m[1])
		}
	}},
}

// Each begins with fixed text, which makes them quick over megabytes.
var (
	privateAddresses = []*regexp.Regexp{
		regexp.MustCompile(`10\.\d{1,3}\.\d{1,3}\.\d{1,3}\b`),
		regexp.MustCompile(`192\.168\.\d{1,3}\.\d{1,3}\b`),
		regexp.MustCompile(`172\.(1[6-9]|2\d|3[01])\.\d{1,3}\.\d{1,3}\b`),
	}
	secrets = []*regexp.Regexp{
		regexp.MustCompile(`AKIA[0-9A-Z]{16}`),
		regexp.MustCompile(`ASIA[0-9A-Z]{16}`),
		regexp.MustCompile(`-----BEGIN [A-Z ]*PRIVATE KEY`),
	}
	password = regexp.MustCompile(`(?i)(password|secret|token)\s*=\s*["'][^"' ]{8,}`)
)

// lacks wants none of the patterns in any file, programs included.
func (s subject) lacks(t *testing.T, patterns []*regexp.Regexp) {
	t.Helper()
	for name, data := range s.data {
		for _, pattern := range patterns {
			require.Empty(t, string(pattern.Find(data)), name)
		}
	}
}

// needReal skips a rule that asks for built binaries.
func (s subject) needReal(t *testing.T) {
	t.Helper()
	if !s.isReal {
		t.Skip("the binaries stand in for built ones: make package holds this against the real ones")
	}
}
