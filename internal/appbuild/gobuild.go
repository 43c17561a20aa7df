package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// commandPackage is the package that the app's binary is built from.
const commandPackage = "./cmd/concurrentsessions"

// An artifact is a built binary and where it comes from.
type artifact struct {
	path      string // inside the app
	platform  string // in words
	data      []byte
	goVersion string
	buildLine string
	modules   []module
}

// A module is linked into a binary; std is the Go standard library.
type module struct {
	path, version string
	sum           string // as in go.sum, "" of std
	license       string // SPDX identifier
	licenseText   []byte
}

// platform is the machine that the binary runs on, in words.
func (b binary) platform() string { return systems[b.goos] + " on " + processors[b.goarch] }

var (
	systems    = map[string]string{"linux": "Linux", "windows": "Windows", "darwin": "macOS"}
	processors = map[string]string{"amd64": "64-bit x86", "arm64": "64-bit ARM"}
)

// environment is what a build must not take from the machine it runs on.
func (b binary) environment() []string {
	return []string{"CGO_ENABLED=0", "GOOS=" + b.goos, "GOARCH=" + b.goarch, "GOAMD64=v1", "GOEXPERIMENT=", "GOFLAGS=-mod=readonly"}
}

// arguments are those of go build; out is the file to write.
func arguments(version, out string) []string {
	return []string{"build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w -buildid= -X main.version=" + version, "-o", out, commandPackage}
}

// buildLine is the build as a line for the shell, in the repository's root.
func (b binary) buildLine(version string) string {
	words := append(b.environment(), "go")
	for _, arg := range arguments(version, b.path) {
		if strings.Contains(arg, " ") {
			arg = `"` + arg + `"`
		}
		words = append(words, arg)
	}
	return strings.Join(words, " ")
}

// runGo runs the go command in dir and returns what it writes to stdout.
func runGo(dir string, env []string, args ...string) ([]byte, error) {
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go %s: %w\n%s", args[0], err, &stderr)
	}
	return out, nil
}
