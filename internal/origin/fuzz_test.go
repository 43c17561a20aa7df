package origin

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzOf holds the origins of two addresses against a comparison bit by bit.
func FuzzOf(f *testing.F) {
	f.Add([]byte{192, 0, 2, 1}, []byte{192, 0, 2, 130}, uint8(24))
	f.Add([]byte{192, 0, 2, 1}, []byte{192, 0, 2, 130}, uint8(25))
	f.Add([]byte{0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, []byte{0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 1}, uint8(64))
	f.Add([]byte{10: 0xff, 11: 0xff, 12: 192, 14: 2, 15: 1}, []byte{192, 0, 2, 1}, uint8(32))
	f.Fuzz(func(t *testing.T, one, other []byte, bits uint8) {
		a, ok := netip.AddrFromSlice(one)
		b, alsoOK := netip.AddrFromSlice(other)
		if !ok || !alsoOK {
			return
		}
		rule := Rule{Mode: Network, IPv4Prefix: int(bits) % 33, IPv6Prefix: int(bits) % 129}
		x, ok := rule.Of(a.String())
		require.True(t, ok)
		y, ok := rule.Of(b.String())
		require.True(t, ok)
		require.Equal(t, sameNetwork(a.Unmap(), b.Unmap(), rule), x == y, "%s and %s by %+v", a, b, rule)

		if network, err := netip.ParsePrefix(x); err == nil {
			require.True(t, network.Contains(a.Unmap()))
			x = network.Addr().String()
		}
		again, ok := rule.Of(x)
		require.True(t, ok)
		want, _ := rule.Of(a.String())
		require.Equal(t, want, again, "an origin's address has that origin")
	})
}

func sameNetwork(a, b netip.Addr, rule Rule) bool {
	if a.Is4() != b.Is4() {
		return false
	}
	bits := rule.IPv6Prefix
	if a.Is4() {
		bits = rule.IPv4Prefix
	}
	x, y := a.AsSlice(), b.AsSlice()
	for i := range bits {
		mask := byte(0x80) >> (i % 8)
		if x[i/8]&mask != y[i/8]&mask {
			return false
		}
	}
	return true
}
