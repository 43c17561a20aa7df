package enrich_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/maxmind/mmdbwriter/mmdbtype"
	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/enrich"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/project"
	"concurrentsessions/internal/sighting"
)

// FuzzTrusted holds a list of networks against reading it line by line for
// each address; the order of lines changes nothing.
func FuzzTrusted(f *testing.F) {
	for _, list := range []string{
		"cidr,label,expires\n192.0.2.0/24, office\n", "192.0.2.7\n# x\n\n203.0.113.0/24,a,2026-03-10", "::ffff:192.0.2.0/120,a,1970-01-01",
		"192.0.2.0/24,a,2000-01-01\n192.0.2.0/25,b,1969-12-31\r\n0.0.0.0/0,c,never", "::/0", "192.0.2.0/33", "192.0.2.0/24,a,soon", "2001:db8::1%eth0", "::ffff:0:0/95",
		"\"expires\",\"_key\",\"cidr\"\n\"1970-01-01\",\"7\",\"192.0.2.0/24\"", "cidr,label,expiry", "192.0.2.7,\"a, b\",Never\n192.0.2.8,a,b,never", "192.0.2.7,\"a", "label\ncidr",
	} {
		f.Add([]byte(list), []byte{192, 0, 2, 7}, int64(1500))
	}
	f.Fuzz(func(t *testing.T, list, from []byte, at int64) {
		addr, ok := netip.AddrFromSlice(from)
		if !ok || len(list) > 4<<10 {
			return
		}
		addr = addr.Unmap()
		seconds := at % 10_000_000_000
		day := dayOf(seconds)
		is := func(list []byte) (bool, error) {
			e, err := opened(t, enrich.Files{Trusted: listFile(t, list)})
			if err != nil {
				return false, err
			}
			return e.Enrich(seen(addr.String()), e.Slot(epoch.Micros(seconds)*epoch.Second)) == project.TrustedNetwork, nil
		}
		rows, badLine := twinList(string(list), "cidr", "label", func(value string) bool { _, ok := inNetwork(addr, value); return ok })
		got, err := is(list)
		if badLine > 0 {
			requireBadLine(t, badLine, err)
			return
		}
		require.NoError(t, err)
		want := slices.ContainsFunc(rows, func(r twinRow) bool {
			in, _ := inNetwork(addr, r.value)
			return in && r.countsOn(day)
		})
		require.Equal(t, want, got)
		if !bytes.Contains(bytes.ToLower(list), []byte("cidr")) { // no header, which comes first
			lines := bytes.Split(list, []byte("\n"))
			slices.Reverse(lines)
			got, err = is(bytes.Join(lines, []byte("\n")))
			require.NoError(t, err)
			require.Equal(t, want, got)
		}
	})
}

func dayOf(seconds int64) string { return time.Unix(seconds, 0).UTC().Format(time.DateOnly) }

func requireBadLine(t *testing.T, want int, err error) {
	t.Helper()
	var bad *enrich.LineError
	require.True(t, errors.As(err, &bad), "%v", err)
	require.Equal(t, want, bad.Line)
}

// twinRow is a line of a list as texts.
type twinRow struct{ value, expires string }

// countsOn compares days as the app's macros do, as texts: never sorts behind
// every day.
func (r twinRow) countsOn(day string) bool {
	return r.expires == "" || strings.ToLower(r.expires) >= day
}

// twinList reads a list with the names of its columns, or gives the line that
// cannot be read.
func twinList(list, value, note string, isGood func(value string) bool) (rows []twinRow, badLine int) {
	columns := []string{value, note, "expires"}
	first := true
	for i, line := range strings.Split(list, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		fields := twinFields(line)
		wasFirst := first
		first = false
		if lower := strings.Split(strings.ToLower(strings.Join(fields, "\n")), "\n"); wasFirst && slices.Contains(lower, value) {
			columns = lower
			for _, name := range columns {
				if !slices.Contains([]string{value, note, "expires"}, name) && !strings.HasPrefix(name, "_") {
					return nil, i + 1
				}
			}
			continue
		}
		row := map[string]string{}
		for c, text := range fields {
			if c >= len(columns) {
				return nil, i + 1
			}
			row[columns[c]] = text
		}
		r := twinRow{row[value], row["expires"]}
		_, err := time.Parse(time.DateOnly, r.expires)
		if !isGood(r.value) || err != nil && r.expires != "" && !strings.EqualFold(r.expires, "never") {
			return nil, i + 1
		}
		rows = append(rows, r)
	}
	return rows, 0
}

func twinFields(line string) []string {
	r := csv.NewReader(strings.NewReader(line))
	r.LazyQuotes = true
	fields, _ := r.Read()
	for i := range fields {
		fields[i] = strings.TrimSpace(fields[i])
	}
	return fields
}

// inNetwork compares in IPv6, where IPv4 is a network too.
func inNetwork(addr netip.Addr, text string) (in, ok bool) {
	if one, err := netip.ParseAddr(text); err == nil {
		return one.WithZone("").Unmap() == addr, true
	}
	network, err := netip.ParsePrefix(text)
	if err != nil {
		return false, false
	}
	bits := network.Bits()
	if network.Addr().Is4() {
		bits += 96
	}
	if bits < 96 && addr.Is4() {
		return false, true // networks around all of IPv4 are meant for IPv6
	}
	wide, err := netip.AddrFrom16(network.Addr().As16()).Prefix(bits)
	return err == nil && wide.Contains(netip.AddrFrom16(addr.As16())), true
}

// FuzzIgnored holds a list of identities against regular expressions.
func FuzzIgnored(f *testing.F) {
	for _, list := range []string{
		"svc-*, service accounts\nKiosk", "**\n", "a*b*c\n#\n", "odd\\name?\n[x]*", " , x\n", "É*\nK",
		"reason,identity,expires\nx,svc-*,1970-01-01\nx,svc-deploy,1969-12-31", "svc-*,a,b", "svc-deploy,,0000-01-01",
	} {
		f.Add([]byte(list), "svc-Deploy", int64(1500))
	}
	f.Add([]byte(strings.Repeat("a*", 12)+"b"), strings.Repeat("a", 40), int64(0))
	f.Fuzz(func(t *testing.T, list []byte, identity string, at int64) {
		if len(list) > 1<<10 || len(identity) > 1<<10 {
			return
		}
		seconds := at % 10_000_000_000
		e, err := opened(t, enrich.Files{Ignore: listFile(t, list)})
		rows, badLine := twinList(string(list), "identity", "reason", func(value string) bool { return strings.Trim(value, "*") != "" })
		if badLine > 0 {
			requireBadLine(t, badLine, err)
			return
		}
		require.NoError(t, err)
		want := slices.ContainsFunc(rows, func(r twinRow) bool {
			return r.countsOn(dayOf(seconds)) && matches(strings.ToLower(r.value), strings.ToLower(identity))
		})
		got := e.Enrich(seen("192.0.2.1", identity), e.Slot(epoch.Micros(seconds)*epoch.Second))
		require.Equal(t, want, got == project.IgnoredIdentity)
	})
}

// matches compares character by character, a broken one like any other.
func matches(pattern, text string) bool {
	plain := func(s string) string { return string([]rune(s)) }
	expression := strings.ReplaceAll(regexp.QuoteMeta(plain(pattern)), `\*`, `.*`)
	return regexp.MustCompile(`(?s)\A` + expression + `\z`).MatchString(plain(text))
}

// FuzzDatabase: a file is refused or answers, the same at each asking and by
// each opening, and never in place of what the event itself tells.
func FuzzDatabase(f *testing.F) {
	f.Add(databaseBytes(f, "GeoLite2-City", cityRecords()), []byte{192, 0, 2, 7})
	f.Add(databaseBytes(f, "GeoLite2-ASN", map[string]mmdbtype.Map{"192.0.2.0/24": {"autonomous_system_number": mmdbtype.Uint32(64496)}}), []byte{192, 0, 2, 7})
	f.Add([]byte("\xab\xcd\xefMaxMind.com"), []byte{192, 0, 2, 7})
	f.Fuzz(func(t *testing.T, content, from []byte) {
		addr, ok := netip.AddrFromSlice(from)
		if !ok || len(content) > 64<<10 {
			return
		}
		name := listFile(t, content)
		for _, files := range []enrich.Files{{Geo: name}, {ASN: name}} {
			e, err := opened(t, files)
			if err != nil {
				require.Nil(t, e)
				continue
			}
			first := seen(addr.String())
			require.Equal(t, project.None, e.Enrich(first, 0))
			other, err := opened(t, files)
			require.NoError(t, err)
			for _, e := range []*enrich.Enricher{e, other} {
				again := seen(addr.String())
				e.Enrich(again, 0)
				require.Equal(t, first, again)
			}
			told := seen(addr.String())
			for a := range told.Shows {
				if sighting.Attribute(a) != sighting.Src {
					told.Shows[a] = []string{"told"}
				}
			}
			want := *told
			e.Enrich(told, 0)
			require.Equal(t, &want, told)
		}
	})
}

func opened(t *testing.T, files enrich.Files) (*enrich.Enricher, error) {
	t.Helper()
	e, err := enrich.Open(files)
	if err == nil {
		t.Cleanup(func() { require.NoError(t, e.Close()) })
	}
	return e, err
}

func listFile(t *testing.T, content []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "list")
	require.NoError(t, os.WriteFile(name, content, 0o600))
	return name
}
