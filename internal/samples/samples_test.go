package samples

import (
	"encoding/json"
	"flag"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

var rewrite = flag.Bool("rewrite", false, "write the sample files anew")

const committed = "../../testdata/samples"

func TestCommittedFilesAreCurrent(t *testing.T) {
	dir := committed
	if !*rewrite {
		dir = t.TempDir()
	}
	require.NoError(t, Write(dir))

	entries, err := os.ReadDir(committed)
	require.NoError(t, err)
	var names []string
	size := 0
	for _, e := range entries {
		names = append(names, e.Name())
		want, err := os.ReadFile(filepath.Join(dir, e.Name()))
		require.NoError(t, err, "a file that the generator does not write")
		got, err := os.ReadFile(filepath.Join(committed, e.Name()))
		require.NoError(t, err)
		require.True(t, string(want) == string(got), "%s is not current: run go generate ./internal/samples", e.Name())
		size += len(got)
	}
	require.ElementsMatch(t, names, []string{
		"aws_cloudtrail.ndjson", "aws_security_lake.ndjson", "azure_ad.ndjson", "azure_event_table.ndjson",
		"expected.json", "o365.ndjson", "okta.ndjson",
	})
	require.Less(t, size, 1_600_000)
}

func TestExpectedFileReadsBack(t *testing.T) {
	var read []Expectation
	require.NoError(t, json.Unmarshal(expectedJSON(), &read))
	require.Empty(t, cmp.Diff(Expected(), read))
}

func TestWriteNamesTheFile(t *testing.T) {
	err := Write(filepath.Join(t.TempDir(), "missing"))
	require.ErrorContains(t, err, "aws_cloudtrail.ndjson")
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestEventsOfNoSource(t *testing.T) { require.Nil(t, Events(Source{Name: "syslog"})) }

func TestEventsAreJSONInOrderOfArrival(t *testing.T) {
	for _, s := range Sources() {
		t.Run(s.Name, func(t *testing.T) {
			var last time.Time
			late, seen, twice := 0, map[string]bool{}, 0
			for _, line := range Events(s) {
				require.True(t, json.Valid(line), "%s", line)
				at := eventTime(t, s.Profile, line)
				if s.Name == "azure_ad" {
					require.True(t, read(s.Profile, line).at.Before(at), "signed in before it was logged")
				}
				if at.Before(last.Add(-time.Minute)) {
					late++
				}
				if at.After(last) {
					last = at
				}
				if seen[string(line)] {
					twice++
				}
				seen[string(line)] = true
			}
			require.NotZero(t, twice, "exact duplicates")
			if s.Name == "azure_event_table" {
				require.Len(t, seen, 14)
				require.Zero(t, late)
				return
			}
			require.GreaterOrEqual(t, len(seen), 130)
			require.NotZero(t, late, "late events")
			require.Less(t, late, len(seen)/10, "nearly sorted")
		})
	}
}

var (
	dottedQuad = regexp.MustCompile(`(?:^|[^\w./])((?:\d{1,3}\.){3}\d{1,3})\b`) // after a slash it is a version
	colonHex   = regexp.MustCompile(`[0-9A-Fa-f:]*::[0-9A-Fa-f:.]*|(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}`)
	hostName   = regexp.MustCompile(`(?i)\b(?:[a-z0-9-]+\.)+(?:com|net|org|io|dev|info|cloud|ms)\b`)
	knownHost  = regexp.MustCompile(`^(?:.*\.)?(?:example\.(?:com|org)|amazonaws\.com)$`)
	mailDomain = regexp.MustCompile(`@([\w.-]+)`)
	keyID      = regexp.MustCompile(`\b(?:AKIA|ASIA|AIDA|AROA)[A-Z0-9]+`)
)

func TestOnlyDocumentationNamesOccur(t *testing.T) {
	documentation := []netip.Prefix{
		netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.51.100.0/24"),
		netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("2001:db8::/32"),
	}
	documented := func(text string) bool {
		addr, err := netip.ParseAddr(text)
		for _, p := range documentation {
			if err != nil || p.Contains(addr.Unmap()) { // what does not parse is no address
				return true
			}
		}
		return false
	}
	found := 0
	for _, s := range Sources() {
		for _, line := range Events(s) {
			text := string(line)
			for _, m := range dottedQuad.FindAllStringSubmatch(text, -1) {
				found++
				require.True(t, documented(m[1]), m[1])
			}
			for _, m := range colonHex.FindAllString(text, -1) {
				require.True(t, documented(m), m)
			}
			for _, m := range hostName.FindAllString(text, -1) {
				require.True(t, knownHost.MatchString(m), m)
			}
			for _, m := range mailDomain.FindAllStringSubmatch(text, -1) {
				require.Equal(t, "example.com", m[1])
			}
			for _, m := range keyID.FindAllString(text, -1) {
				require.True(t, strings.HasSuffix(m, "EXAMPLE"), m)
			}
		}
	}
	require.NotZero(t, found)
	require.True(t, documented("::ffff:192.0.2.1"))
	require.False(t, documented("::ffff:8.8.8.8"))
	require.False(t, documented("2001:4860::8888"))
}

func TestScenesAreWhole(t *testing.T) {
	seen := map[person]bool{}
	for _, sc := range scenes() {
		require.False(t, seen[sc.who], "%s: one scene for each person, or verdicts could clash", sc.title)
		seen[sc.who] = true
		require.Zero(t, (sc.ours|sc.theirs)&^sc.in, "%s: a verdict where it does not play", sc.title)
		require.Zero(t, sc.theirs&accessKey, "%s: there is no published search by access key", sc.title)
		for _, m := range sc.moments() {
			require.False(t, m.at.IsZero(), "%s: a step without a time", sc.title)
		}
	}
	for _, st := range stays() {
		require.True(t, clock(st.from).Before(clock(st.to)), "%s at %s", st.who.login, st.from)
		require.False(t, clock(st.from).IsZero())
	}
}

// Every step of a scene is in each file that it plays in, as often as told.
func TestScenesAreInTheFiles(t *testing.T) {
	for _, s := range sources() {
		if s.bit == eventTable {
			continue
		}
		var views []view
		for _, line := range s.events() {
			views = append(views, read(s.Profile, line))
		}
		for _, sc := range scenes() {
			if !sc.in.has(s.bit) {
				continue
			}
			for _, m := range sc.moments() {
				copies := 0
				for _, v := range views {
					if v.who == accountName(s.bit, m) && v.src == m.from.addr && v.logged.Equal(m.at) {
						copies++
					}
				}
				if m.from.addr == "support.amazonaws.com" && s.bit == securityLake {
					require.Zero(t, copies) // the address is a dash there
					continue
				}
				want := 1
				if m.how.has(twice) {
					want = 2
				}
				require.GreaterOrEqual(t, copies, want, "%s: %s at %s", s.Name, sc.title, m.at)
			}
		}
	}
}

func accountName(bit profiles, m moment) string {
	if fiveMinutes.has(bit) && bit != azureAD {
		return awsARN(m.who)
	}
	return m.who.mail()
}
