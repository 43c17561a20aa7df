package appconf

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/command"
)

// The page of a detection tells the schedule, its cost and the macros as they
// are.
func TestDetectionPages(t *testing.T) {
	each(t, func(t *testing.T, a *App, d Detection) {
		page := read(t, "docs/detections/"+d.Profile+".md")
		p := planned(t, a, d)
		searched := p.schedule.Earliest - p.schedule.Latest
		require.Contains(t, page, "`"+d.Name+"`")
		require.Contains(t, page, fmt.Sprintf("| runs | `%s`, over the last %.0f minutes |", d.Get("cron_schedule"), p.schedule.Earliest.Minutes()))
		require.Contains(t, page, fmt.Sprintf("every row is searched %.1f times (a range of %.0f minutes, every %.0f)",
			searched.Minutes()/p.schedule.Period().Minutes(), searched.Minutes(), p.schedule.Period().Minutes()))
		require.Contains(t, page, fmt.Sprintf("at most %.0f minutes after its row was indexed", (p.schedule.Period()+p.schedule.Latest).Minutes()+float64(p.until/minuteSpan)))
		lag := float64(p.lag() / minuteSpan)
		if lag < 120 {
			require.Contains(t, page, fmt.Sprintf("| late rows | up to %.0f minutes |", lag))
		} else {
			require.Contains(t, page, fmt.Sprintf("| late rows | up to %g hours |", lag/60))
		}
		prof := profileOf(t, d)
		require.Contains(t, page, fmt.Sprintf("base score %d (impact %d, confidence %d)", prof.BaseScore, prof.Impact, prof.Confidence))
		require.Contains(t, page, "`"+prof.When.String()+"`")
		for _, title := range []string{"What it sees", "What it needs", "What it misses", "How to tune", "How to triage", "False positives"} {
			require.Contains(t, page, "\n## "+title)
		}

		macro := regexp.MustCompile("`+ ?(cs_[a-z0-9_]+(?:\\(1\\))?)")
		named := map[string]bool{}
		for _, match := range macro.FindAllStringSubmatch(page, -1) {
			named[match[1]] = true
			require.True(t, a.MacroFile.Stanza(match[1]) != nil || a.Transforms.Stanza(match[1]) != nil, match[1])
		}
		for _, ending := range []string{"source", "base", "rows", "options", "report", "filter", "report_by_time", "report_by_minute", "rows_by_minute"} {
			require.True(t, named["cs_"+d.Profile+"_"+ending], ending)
		}
		for _, ending := range []string{"source", "base"} {
			name := "cs_" + d.Profile + "_" + ending
			require.Contains(t, page, "`"+name+"`, now `"+a.MacroFile.Stanza(name).Get("definition")+"`")
		}
	})
}

// The page of options has every option there is, and no other.
func TestOptionPage(t *testing.T) {
	var unknown *command.OptionError
	_, err := command.ParseOptions([]string{"zzz=1"})
	require.ErrorAs(t, err, &unknown)
	_, names, found := strings.Cut(unknown.Want, "the options are ")
	require.True(t, found)
	var told []string
	for _, match := range regexp.MustCompile(`(?m)^([a-z0-9_]+) = `).FindAllStringSubmatch(read(t, "docs/options.md"), -1) {
		told = append(told, match[1])
	}
	require.ElementsMatch(t, strings.Split(names, ", "), told)
}

// The page Lists is well-formed, and reads and writes the lists as they are.
func TestListsPage(t *testing.T) {
	page := read(t, "default/data/ui/views/lists.xml")
	var text strings.Builder
	decoder := xml.NewDecoder(strings.NewReader(page))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		if data, ok := token.(xml.CharData); ok {
			text.Write(data)
		}
	}
	require.True(t, strings.HasPrefix(page, `<form version="1.1">`))
	a := app(t)
	for _, lookup := range []string{"cs_trusted_networks", "cs_ignored_identities"} {
		require.Equal(t, 2, strings.Count(text.String(), "| inputlookup "+lookup+" |"), "the list, and the line that takes out")
		require.Equal(t, 2, strings.Count(text.String(), "outputlookup "+lookup)+strings.Count(text.String(), "outputlookup append=true "+lookup))
		for _, key := range a.Collections.Stanza(lookup).Keys {
			if field, ok := strings.CutPrefix(key, "field."); ok {
				require.Contains(t, text.String(), field+`=\"`, "a line that adds sets it")
			}
		}
	}
}
