// Command mocks writes what the searches of the dashboards would answer: the
// built command's own results on the sample logs, through the played splunkd,
// and what the SPL behind it makes of them. Only what comes from Splunk itself
// (its scheduler, its configuration, Enterprise Security) is made up, with the
// names of the detections and macros that the app ships.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"concurrentsessions/internal/dashboards"
)

func main() {
	root := flag.String("root", ".", "folder of the checkout")
	out := flag.String("out", "", "file to write")
	flag.Parse()
	if err := run(context.Background(), *root, *out); err != nil {
		fmt.Fprintln(os.Stderr, "mocks:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, root, out string) error {
	root, err := filepath.Abs(root)
	if err != nil {
		return err
	}
	lab := &lab{ctx: ctx, root: root, binary: filepath.Join(root, "bin", "concurrentsessions")}
	answers := map[string]map[string]answer{
		"overview":      overview(lab),
		"investigation": investigation(lab),
		"tuning":        tuning(lab),
		"health":        health(lab),
		"demo":          demo(lab),
	}
	if lab.err != nil {
		return lab.err
	}
	for _, name := range dashboards.Names() {
		if err := check(name, answers[name]); err != nil {
			return err
		}
	}
	text, err := json.MarshalIndent(answers, "", " ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return err
	}
	return os.WriteFile(out, text, 0o644)
}

// check holds the answers against the dashboard's searches: one for each, with
// the columns that the search ends in.
func check(name string, answers map[string]answer) error {
	d, err := dashboards.Read(name)
	if err != nil {
		return err
	}
	for id, source := range d.DataSources {
		a, ok := answers[id]
		if !ok {
			return fmt.Errorf("dashboard %s: no answer for %s", name, id)
		}
		if want := source.Columns(); want != nil && !slices.Equal(a.names(), want) {
			return fmt.Errorf("dashboard %s: %s gives %v, but its answer has %v", name, id, want, a.names())
		}
	}
	for _, id := range slices.Sorted(maps.Keys(answers)) {
		if _, ok := d.DataSources[id]; !ok {
			return fmt.Errorf("dashboard %s: the answer %s is for no search", name, id)
		}
	}
	return nil
}
