package main

import (
	"bytes"
	"debug/buildinfo"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// commandPackage is the package that the app's binary is built from.
const commandPackage = "./cmd/concurrentsessions"

// An artifact is a built binary and where it comes from.
type artifact struct {
	path      string // inside the app
	data      []byte
	goVersion string
	buildLine string
	modules   []module
}

// A module is linked into a binary; std is the Go standard library.
type module struct {
	path, version string
	license       string // SPDX identifier
	licenseText   []byte
}

// environment is what a build must not take from the machine it runs on.
func (b binary) environment() []string {
	return []string{"CGO_ENABLED=0", "GOOS=" + b.goos, "GOARCH=" + b.goarch, "GOAMD64=v1", "GOEXPERIMENT=", "GOFLAGS=-mod=readonly"}
}

// arguments are those of go build; out is the file to write.
func arguments(version, out string) []string {
	return []string{"build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w -buildid= -X main.version=" + version, "-o", out, commandPackage}
}

// build builds the command in the module at root. The same source, modules
// and Go version give the same bytes on every machine.
func (b binary) build(root, version string) (artifact, error) {
	dir, err := os.MkdirTemp("", "appbuild")
	if err != nil {
		return artifact{}, err
	}
	defer os.RemoveAll(dir)
	out := filepath.Join(dir, filepath.Base(b.path))
	if _, err := runGo(root, b.environment(), arguments(version, out)...); err != nil {
		return artifact{}, err
	}
	data, err := os.ReadFile(out)
	if err != nil {
		return artifact{}, err
	}
	info, err := buildinfo.Read(bytes.NewReader(data))
	if err != nil {
		return artifact{}, fmt.Errorf("%s: %w", b.path, err)
	}
	a := artifact{path: b.path, data: data, goVersion: info.GoVersion, buildLine: b.buildLine(version)}
	std, err := readModule(root, module{path: "std", version: info.GoVersion}, "env", "GOROOT")
	if err != nil {
		return artifact{}, err
	}
	a.modules = append(a.modules, std)
	for _, dep := range info.Deps {
		if dep.Replace != nil && strings.HasPrefix(dep.Replace.Path, ".") {
			continue // a folder of this repository, under its own license
		}
		m, err := readModule(root, module{path: dep.Path, version: dep.Version}, "list", "-m", "-f", "{{.Dir}}", dep.Path)
		if err != nil {
			return artifact{}, err
		}
		a.modules = append(a.modules, m)
	}
	return a, nil
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

// readModule adds to m the license in its folder, which a go command names.
func readModule(root string, m module, whereArgs ...string) (module, error) {
	dir, err := runGo(root, nil, whereArgs...)
	if err != nil {
		return module{}, err
	}
	if m.licenseText, err = readLicense(string(bytes.TrimSpace(dir))); err != nil {
		return module{}, fmt.Errorf("%s %s: %w", m.path, m.version, err)
	}
	if m.license, err = licenseName(m.licenseText); err != nil {
		return module{}, fmt.Errorf("%s %s: %w", m.path, m.version, err)
	}
	return m, nil
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
