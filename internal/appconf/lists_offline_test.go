package appconf

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/enrich"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/project"
	"concurrentsessions/internal/sighting"
)

// The rows that the detections' pages write into the lists, exported and read
// outside Splunk, count on the same days. Splunk's side is the comparison of the
// macros, which TestNeverIsAfterEveryDay holds to their text, over UTC.
func TestListsMeanTheSameOffline(t *testing.T) {
	ends := []string{"2027-01-31", "2028-02-29", "never", ""}
	moments := []time.Time{
		time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC),
		time.Date(2027, 1, 31, 0, 0, 0, 0, time.UTC),
		time.Date(2027, 1, 31, 23, 59, 59, 999999000, time.UTC),
		time.Date(2027, 2, 1, 0, 0, 0, 0, time.UTC),
		time.Date(2028, 2, 29, 23, 59, 59, 0, time.UTC),
		time.Date(2028, 3, 1, 0, 0, 0, 0, time.UTC),
	}
	each(t, func(t *testing.T, _ *App, d Detection) {
		rows := listRows(t, read(t, "docs/detections/"+d.Profile+".md"))
		network, identity := rows["cs_trusted_networks"], rows["cs_ignored_identities"]
		for _, end := range append(ends, network["expires"], identity["expires"]) {
			network["expires"], identity["expires"] = end, end
			known, err := enrich.Open(enrich.Files{Trusted: exported(t, network), Ignore: exported(t, identity)})
			require.NoError(t, err)
			for _, at := range moments {
				splunk := end == "" || end >= at.Format(time.DateOnly)
				slot := known.Slot(epoch.Micros(at.UnixMicro()))
				address, _, _ := strings.Cut(network["cidr"], "/")
				inNetwork := &sighting.Sighting{}
				inNetwork.Shows[sighting.Src] = []string{address}
				require.Equal(t, splunk, known.Enrich(inNetwork, slot) == project.TrustedNetwork, "until %q, at %s", end, at)
				asIdentity := &sighting.Sighting{Key: []string{strings.ReplaceAll(identity["identity"], "*", "any")}}
				require.Equal(t, splunk, known.Enrich(asIdentity, slot) == project.IgnoredIdentity, "until %q, at %s", end, at)
			}
			require.NoError(t, known.Close())
		}
	})
}

// listRows are the rows that a page's lines add, by list.
func listRows(t *testing.T, page string) map[string]map[string]string {
	t.Helper()
	rows := map[string]map[string]string{}
	for _, line := range regexp.MustCompile(`(?m)^ *\| makeresults \| eval (.+) \| fields - _time \| outputlookup append=true (\w+)$`).FindAllStringSubmatch(page, -1) {
		row := map[string]string{}
		for _, pair := range regexp.MustCompile(`(\w+)="([^"]*)"`).FindAllStringSubmatch(line[1], -1) {
			row[pair[1]] = pair[2]
		}
		rows[line[2]] = row
	}
	require.Len(t, rows, 2)
	return rows
}

// exported writes the row as Splunk exports a list: a header, columns by name.
func exported(t *testing.T, row map[string]string) string {
	t.Helper()
	header, values := []string{"_key"}, []string{"65f0"}
	for _, column := range slices.Sorted(maps.Keys(row)) {
		header, values = append(header, column), append(values, fmt.Sprintf("%q", row[column]))
	}
	name := filepath.Join(t.TempDir(), "list.csv")
	text := strings.Join(header, ",") + "\n" + strings.Join(values, ",") + "\n"
	require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
	return name
}
