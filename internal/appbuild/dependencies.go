package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

//go:generate go run . -root ../.. -dependencies ../../docs/dependencies.md

// purposes says what the shipped program has each module for. One that is not
// here is refused: nothing gets in unexplained.
var purposes = map[string]string{
	"std":                                     "the standard library and the runtime",
	"github.com/agnivade/levenshtein":         "the nearest spelling of an unknown option",
	"github.com/alecthomas/kong":              "the command line",
	"github.com/gaissmai/bart":                "the list of trusted networks",
	"github.com/google/uuid":                  "a type of Parquet columns",
	"github.com/jedib0t/go-pretty/v6":         "tables and the progress bar on a terminal",
	"github.com/klauspost/compress":           "gzip and zstd",
	"github.com/mattn/go-runewidth":           "how wide text is in a table",
	"github.com/mileusna/useragent":           "the families of operating systems and browsers",
	"github.com/oschwald/maxminddb-golang/v2": "the user's own databases of places and providers",
	"github.com/parquet-go/bitpack":           "Parquet, as of Amazon Security Lake",
	"github.com/parquet-go/jsonlite":          "Parquet",
	"github.com/parquet-go/parquet-go":        "Parquet, as of Amazon Security Lake",
	"github.com/pierrec/lz4/v4":               "a compression of Parquet pages",
	"github.com/rivo/uniseg":                  "how wide text is in a table",
	"github.com/tidwall/gjson":                "the fields of raw events",
	"github.com/tidwall/match":                "used by gjson",
	"github.com/tidwall/pretty":               "used by gjson",
	"github.com/twpayne/go-geom":              "a type of Parquet columns",
	"golang.org/x/sys":                        "the system's calls: is this a terminal, files without a name",
	"golang.org/x/term":                       "is this a terminal, and how wide",
	"golang.org/x/text":                       "how wide text is in a table",
	"google.golang.org/protobuf":              "used by the Parquet library for columns of that kind",
}

// noLicense stands for the license of a module that has none with it. Such a
// module does not ship.
const noLicense = "no file with it"

// listedModule is what go list says of a package's module.
type listedModule struct {
	Path, Version, Dir string
	Main               bool
	Replace            *listedModule
}

// listed gives the modules of the packages that go list finds with the
// arguments, sorted by path, without those of this repository.
func (b *builder) listed(env []string, args ...string) (list []module, err error) {
	out, err := runGo(b.root, env, append([]string{"list", "-deps", "-json=Module"}, args...)...)
	if err != nil {
		return nil, err
	}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct{ Module *listedModule }
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		m := p.Module
		if m == nil || m.Main || m.Replace != nil || slices.ContainsFunc(list, func(known module) bool { return known.path == m.Path }) {
			continue
		}
		read, err := b.module(m.Path, m.Version, "list", "-m", "-f", "{{.Dir}}", m.Path)
		if errors.Is(err, errNoLicense) {
			read, err = module{path: m.Path, version: m.Version, license: noLicense}, nil
		}
		if err != nil {
			return nil, err
		}
		list = append(list, read)
	}
	slices.SortFunc(list, func(a, b module) int { return strings.Compare(a.path, b.path) })
	return list, nil
}

// dependencies is docs/dependencies.md.
func (b *builder) dependencies() ([]byte, error) {
	goVersion, err := runGo(b.root, nil, "env", "GOVERSION")
	if err != nil {
		return nil, err
	}
	std, err := b.module("std", string(bytes.TrimSpace(goVersion)), "env", "GOROOT")
	if err != nil {
		return nil, err
	}
	linked := []module{std}
	for _, bin := range []binary{linuxX86, linuxARM, windowsX86, darwinX86, darwinARM} {
		more, err := b.listed(bin.environment(), commandPackage)
		if err != nil {
			return nil, err
		}
		linked = append(linked, more...)
	}
	slices.SortFunc(linked, func(a, b module) int { return strings.Compare(a.path, b.path) })
	linked = slices.CompactFunc(linked, func(a, b module) bool { return a.path == b.path })
	all, err := b.listed(nil, "-test", "./...")
	if err != nil {
		return nil, err
	}

	var page bytes.Buffer
	page.WriteString(dependenciesTop)
	page.WriteString("| module | version | license | for |\n|---|---|---|---|\n")
	for _, m := range linked {
		purpose, ok := purposes[m.path]
		if m.license == noLicense {
			return nil, fmt.Errorf("the shipped program links %s, which comes without a license", m.path)
		}
		if !ok {
			return nil, fmt.Errorf("the shipped program links %s: say in purposes what for", m.path)
		}
		version := m.version
		if m.path == "std" {
			version = "of the Go that builds it"
		}
		fmt.Fprintf(&page, "| %s | %s | %s | %s |\n", m.path, version, m.license, purpose)
	}
	page.WriteString(dependenciesMiddle)
	page.WriteString("| module | version | license |\n|---|---|---|\n")
	for _, m := range all {
		if !slices.ContainsFunc(linked, func(l module) bool { return l.path == m.path }) {
			fmt.Fprintf(&page, "| %s | %s | %s |\n", m.path, m.version, m.license)
		}
	}
	page.WriteString(dependenciesEnd)
	return page.Bytes(), nil
}

const dependenciesTop = `# Dependencies

Written by ` + "`go generate ./internal/appbuild`" + `; a test holds the page to what is
linked. Versions are pinned in ` + "`go.mod`, contents in `go.sum`" + `.

## In the shipped program

All of them, on any platform. Their license texts ship in the app's
` + "`THIRD_PARTY_LICENSES.txt`" + `, the versions of each program in the Binary File
Declaration of the app's README and in the bill of materials
` + "`dist/concurrentsessions-<version>.cdx.json`" + ` (CycloneDX 1.6).

`

const dependenciesMiddle = `
The module github.com/andybalholm/brotli, which the Parquet library asks for, is
replaced by a folder of this repository (` + "`internal/nobrotli`" + `) that refuses such
pages: it is not linked.

## In the workbench and the tests alone

None of these ships.

`

const dependenciesEnd = `
The tools that check the source (gofumpt, staticcheck, benchstat) are pinned in a
module of their own, ` + "`internal/devtools/go.mod`" + `; those that draw and test the
dashboards in ` + "`internal/dashboards/package-lock.json`" + `. The views that they write
ship as XML and hold none of their code.
`

func writeDependencies(root, file string) error {
	page, err := newBuilder(root, "").dependencies()
	if err != nil {
		return err
	}
	return os.WriteFile(file, page, 0o644)
}
