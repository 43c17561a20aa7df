package enrich_test

import (
	"bytes"
	"errors"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

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
		"cidr,label,expiry\n192.0.2.0/24, office\n", "192.0.2.7\n# x\n\n203.0.113.0/24,a,2026-03-10", "::ffff:192.0.2.0/120,a,1000",
		"192.0.2.0/24,a,2000\n192.0.2.0/25,b,1000\r\n0.0.0.0/0,c,1500", "::/0", "192.0.2.0/33", "192.0.2.0/24,a,soon", "2001:db8::1%eth0", "::ffff:0:0/95",
	} {
		f.Add([]byte(list), []byte{192, 0, 2, 7}, int64(1500))
	}
	f.Fuzz(func(t *testing.T, list, from []byte, at int64) {
		addr, ok := netip.AddrFromSlice(from)
		if !ok || len(list) > 4<<10 {
			return
		}
		addr = addr.Unmap()
		moment := epoch.Micros(at%10_000_000_000) * epoch.Second
		e, err := opened(t, enrich.Files{Trusted: listFile(t, list)})
		want, badLine := twinTrusted(string(list), addr, moment)
		var line *enrich.LineError
		if badLine > 0 {
			require.True(t, errors.As(err, &line), "%v", err)
			require.Equal(t, badLine, line.Line)
			return
		}
		require.NoError(t, err)
		is := func(e *enrich.Enricher) bool {
			return e.Enrich(seen(addr.String()), e.Slot(moment)) == project.TrustedNetwork
		}
		require.Equal(t, want, is(e))
		lines := bytes.Split(bytes.TrimPrefix(list, []byte("cidr")), []byte("\n"))
		if _, bad := twinTrusted(string(bytes.Join(lines, []byte("\n"))), addr, moment); bad == 0 {
			slices.Reverse(lines)
			e, err = opened(t, enrich.Files{Trusted: listFile(t, bytes.Join(lines, []byte("\n")))})
			require.NoError(t, err)
			require.Equal(t, want, is(e))
		}
	})
}

// twinTrusted reads the list for one address, or gives the line that cannot
// be read.
func twinTrusted(list string, addr netip.Addr, at epoch.Micros) (trusted bool, badLine int) {
	first := true
	for i, line := range strings.Split(list, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		fields := append(strings.SplitN(line, ",", 3), "", "")
		for i := range fields {
			fields[i] = strings.TrimSpace(fields[i])
		}
		isHeader := first && strings.EqualFold(fields[0], "cidr")
		first = false
		if isHeader {
			continue
		}
		in, ok := inNetwork(addr, fields[0])
		expiry := epoch.Forever
		if text := fields[2]; text != "" && ok {
			if expiry, ok = epoch.Parse([]byte(text)); !ok {
				expiry, ok = epoch.Parse([]byte(text + "T00:00:00Z"))
			}
		}
		if !ok {
			return false, i + 1
		}
		trusted = trusted || in && at < expiry
	}
	return trusted, 0
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
	for _, list := range []string{"svc-*, service accounts\nKiosk", "**\n", "a*b*c\n#\n", "odd\\name?\n[x]*", " , x\n", "É*\nK"} {
		f.Add([]byte(list), "svc-Deploy")
	}
	f.Add([]byte(strings.Repeat("a*", 12)+"b"), strings.Repeat("a", 40))
	f.Fuzz(func(t *testing.T, list []byte, identity string) {
		if len(list) > 1<<10 || len(identity) > 1<<10 {
			return
		}
		e, err := opened(t, enrich.Files{Ignore: listFile(t, list)})
		want := false
		for i, line := range strings.Split(string(list), "\n") {
			line = strings.TrimSpace(line)
			if line == "" || line[0] == '#' {
				continue
			}
			pattern, _, _ := strings.Cut(line, ",")
			pattern = strings.ToLower(strings.TrimSpace(pattern))
			if strings.Trim(pattern, "*") == "" {
				var bad *enrich.LineError
				require.True(t, errors.As(err, &bad), "%v", err)
				require.Equal(t, i+1, bad.Line)
				return
			}
			want = want || matches(pattern, strings.ToLower(identity))
		}
		require.NoError(t, err)
		require.Equal(t, want, e.Enrich(seen("192.0.2.1", identity), 0) == project.IgnoredIdentity)
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
