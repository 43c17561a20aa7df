package tune

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"

	"concurrentsessions/internal/epoch"
)

// named is how many users a cell names.
const named = 3

// Print writes the result for people. Names out of the logs are printed
// without control characters.
func (r *Result) Print(out io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%d events, %d sightings, %d not readable; %s to %s (%.1f days)\n\n",
		r.Profile.Title, r.Events, r.Sightings, r.Problems, clock(r.First), clock(r.Last), r.Days())

	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	t.AppendHeader(table.Row{"option", "findings a day", "users", "more", "fewer", "who"})
	t.AppendRow(table.Row{"as it is", r.day(len(r.Now.Scores)), len(r.Now.Users), "", "", names("", r.Now.Users)})
	t.AppendSeparator()
	for i := range r.Tried {
		o := &r.Tried[i]
		who := strings.TrimSpace(names("+", o.More) + "\n" + names("-", o.Fewer))
		t.AppendRow(table.Row{o.Option, r.day(len(o.Scores)), len(o.Users), len(o.More), len(o.Fewer), who})
	}
	fmt.Fprintf(&b, "%s\n\n", t.Render())

	t = table.NewWriter()
	t.SetStyle(table.StyleLight)
	t.AppendHeader(table.Row{"score at least", "findings a day"})
	for _, least := range scoreSteps {
		t.AppendRow(table.Row{least, r.day(r.Now.Above(least))})
	}
	fmt.Fprintf(&b, "%s\n\nProposed for local/macros.conf, for at most %g findings a day:\n\n%s", t.Render(), r.Budget, r.Macros())
	_, err := io.WriteString(out, b.String())
	return err
}

func (r *Result) day(n int) string { return fmt.Sprintf("%.1f", r.PerDay(n)) }

// names lists the first few users, one a line, each after a sign.
func names(sign string, users []string) string {
	var list []string
	for _, user := range users[:min(named, len(users))] {
		list = append(list, sign+printable(user))
	}
	if more := len(users) - named; more > 0 {
		list = append(list, fmt.Sprintf("%s … and %d more", sign, more))
	}
	return strings.Join(list, "\n")
}

// printable replaces what a terminal would not print.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || (r >= 0x80 && r < 0xa0) || (r >= 0x202a && r <= 0x202e) || (r >= 0x2066 && r <= 0x2069) {
			return '·'
		}
		return r
	}, text)
}

func clock(m epoch.Micros) string {
	return time.UnixMicro(int64(m)).UTC().Format("2006-01-02 15:04:05")
}
