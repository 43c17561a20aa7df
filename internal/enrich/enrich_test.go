package enrich_test

import (
	"bytes"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/maxmind/mmdbwriter"
	"github.com/maxmind/mmdbwriter/mmdbtype"
	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/enrich"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/project"
	"concurrentsessions/internal/sighting"
)

// database writes a tiny database.
func database(t *testing.T, kind string, records map[string]mmdbtype.Map) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "test.mmdb")
	require.NoError(t, os.WriteFile(name, databaseBytes(t, kind, records), 0o600))
	return name
}

func databaseBytes(t testing.TB, kind string, records map[string]mmdbtype.Map) []byte {
	t.Helper()
	tree, err := mmdbwriter.New(mmdbwriter.Options{DatabaseType: kind, IncludeReservedNetworks: true})
	require.NoError(t, err)
	for cidr, record := range records {
		_, network, err := net.ParseCIDR(cidr)
		require.NoError(t, err)
		require.NoError(t, tree.Insert(network, record))
	}
	var content bytes.Buffer
	_, err = tree.WriteTo(&content)
	require.NoError(t, err)
	return content.Bytes()
}

func cityRecords() map[string]mmdbtype.Map {
	return map[string]mmdbtype.Map{
		"192.0.2.0/24": {
			"city":     mmdbtype.Map{"names": mmdbtype.Map{"en": mmdbtype.String("Oslo")}},
			"country":  mmdbtype.Map{"iso_code": mmdbtype.String("NO")},
			"location": mmdbtype.Map{"latitude": mmdbtype.Float64(59.91), "longitude": mmdbtype.Float64(10.75)},
		},
		"2001:db8::/32": {"country": mmdbtype.Map{"iso_code": mmdbtype.String("SE")}},
	}
}

func cities(t *testing.T) string { return database(t, "GeoLite2-City", cityRecords()) }

func file(t *testing.T, lines ...string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "list.csv")
	require.NoError(t, os.WriteFile(name, []byte(strings.Join(lines, "\n")), 0o600))
	return name
}

func open(t *testing.T, files enrich.Files) *enrich.Enricher {
	t.Helper()
	e, err := enrich.Open(files)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, e.Close()) })
	return e
}

func seen(src string, key ...string) *sighting.Sighting {
	s := &sighting.Sighting{Key: key}
	s.Shows[sighting.Src] = []string{src}
	return s
}

func TestPlacesAndProviders(t *testing.T) {
	t.Parallel()
	e := open(t, enrich.Files{
		Geo: cities(t),
		ASN: database(t, "GeoLite2-ASN", map[string]mmdbtype.Map{"192.0.2.0/24": {"autonomous_system_number": mmdbtype.Uint32(64496)}}),
	})
	for _, src := range []string{"192.0.2.7", "192.0.2.7:443", "::ffff:192.0.2.7"} {
		s := seen(src)
		require.Equal(t, project.None, e.Enrich(s, 0))
		require.Equal(t, []string{"Oslo"}, s.Shows[sighting.City], src)
		require.Equal(t, []string{"NO"}, s.Shows[sighting.Country])
		require.Equal(t, []string{"59.91,10.75"}, s.Shows[sighting.Location])
		require.Equal(t, []string{"64496"}, s.Shows[sighting.ASN])
	}
	s := seen("2001:db8::1")
	require.Equal(t, project.None, e.Enrich(s, 0))
	require.Equal(t, []string{"SE"}, s.Shows[sighting.Country])
	require.Empty(t, s.Shows[sighting.City])
	require.Empty(t, s.Shows[sighting.Location])

	s = seen("192.0.2.7")
	s.Shows[sighting.Country] = []string{"DK"}
	e.Enrich(s, 0)
	require.Equal(t, []string{"DK"}, s.Shows[sighting.Country], "what the event tells stays")

	for _, src := range []string{"198.51.100.1", "AWS Internal"} {
		s := seen(src)
		require.Equal(t, project.None, e.Enrich(s, 0))
		require.Empty(t, s.Shows[sighting.Country], src)
	}
	require.True(t, e.Adds(sighting.Location))
	require.True(t, e.Adds(sighting.ASN))
	require.False(t, e.Adds(sighting.OS))
}

// tenth begins 10 March 2026 in UTC.
const (
	tenth = 1773100800 * epoch.Second
	day   = 24 * 3600 * epoch.Second
)

func TestTrustedNetworks(t *testing.T) {
	t.Parallel()
	e := open(t, enrich.Files{Trusted: file(t,
		"cidr,label,expires",
		"# the office",
		"192.0.2.0/24, office",
		"198.51.100.7",
		"",
		"203.0.113.0/24, event hall, 2026-03-10",
		"203.0.113.128/25, event hall annex, 2026-03-12",
		"203.0.113.192/26, event hall annex, 2026-03-11",
		"::ffff:198.51.100.128/121",
		"2001:db8:1::/48, site, never",
	)})
	for _, c := range []struct {
		src     string
		at      epoch.Micros
		trusted bool
	}{
		{"192.0.2.1", 0, true},
		{"192.0.2.1:8443", 0, true},
		{"::ffff:192.0.2.1", 0, true},
		{"192.0.3.1", 0, false},
		{"198.51.100.7", 0, true},
		{"198.51.100.8", 0, false},
		{"198.51.100.200", 0, true},
		{"203.0.113.1", tenth - 1, true},
		{"203.0.113.1", tenth + day - 1, true},
		{"203.0.113.1", tenth + day, false},
		{"203.0.113.200", tenth + 3*day - 1, true},
		{"203.0.113.200", tenth + 3*day, false},
		{"2001:db8:1:2::3", 0, true},
		{"2001:db8:2::3", 0, false},
	} {
		got := e.Enrich(seen(c.src), e.Slot(c.at))
		require.Equal(t, c.trusted, got == project.TrustedNetwork, "%s at %s", c.src, c.at)
	}
}

func TestIgnoredIdentities(t *testing.T) {
	t.Parallel()
	e := open(t, enrich.Files{Ignore: file(t, "svc-*, service accounts", "Kiosk@example.com", `odd\name?`, "*/build-*")})
	for identity, ignored := range map[string]bool{
		"svc-deploy": true, "SVC-Deploy": true, "a-svc-deploy": false, "kiosk@example.com": true, "kiosk@example.org": false,
		`odd\name?`: true, "odd-namex": false, "arn:aws:iam::111122223333:user/build-7": true, "": false,
	} {
		require.Equal(t, ignored, e.Enrich(seen("192.0.2.1", "device", identity), 0) == project.IgnoredIdentity, identity)
		s := seen("192.0.2.1", "device")
		s.Shows[sighting.User] = []string{"someone", identity}
		require.Equal(t, ignored, e.Enrich(s, 0) == project.IgnoredIdentity, identity)
	}
}

// Exports of the app's lists name their columns, in the order that the search
// gives them.
func TestListsOutOfSplunk(t *testing.T) {
	t.Parallel()
	e := open(t, enrich.Files{
		Trusted: file(t,
			`"_key",cidr,expires,label`,
			`"65f0",192.0.2.0/24,never,"office, Oslo"`,
			`"65f1",198.51.100.0/24,2026-03-10,"the ""old"" office"`,
			`"65f2",203.0.113.0/24,,`,
		),
		Ignore: file(t, "identity,reason,expires", "svc-*,services,2026-03-11", "kiosk@example.com,,NEVER"),
	})
	for _, c := range []struct {
		src, user string
		at        epoch.Micros
		want      project.Reason
	}{
		{"192.0.2.1", "ann", tenth + 1000*day, project.TrustedNetwork},
		{"198.51.100.1", "ann", tenth + day - 1, project.TrustedNetwork},
		{"198.51.100.1", "ann", tenth + day, project.None},
		{"203.0.113.1", "ann", tenth + 1000*day, project.TrustedNetwork},
		{"2001:db8::1", "svc-build", tenth + 2*day - 1, project.IgnoredIdentity},
		{"2001:db8::1", "svc-build", tenth + 2*day, project.None},
		{"2001:db8::1", "Kiosk@example.com", tenth + 1000*day, project.IgnoredIdentity},
		{"2001:db8::1", "identity", 0, project.None},
	} {
		require.Equal(t, c.want, e.Enrich(seen(c.src, c.user), e.Slot(c.at)), "%+v", c)
	}
	require.Equal(t, e.Slot(tenth), e.Slot(tenth+day-1))
	require.Less(t, e.Slot(tenth), e.Slot(tenth+day), "one list ends")
	require.Less(t, e.Slot(tenth+day), e.Slot(tenth+2*day), "and the other")
}

func TestWhatCannotBeUsed(t *testing.T) {
	t.Parallel()
	missing := filepath.Join(t.TempDir(), "missing")
	for want, files := range map[string]enrich.Files{
		"open the database":                                                              {Geo: missing},
		`want one of type ASN`:                                                           {ASN: cities(t)},
		"list.csv:2: \"10.0.0.0/33\" is no network":                                      {Trusted: file(t, "192.0.2.0/24", "10.0.0.0/33")},
		"list.csv:1: \"soon\" in the column expires is no day":                           {Trusted: file(t, "192.0.2.0/24, x, soon")},
		"\"2026-02-30\" in the column expires is no day":                                 {Trusted: file(t, "192.0.2.0/24, x, 2026-02-30")},
		"\"2026-03-10T12:00:00Z\" in the column expires is no day":                       {Trusted: file(t, "192.0.2.0/24, x, 2026-03-10T12:00:00Z")},
		"\"1773100800\" in the column expires is no day":                                 {Ignore: file(t, "svc-*, x, 1773100800")},
		"list.csv:1: the header has the column \"expiry\"; want cidr, label and expires": {Trusted: file(t, "cidr,label,expiry")},
		"list.csv:2: 4 fields where 3 are the most":                                      {Ignore: file(t, "identity,reason,expires", "kiosk,a,,b")},
		"list.csv:3: \"**\" would ignore everybody":                                      {Ignore: file(t, "a", "b", "**, all")},
		"no such file": {Ignore: missing},
	} {
		e, err := enrich.Open(files)
		require.ErrorContains(t, err, want)
		require.Nil(t, e)
	}
	e, err := enrich.Open(enrich.Files{})
	require.NoError(t, err)
	require.Nil(t, e)
}
