package main

import (
	"bytes"
	"debug/buildinfo"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A builder builds each binary of the checkout once and reads each module's
// license once, however many packages hold them.
type builder struct {
	root, version string
	built         map[binary]artifact
	modules       map[string]module // by path@version
}

func newBuilder(root, version string) *builder {
	return &builder{root: root, version: version, built: map[binary]artifact{}, modules: map[string]module{}}
}

// artifacts gives the target's binaries, in the target's order.
func (b *builder) artifacts(t target) ([]artifact, error) {
	list := make([]artifact, len(t.binaries))
	for i, bin := range t.binaries {
		if _, known := b.built[bin]; !known {
			a, err := b.build(bin)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", bin.path, err)
			}
			b.built[bin] = a
		}
		list[i] = b.built[bin]
	}
	return list, nil
}

// build builds the command. The same source, modules and Go version give the
// same bytes on every machine.
func (b *builder) build(bin binary) (artifact, error) {
	dir, err := os.MkdirTemp("", "appbuild")
	if err != nil {
		return artifact{}, err
	}
	defer os.RemoveAll(dir)
	out := filepath.Join(dir, filepath.Base(bin.path))
	if _, err := runGo(b.root, bin.environment(), arguments(b.version, out)...); err != nil {
		return artifact{}, err
	}
	data, err := os.ReadFile(out)
	if err != nil {
		return artifact{}, err
	}
	info, err := buildinfo.Read(bytes.NewReader(data))
	if err != nil {
		return artifact{}, err
	}
	a := artifact{path: bin.path, platform: bin.platform(), data: data, goVersion: info.GoVersion, buildLine: bin.buildLine(b.version)}
	std, err := b.module("std", info.GoVersion, "env", "GOROOT")
	if err != nil {
		return artifact{}, err
	}
	a.modules = append(a.modules, std)
	for _, dep := range info.Deps {
		if dep.Replace != nil && strings.HasPrefix(dep.Replace.Path, ".") {
			continue // a folder of this repository, under its own license
		}
		m, err := b.module(dep.Path, dep.Version, "list", "-m", "-f", "{{.Dir}}", dep.Path)
		if err != nil {
			return artifact{}, err
		}
		m.sum = dep.Sum
		a.modules = append(a.modules, m)
	}
	return a, nil
}

// all gives the binaries of all targets, each once, in the targets' order.
func (b *builder) all() (list []artifact, err error) {
	var seen []binary
	for _, t := range targets {
		built, err := b.artifacts(t)
		if err != nil {
			return nil, err
		}
		for i, bin := range t.binaries {
			if !slices.Contains(seen, bin) {
				seen, list = append(seen, bin), append(list, built[i])
			}
		}
	}
	return list, nil
}

// module reads the license of a module in its folder, which a go command
// names.
func (b *builder) module(path, version string, whereArgs ...string) (module, error) {
	id := path + "@" + version
	if m, known := b.modules[id]; known {
		return m, nil
	}
	m := module{path: path, version: version}
	dir, err := runGo(b.root, nil, whereArgs...)
	if err != nil {
		return module{}, err
	}
	if m.licenseText, err = readLicense(string(bytes.TrimSpace(dir))); err != nil {
		return module{}, fmt.Errorf("%s: %w", id, err)
	}
	if m.license, err = licenseName(m.licenseText); err != nil {
		return module{}, fmt.Errorf("%s: %w", id, err)
	}
	b.modules[id] = m
	return m, nil
}
