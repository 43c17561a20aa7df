package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// A report is what splunk-appinspect writes with --data-format json.
type report struct {
	name    string // the package's
	Reports []struct {
		Groups []struct {
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
func readReport(path string) (report, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return report{}, err
	}
	r := report{name: packageName(path)}
	if err := json.Unmarshal(data, &r); err != nil {
		return report{}, err
	}
	if len(r.Reports) == 0 || r.Summary["success"] == 0 {
		return report{}, errors.New("the report holds no successful check: the inspection did not run")
	}
	return r, nil
}

// findings are the checks that are worse than a success.
func (r report) findings() []check {
	var list []check
	for _, app := range r.Reports {
		for _, group := range app.Groups {
			for _, c := range group.Checks {
				switch c.Result {
				case "success", "not_applicable", "skipped":
				default:
					list = append(list, c)
				}
			}
		}
	}
	return list
}

func (r report) printFindings(w io.Writer) {
	for _, c := range r.findings() {
		fmt.Fprintf(w, "%s: %s: %s\n", r.name, c.Result, c.Name)
		for _, m := range c.Messages {
			fmt.Fprintf(w, "    %s\n", strings.Join(strings.Fields(m.Message), " "))
		}
	}
}

// verdict is an error when a result forbids a release, or when the page has no
// row for a warning.
func (r report) verdict(reasons string) error {
	for _, result := range results[:refused] {
		if n := r.Summary[result]; n > 0 {
			return fmt.Errorf("%d checks end in %s", n, result)
		}
	}
	for _, c := range r.findings() {
		if !strings.Contains(reasons, "\n| `"+c.Name+"` |") {
			return fmt.Errorf("%s ends in %s: remove the cause, or give the reason in a row of the page", c.Name, c.Result)
		}
	}
	return nil
}
