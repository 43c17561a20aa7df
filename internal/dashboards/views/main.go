// Command views writes the app's views into a folder: see package dashboards.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"concurrentsessions/internal/dashboards"
)

func main() {
	if len(os.Args) != 2 {
		fail(fmt.Errorf("name the folder to write the views to"))
	}
	for _, name := range dashboards.Names() {
		if err := write(os.Args[1], name); err != nil {
			fail(err)
		}
	}
}

func write(folder, name string) error {
	d, err := dashboards.Read(name)
	if err != nil {
		return err
	}
	view, err := d.View()
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, name+".xml"), view, 0o644)
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "views:", err)
	os.Exit(1)
}
