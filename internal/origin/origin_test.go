package origin

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestOf(t *testing.T) {
	for _, c := range []struct {
		rule Rule
		src  string
		want string // "-" is no origin
	}{
		{Default(), "192.0.2.77", "192.0.2.77"},
		{Default(), "192.0.2.77:4123", "192.0.2.77"},
		{Default(), "::ffff:192.0.2.77", "192.0.2.77"},
		{Default(), "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"},
		{Default(), "[2001:db8:1:2:ffff::9]:443", "2001:db8:1:2::/64"},
		{Default(), "cloudformation.amazonaws.com", "-"},
		{Default(), "AWS Internal", "-"},
		{Default(), "10.1.2.03", "-"},
		{Rule{Network, 24, 48}, "192.0.2.77", "192.0.2.0/24"},
		{Rule{Network, 24, 48}, "2001:db8:1:2::1", "2001:db8:1::/48"},
		{Rule{Network, 24, 128}, "2001:db8:1:2::1", "2001:db8:1:2::1"},
		{Rule{Network, 0, 0}, "192.0.2.77", "0.0.0.0/0"},
		{Rule{Network, 0, 0}, "2001:db8::1", "::/0"},
		{Rule{Mode: Address}, "192.0.2.77", "192.0.2.77"},
		{Rule{Mode: Address}, "2001:DB8::1%en0", "2001:db8::1"},
		{Rule{Mode: Address}, "AWS Internal", "-"},
		{Rule{Mode: Exact}, "AWS Internal", "AWS Internal"},
		{Rule{Mode: Exact}, "2001:DB8::1", "2001:DB8::1"},
	} {
		got, ok := c.rule.Of(c.src)
		if !ok {
			got = "-"
		}
		require.Equal(t, c.want, got, "%+v %q", c.rule, c.src)
	}
}

// A wider network can only join origins, never part them.
func TestWiderNetworksJoin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		octets := rapid.SampledFrom([]string{"192.0.2.1", "192.0.2.2", "192.0.2.129", "198.51.100.1", "2001:db8::1", "2001:db8::2", "2001:db8:0:1::1"})
		a, b := octets.Draw(t, "a"), octets.Draw(t, "b")
		narrow := Rule{Network, rapid.IntRange(0, 32).Draw(t, "v4"), rapid.IntRange(0, 128).Draw(t, "v6")}
		wide := Rule{Network, rapid.IntRange(0, narrow.IPv4Prefix).Draw(t, "wide v4"), rapid.IntRange(0, narrow.IPv6Prefix).Draw(t, "wide v6")}
		na, _ := narrow.Of(a)
		nb, _ := narrow.Of(b)
		wa, okA := wide.Of(a)
		wb, okB := wide.Of(b)
		require.True(t, okA && okB)
		if na == nb {
			require.Equal(t, wa, wb)
		}
	})
}

func TestParseMode(t *testing.T) {
	for _, name := range Modes() {
		m, err := ParseMode(name)
		require.NoError(t, err)
		require.Equal(t, name, m.String())
	}
	_, err := ParseMode("Network")
	require.EqualError(t, err, `unknown origin "Network": want network, address or exact`)
}
