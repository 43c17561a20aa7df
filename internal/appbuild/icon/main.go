// Command icon draws the app's icons, so that they can be changed by changing
// a number, and writes them as PNG files.
//
//	go run ./internal/appbuild/icon -out app/static
package main

import (
	"bytes"
	"flag"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
)

func main() {
	out := flag.String("out", "app/static", "the folder to write to")
	flag.Parse()
	if err := run(*out); err != nil {
		fmt.Fprintln(os.Stderr, "icon:", err)
		os.Exit(1)
	}
}

func run(out string) error {
	for _, p := range pictures {
		var file bytes.Buffer
		if err := png.Encode(&file, p.draw()); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(out, p.file), file.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}
