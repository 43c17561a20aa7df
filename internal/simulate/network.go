package simulate

import (
	"net/netip"

	"concurrentsessions/internal/epoch"
)

// site is a town where people work.
type site struct {
	city, state, country, code string
	lat, lon                   float64
	zone                       int // hours east of UTC
}

// midnight is the site's local midnight, counted from the UTC midnight before.
func (s *site) midnight() epoch.Micros { return epoch.Micros((24-s.zone)%24) * hour }

var sites = []site{
	{"Gothenburg", "Vastra Gotaland", "Sweden", "SE", 57.7065, 11.967, 1},
	{"Krakow", "Lesser Poland", "Poland", "PL", 50.0614, 19.9366, 1},
	{"Austin", "Texas", "United States", "US", 30.2672, -97.7431, -6},
	{"Toronto", "Ontario", "Canada", "CA", 43.6511, -79.3837, -5},
	{"Singapore", "Central", "Singapore", "SG", 1.2897, 103.8501, 8},
}

// abroad are towns where hosting companies are.
var abroad = []site{
	{"Porto Alegre", "Rio Grande do Sul", "Brazil", "BR", -30.0346, -51.2177, -3},
	{"Johannesburg", "Gauteng", "South Africa", "ZA", -26.2041, 28.0473, 2},
	{"Riga", "Riga", "Latvia", "LV", 56.946, 24.1059, 2},
	{"Montreal", "Quebec", "Canada", "CA", 45.5019, -73.5674, -5},
}

// network is who routes an address, and where that is.
type network struct {
	asn  int
	org  string
	site *site
}

// place is where a request comes from.
type place struct {
	addr netip.Addr
	net  *network
	// service is the provider's name when it acts itself; it has no address.
	service string
}

// The kinds of networks, and the second octet's part of the address plan.
const (
	homeNet = iota
	mobileNet
	officeNet
	vpnNet
	proxyNet
	relayNet
	tokenNet
	rivalNet // a second provider of homes at the same site
	hostingNet
	numNets
)

var netNames = [numNets]string{
	"Example Fibre", "Example Mobile", "Example Corp", "Example Corp Gateway", "Example Cloud Proxy",
	"Example Relay", "Example Sign-in", "Example Cable", "Example Hosting",
}

// networks has one of each kind at each site, and hosting abroad.
var networks = func() (list [numNets][]network) {
	for kind := range list {
		at := sites
		if kind == hostingNet {
			at = abroad
		}
		for i := range at {
			list[kind] = append(list[kind], network{asn: number(kind, i), org: netNames[kind], site: &at[i]})
		}
	}
	return list
}()

// number gives network numbers for documentation (RFC 5398). The companies
// that are the same everywhere have one; an office and its gateway share one.
func number(kind, site int) int {
	switch kind {
	case homeNet:
		return 64496 + site
	case mobileNet:
		return 64501 + site
	case rivalNet:
		return 64506 + site
	case officeNet, vpnNet:
		return 64511
	case hostingNet:
		return 65540 + site
	}
	return 65536 + kind - proxyNet
}

// v4 is host of a network: the plan gives each network 2^20 addresses.
func v4(kind, site int, host uint32) netip.Addr {
	a := 240<<24 | uint32(kind)<<23 | uint32(site)<<20 | host&0xfffff
	return netip.AddrFrom4([4]byte{byte(a >> 24), byte(a >> 16), byte(a >> 8), byte(a)})
}

// v6 is an address of a home: each has a /56 of its own.
func v6(site int, home, iface uint64) netip.Addr {
	var b [16]byte
	b[0], b[1], b[2], b[3] = 0x20, 0x01, 0x0d, 0xb8
	b[4], b[5], b[6] = byte(site<<4)|byte(home>>16), byte(home>>8), byte(home)
	for i := range 8 {
		b[8+i] = byte(iface >> (56 - 8*i))
	}
	return netip.AddrFrom16(b)
}

// at is host number host of the network of a kind at a site.
func at(kind, site int, host uint32) place {
	return place{addr: v4(kind, site, host), net: &networks[kind][site]}
}

// pool is n addresses of a network, spread over its /24s.
func pool(d dice, kind, site, n int) []place {
	list := make([]place, n)
	for i := range list {
		list[i] = at(kind, site, d.Uint32())
	}
	return list
}

// neighbours is n addresses of one /24 of a network.
func neighbours(d dice, kind, site, n int) []place {
	base := d.Uint32() &^ 255
	list := make([]place, n)
	for i := range list {
		list[i] = at(kind, site, base|d.Uint32N(256))
	}
	return list
}
