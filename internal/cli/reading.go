package cli

import (
	"fmt"
	"io"
	"strings"

	"concurrentsessions/internal/command"
	"concurrentsessions/internal/offline"
	"concurrentsessions/internal/report"
)

// tellReading says what was read, what was left out and why.
func tellReading(w io.Writer, r *offline.Result, problems int) {
	fmt.Fprintf(w, "read %s events from %s\n", count(r.Events), plural(uint64(r.Files), "file"))
	for _, p := range r.Profiles {
		fmt.Fprintf(w, "  %s: %s, %s, %s\n", profileName(&p),
			plural(p.Tally.Rows, "event"), plural(p.Tally.Sightings, "sighting"), plural(p.Tally.Findings, "finding"))
		for _, skipped := range p.Tally.Skipped() {
			fmt.Fprintf(w, "    skipped %s: %s\n", count(skipped.Rows), command.Why(skipped.Skip))
		}
	}
	if r.Unrecognised > 0 {
		fmt.Fprintf(w, "  %s of no known source; name the fields with --by and --src, or the source with --profile\n", plural(r.Unrecognised, "event"))
	}
	for _, problem := range r.Problems {
		fmt.Fprintf(w, "problem: %s\n", report.Visible(problem.Error()))
	}
	if more := r.ProblemCount - len(r.Problems); more > 0 {
		fmt.Fprintf(w, "and %s more; --problems shows them\n", plural(uint64(more), "problem"))
	}
}

func profileName(p *offline.ProfileResult) string {
	if p.Profile == nil {
		return "all events"
	}
	return p.Profile.Name
}

// count writes a number with commas.
func count(n uint64) string {
	digits := fmt.Sprint(n)
	var groups []string
	for len(digits) > 3 {
		groups = append([]string{digits[len(digits)-3:]}, groups...)
		digits = digits[:len(digits)-3]
	}
	return strings.Join(append([]string{digits}, groups...), ",")
}

func plural(n uint64, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return count(n) + " " + noun + "s"
}
