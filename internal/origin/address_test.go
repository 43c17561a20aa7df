package origin

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParseAddr(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"192.0.2.1", "192.0.2.1"},
		{" 192.0.2.1\t", "192.0.2.1"},
		{"192.0.2.1:5031", "192.0.2.1"},
		{"[192.0.2.1]", "192.0.2.1"},
		{"[192.0.2.1]:443", "192.0.2.1"},
		{"2001:db8::1", "2001:db8::1"},
		{"2001:0DB8:0:0::1", "2001:db8::1"},
		{"[2001:db8::1]", "2001:db8::1"},
		{"[2001:db8::1]:50311", "2001:db8::1"},
		{"fe80::1%eth0", "fe80::1"},
		{"[fe80::1%eth0]:22", "fe80::1"},
		{"::ffff:192.0.2.1", "192.0.2.1"},
		{"[::ffff:192.0.2.1]:8080", "192.0.2.1"},
		{"::FFFF:c000:201", "192.0.2.1"},
		{"::1", "::1"},
		{"0.0.0.0", "0.0.0.0"},

		{"", ""},
		{"AWS Internal", ""},
		{"health.amazonaws.com", ""},
		{"192.0.2", ""},
		{"192.0.2.01", ""},
		{"192.0.2.1:", ""},
		{"192.0.2.1:http", ""},
		{"192.0.2.1:123456", ""},
		{"192.0.2.1,198.51.100.7", ""},
		{"192.0.2.0/24", ""},
		{"[2001:db8::1", ""},
		{"[2001:db8::1]x", ""},
		{"[2001:db8::1]:", ""},
		{"2001:db8::1]", ""},
		{"<null>", ""},
		{"00000000-0000-0000-0000-000000000000", ""},
	} {
		addr, ok := ParseAddr(c.in)
		require.Equal(t, c.want != "", ok, "%q", c.in)
		if ok {
			require.Equal(t, c.want, addr.String(), "%q", c.in)
		}
	}
}

func FuzzParseAddr(f *testing.F) {
	for _, seed := range []string{
		"192.0.2.1", "192.0.2.1:443", "[2001:db8::1]:443", "fe80::1%en0", "::ffff:192.0.2.1",
		"[192.0.2.1]", "1:2", "", "[]", "[]:", "%", "::%", "AWS Internal", " ::1 ",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		addr, ok := ParseAddr(text)
		if plain, err := netip.ParseAddr(strings.TrimSpace(text)); err == nil {
			require.True(t, ok, "%q is an address to netip", text)
			require.Equal(t, plain.WithZone("").Unmap(), addr)
		}
		if !ok {
			return
		}
		require.Empty(t, addr.Zone())
		require.False(t, addr.Is4In6())
		for _, again := range []string{
			addr.String(), "[" + addr.String() + "]:443", " " + addr.String(), netip.AddrPortFrom(addr, 7).String(),
		} {
			same, ok := ParseAddr(again)
			require.True(t, ok, "%q", again)
			require.Equal(t, addr, same, "%q", again)
		}
	})
}
