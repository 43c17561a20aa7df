package score

import (
	"net/netip"

	"concurrentsessions/internal/engine"
	"concurrentsessions/internal/origin"
	"concurrentsessions/internal/sighting"
)

// Rule is one step of the score: points for a kind of evidence.
type Rule struct {
	Name   string
	Points int
	// Reason says in words what the evidence is.
	Reason string
	// Applies says whether the episode shows it.
	Applies func(*engine.Episode) bool
}

// Rules are all steps there are, in the order in which reasons are given.
// Nothing else moves a score.
//
// The points are fitted to simulated organisations, and judged on others:
// docs/DETECTION-QUALITY.md has the figures. Interleaved use counts for little
// because split tunnels and pools of addresses interleave as well.
var Rules = []Rule{
	{
		"interleaved", +5, "one origin was seen both before and after another: two holders at once",
		func(e *engine.Episode) bool { return e.Interleaved },
	},
	{
		"os", +20, "different operating systems",
		func(e *engine.Episode) bool { return len(e.Shows[sighting.OS]) > 1 },
	},
	{
		"browser", +15, "different browsers or clients",
		func(e *engine.Episode) bool { return len(e.Shows[sighting.Browser]) > 1 },
	},
	{
		"country", +30, "different countries",
		func(e *engine.Episode) bool { return len(e.Shows[sighting.Country]) > 1 },
	},
	{
		"asn", +5, "networks of different providers",
		func(e *engine.Episode) bool { return len(e.Shows[sighting.ASN]) > 1 },
	},
	{
		"speed", +5, "a move between two places faster than an airliner flies",
		func(e *engine.Episode) bool { return e.TopSpeed > airliner && e.Distance > farEnough },
	},
	{
		"move", -5, "a single move from one origin to another",
		func(e *engine.Episode) bool { return e.Switches == 1 },
	},
	{
		"same_client", -10, "the same operating system and browser everywhere",
		func(e *engine.Episode) bool { return isOneClient(e) && len(e.Shows[sighting.Browser]) == 1 },
	},
	{
		"same_provider", -25, "all networks are of one provider",
		func(e *engine.Episode) bool {
			return len(e.Shows[sighting.ASN]) == 1 && len(e.Shows[sighting.Origin]) > 1
		},
	},
	{
		"dual_stack", -25, "one IPv4 and one IPv6 origin of the same client",
		func(e *engine.Episode) bool { return isDualStack(e) },
	},
	{
		"neighbours", -40, "all origins lie in one neighbourhood (IPv4 /24, IPv6 /48)",
		func(e *engine.Episode) bool { return areNeighbours(e.Shows[sighting.Origin]) },
	},
	{
		"same_moment", -30, "two origins at the very same moment: a relay beside the user",
		func(e *engine.Episode) bool { return e.HasGap && e.ClosestGap == 0 },
	},
}

const (
	// airliner is a speed in km/h that no traveller exceeds.
	airliner = 900
	// farEnough is a distance in km beyond what databases of places are wrong
	// by.
	farEnough = 200
)

// isOneClient says whether the client looks the same everywhere: in its
// families, or in its user agent where that tells none.
func isOneClient(e *engine.Episode) bool {
	systems, browsers := len(e.Shows[sighting.OS]), len(e.Shows[sighting.Browser])
	return systems <= 1 && browsers <= 1 && (systems+browsers > 0 || len(e.Shows[sighting.UserAgent]) <= 1)
}

// isDualStack says whether a client that looks the same everywhere used one
// IPv4 and one IPv6 origin of one place and provider, as a browser does whose
// host has both.
func isDualStack(e *engine.Episode) bool {
	origins := e.Shows[sighting.Origin]
	if len(origins) != 2 || !isOneClient(e) || len(e.Shows[sighting.Country]) > 1 || len(e.Shows[sighting.ASN]) > 1 {
		return false
	}
	a, aOK := parsePrefix(origins[0])
	b, bOK := parsePrefix(origins[1])
	return aOK && bOK && a.Addr().Is4() != b.Addr().Is4()
}

// areNeighbours says whether there are several origins and all are addresses
// in one /24 of IPv4 or one /48 of IPv6: the usual size of one site's network.
func areNeighbours(origins []string) bool {
	if len(origins) < 2 {
		return false
	}
	var site netip.Prefix
	for i, text := range origins {
		o, ok := parsePrefix(text)
		if !ok {
			return false
		}
		if i == 0 {
			site = siteOf(o.Addr())
		}
		if o.Bits() < site.Bits() || !site.Contains(o.Addr()) {
			return false
		}
	}
	return true
}

func siteOf(addr netip.Addr) netip.Prefix {
	bits := 48
	if addr.Is4() {
		bits = 24
	}
	return netip.PrefixFrom(addr, bits)
}

// parsePrefix reads an origin back from its text. With origin=exact this is as
// logs write it: an IPv4-mapped IPv6 address is the IPv4 address, a port is
// dropped, and what is no address is none.
func parsePrefix(text string) (netip.Prefix, bool) {
	if addr, ok := origin.ParseAddr(text); ok {
		return netip.PrefixFrom(addr, addr.BitLen()), true
	}
	prefix, err := netip.ParsePrefix(text)
	return prefix, err == nil
}
