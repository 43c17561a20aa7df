// Command verdict reads the JSON report of splunk-appinspect, prints it as a
// table and fails unless the package may be released: no error, no failure and
// no future failure. Warnings are listed.
//
//	go run ./internal/appbuild/verdict report.json
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: verdict report.json")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "verdict:", err)
		os.Exit(1)
	}
}

func run(path string, stdout io.Writer) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	r, err := readReport(file)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	r.print(stdout)
	return r.verdict()
}

// A report is what splunk-appinspect writes with --data-format json.
type report struct {
	Reports []struct {
		Name    string `json:"app_name"`
		Version string `json:"app_version"`
		Groups  []struct {
			Checks []check
		}
	}
	// Summary has the number of checks by result.
	Summary map[string]int
}

type check struct {
	Name     string
	Result   string
	Messages []struct{ Result, Message string }
}

// results are those a report can have, the worst first.
var results = []string{"error", "failure", "future_failure", "warning", "success", "not_applicable", "skipped"}

// refused is how many of the results forbid a release.
const refused = 3

// readReport refuses a report in which nothing was checked.
func readReport(from io.Reader) (report, error) {
	var r report
	if err := json.NewDecoder(from).Decode(&r); err != nil {
		return report{}, err
	}
	if len(r.Reports) == 0 || r.Summary["success"] == 0 {
		return report{}, fmt.Errorf("the report holds no successful check: the inspection did not run")
	}
	return r, nil
}

// print writes the numbers, then each check that is worse than a success.
func (r report) print(w io.Writer) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, app := range r.Reports {
		fmt.Fprintf(table, "%s\t%s\n", app.Name, app.Version)
	}
	for _, result := range results {
		fmt.Fprintf(table, "%s\t%d\n", result, r.Summary[result])
	}
	table.Flush()
	for _, app := range r.Reports {
		for _, group := range app.Groups {
			for _, c := range group.Checks {
				c.print(w)
			}
		}
	}
}

func (c check) print(w io.Writer) {
	switch c.Result {
	case "success", "not_applicable", "skipped":
		return
	}
	fmt.Fprintf(w, "%s: %s\n", c.Result, c.Name)
	for _, m := range c.Messages {
		fmt.Fprintf(w, "    %s\n", strings.Join(strings.Fields(m.Message), " "))
	}
}

// verdict is an error when a result forbids a release.
func (r report) verdict() error {
	for _, result := range results[:refused] {
		if n := r.Summary[result]; n > 0 {
			return fmt.Errorf("%d checks end in %s", n, result)
		}
	}
	return nil
}
