// Command verdict reads the JSON reports of splunk-appinspect, prints them as
// one table and fails unless every package may be released: no error, no
// failure, no future failure, and a written reason for each warning.
//
//	go run ./internal/appbuild/verdict -reasons docs/appinspect.md report.json...
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
)

func main() {
	reasons := flag.String("reasons", "", "the page with the reason for each warning")
	flag.Parse()
	if *reasons == "" || flag.NArg() == 0 {
		fmt.Fprintln(os.Stderr, "usage: verdict -reasons page.md report.json...")
		os.Exit(2)
	}
	if err := run(*reasons, flag.Args(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "verdict:", err)
		os.Exit(1)
	}
}

func run(reasons string, paths []string, stdout io.Writer) error {
	page, err := os.ReadFile(reasons)
	if err != nil {
		return err
	}
	var reports []report
	for _, path := range paths {
		r, err := readReport(path)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		reports = append(reports, r)
	}
	printTable(stdout, reports)
	var problems []error
	for _, r := range reports {
		r.printFindings(stdout)
		if err := r.verdict(string(page)); err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", r.name, err))
		}
	}
	return errors.Join(problems...)
}

// printTable has one line for each package.
func printTable(w io.Writer, reports []report) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(table, "package\t%s\n", strings.Join(results, "\t"))
	for _, r := range reports {
		fmt.Fprint(table, r.name)
		for _, result := range results {
			fmt.Fprintf(table, "\t%d", r.Summary[result])
		}
		fmt.Fprintln(table)
	}
	table.Flush()
}

// packageName is the package's name, which its report's file has.
func packageName(path string) string {
	return strings.TrimSuffix(strings.TrimSuffix(filepath.Base(path), ".json"), ".spl")
}
