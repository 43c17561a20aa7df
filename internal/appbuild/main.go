// Command appbuild writes what a release has: the app packages dist/*.spl, the
// bill of materials dist/*.cdx.json, and dist/SHA256SUMS. It takes its files from an allow-list and its binaries from
// go build; the same checkout gives the same bytes everywhere.
//
//	go run ./internal/appbuild [-root dir] [-out dir]
//	go run ./internal/appbuild -dependencies docs/dependencies.md
package main

import (
	"bytes"
	"crypto/sha256"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

func main() {
	root := flag.String("root", ".", "the checkout")
	out := flag.String("out", "dist", "the folder to write to")
	dependencies := flag.String("dependencies", "", "write the page of the modules to this file instead")
	flag.Parse()
	if *dependencies != "" {
		if err := writeDependencies(*root, *dependencies); err != nil {
			fmt.Fprintln(os.Stderr, "appbuild:", err)
			os.Exit(1)
		}
		return
	}
	if err := run(*root, *out, os.Getenv("SOURCE_DATE_EPOCH"), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "appbuild:", err)
		os.Exit(1)
	}
}

// run builds and packs every target and says what it wrote.
func run(root, out, sourceDateEpoch string, stdout io.Writer) error {
	r, err := readRelease(root, sourceDateEpoch)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	b := newBuilder(root, r.version)
	var sums bytes.Buffer
	add := func(file string, data []byte) error {
		fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256(data), file)
		fmt.Fprintf(stdout, "%s  %.1f MB\n", filepath.Join(out, file), float64(len(data))/1e6)
		return os.WriteFile(filepath.Join(out, file), data, 0o644)
	}
	for _, t := range targets {
		spl, err := b.pack(r, t)
		if err != nil {
			return fmt.Errorf("target %s: %w", t.name, err)
		}
		if err := add(t.packageFile(r), spl); err != nil {
			return err
		}
	}
	built, err := b.all()
	if err != nil {
		return err
	}
	materials, err := bom(r, built)
	if err != nil {
		return err
	}
	if err := add(r.bomFile(), materials); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "SHA256SUMS"), sums.Bytes(), 0o644)
}

// pack builds a target's binaries and puts the package together.
func (b *builder) pack(r release, t target) ([]byte, error) {
	built, err := b.artifacts(t)
	if err != nil {
		return nil, err
	}
	entries, err := assemble(b.root, r, t, built)
	if err != nil {
		return nil, err
	}
	var spl bytes.Buffer
	if err := writeArchive(&spl, r.name, entries, r.date); err != nil {
		return nil, err
	}
	return spl.Bytes(), nil
}
