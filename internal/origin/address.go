package origin

import (
	"net/netip"
	"strings"
)

// ParseAddr reads a source address as logs write it: an IPv4 or IPv6 address,
// in brackets or not, with a port or not, with blanks around it. A zone is
// dropped, and an IPv4-mapped IPv6 address is the IPv4 address. IPv4 with
// leading zeros is refused, as [netip.ParseAddr] refuses it: one reader means
// octal by it, the next one decimal.
func ParseAddr(s string) (netip.Addr, bool) {
	s = strings.TrimSpace(s)
	if inner, ok := strings.CutPrefix(s, "["); ok {
		host, rest, closed := strings.Cut(inner, "]")
		if !closed || !isPortSuffix(rest) {
			return netip.Addr{}, false
		}
		return parseBare(host)
	}
	// One colon separates an IPv4 address from its port; more are IPv6.
	if host, port, ok := strings.Cut(s, ":"); ok && !strings.Contains(port, ":") {
		if !isPort(port) {
			return netip.Addr{}, false
		}
		return parseBare(host)
	}
	return parseBare(s)
}

// parseBare reads an address without brackets and port.
func parseBare(s string) (netip.Addr, bool) {
	addr, err := netip.ParseAddr(s)
	if err != nil {
		return netip.Addr{}, false
	}
	return addr.WithZone("").Unmap(), true
}

// isPortSuffix says whether s is what may follow a closing bracket.
func isPortSuffix(s string) bool {
	port, ok := strings.CutPrefix(s, ":")
	return s == "" || (ok && isPort(port))
}

// isPort says whether s is a port number, as far as its shape goes.
func isPort(s string) bool {
	if s == "" || len(s) > len("65535") {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
