// Package origin turns the source address of an event into an origin: the
// network identity that counts as one place.
package origin

import (
	"fmt"
	"net/netip"
)

// Mode says what makes two source addresses one origin.
type Mode uint8

const (
	// Network: the parsed address, cut to a prefix.
	Network Mode = iota
	// Address: the parsed address.
	Address
	// Exact: the text as it stands, an address or not.
	Exact
)

var modeNames = [...]string{Network: "network", Address: "address", Exact: "exact"}

// String is the mode's name, as [ParseMode] reads it.
func (m Mode) String() string { return modeNames[m] }

// Modes lists the names of the modes.
func Modes() []string { return modeNames[:] }

// ParseMode finds a mode by its name. The error says what is allowed.
func ParseMode(name string) (Mode, error) {
	for m, n := range modeNames {
		if n == name {
			return Mode(m), nil
		}
	}
	return 0, fmt.Errorf("unknown origin %q: want network, address or exact", name)
}

// Default prefix lengths: an IPv4 address is a host, and a host moves at will
// inside its IPv6 /64 (privacy addresses).
const (
	DefaultIPv4Prefix = 32
	DefaultIPv6Prefix = 64
)

// Rule makes origins. The prefix lengths, 0 to 32 and 0 to 128, are used by
// [Network] alone.
type Rule struct {
	Mode       Mode
	IPv4Prefix int
	IPv6Prefix int
}

// Default is the rule that holds when nothing else is asked for.
func Default() Rule {
	return Rule{Mode: Network, IPv4Prefix: DefaultIPv4Prefix, IPv6Prefix: DefaultIPv6Prefix}
}

// Of gives the origin of a source address: the address, or its network in CIDR
// notation when the prefix is shorter than the address. It reports false when
// src is no address, unless the mode is [Exact]: such a source is the provider
// acting for the user, and no place.
func (r Rule) Of(src string) (string, bool) {
	origin, ok := r.AppendOf(nil, src)
	return string(origin), ok
}

// AppendOf appends what [Rule.Of] gives, and nothing when that reports false.
func (r Rule) AppendOf(dst []byte, src string) ([]byte, bool) {
	if r.Mode == Exact {
		return append(dst, src...), true
	}
	addr, ok := ParseAddr(src)
	if !ok {
		return dst, false
	}
	if r.Mode == Network {
		if bits := r.prefix(addr); bits < addr.BitLen() {
			return netip.PrefixFrom(addr, bits).Masked().AppendTo(dst), true
		}
	}
	return addr.AppendTo(dst), true
}

func (r Rule) prefix(addr netip.Addr) int {
	if addr.Is4() {
		return r.IPv4Prefix
	}
	return r.IPv6Prefix
}
