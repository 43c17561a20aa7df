package score

import (
	"net/netip"

	"concurrentsessions/internal/engine"
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
var Rules = []Rule{
	{
		"interleaved", +20, "one origin was seen both before and after another: two holders at once",
		func(e *engine.Episode) bool { return e.Interleaved },
	},
	{
		"os", +15, "different operating systems",
		func(e *engine.Episode) bool { return len(e.Shows[sighting.OS]) > 1 },
	},
	{
		"browser", +10, "different browsers or clients",
		func(e *engine.Episode) bool { return len(e.Shows[sighting.Browser]) > 1 },
	},
	{
		"country", +15, "different countries",
		func(e *engine.Episode) bool { return len(e.Shows[sighting.Country]) > 1 },
	},
	{
		"asn", +10, "networks of different providers",
		func(e *engine.Episode) bool { return len(e.Shows[sighting.ASN]) > 1 },
	},
	{
		"move", -15, "a single move from one origin to another",
		func(e *engine.Episode) bool { return e.Switches == 1 },
	},
	{
		"dual_stack", -30, "one IPv4 and one IPv6 origin of the same client",
		func(e *engine.Episode) bool { return isDualStack(e) },
	},
	{
		"neighbours", -30, "all origins lie in one neighbourhood (IPv4 /24, IPv6 /48)",
		func(e *engine.Episode) bool { return areNeighbours(e.Shows[sighting.Origin]) },
	},
}

// isDualStack says whether a client that looks the same everywhere used one
// IPv4 and one IPv6 origin, as a browser does whose host has both.
func isDualStack(e *engine.Episode) bool {
	origins := prefixes(e.Shows[sighting.Origin])
	return len(origins) == 2 && origins[0].Addr().Is4() != origins[1].Addr().Is4() &&
		len(e.Shows[sighting.UserAgent]) <= 1 &&
		len(e.Shows[sighting.OS]) <= 1 && len(e.Shows[sighting.Browser]) <= 1
}

// areNeighbours says whether there are several origins and all are addresses
// in one /24 of IPv4 or one /48 of IPv6: the usual size of one site's network.
func areNeighbours(texts []string) bool {
	origins := prefixes(texts)
	if len(origins) < 2 {
		return false
	}
	bits := 48
	if origins[0].Addr().Is4() {
		bits = 24
	}
	site, err := origins[0].Addr().Prefix(bits)
	if err != nil {
		return false
	}
	for _, o := range origins {
		if o.Bits() < bits || !site.Contains(o.Addr()) {
			return false
		}
	}
	return true
}

// prefixes reads origins back from their text. Origins that are no addresses
// (origin=exact) give none at all.
func prefixes(texts []string) []netip.Prefix {
	list := make([]netip.Prefix, 0, len(texts))
	for _, text := range texts {
		if addr, err := netip.ParseAddr(text); err == nil {
			list = append(list, netip.PrefixFrom(addr, addr.BitLen()))
		} else if prefix, err := netip.ParsePrefix(text); err == nil {
			list = append(list, prefix)
		} else {
			return nil
		}
	}
	return list
}
