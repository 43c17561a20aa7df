package enrich

import (
	"fmt"
	"net/netip"

	"github.com/gaissmai/bart"

	"concurrentsessions/internal/epoch"
)

// trusted is a list of networks whose sightings do not count. An address alone
// is a network of one.
type trusted struct {
	until bart.Table[epoch.Micros]
	ends  []epoch.Micros // of all networks
}

func openTrusted(name string) (*trusted, error) {
	t := &trusted{}
	err := eachEntry(name, "cidr", "label", func(e entry) error {
		network, err := parseNetwork(e.value)
		if err != nil {
			return err
		}
		t.ends = append(t.ends, e.until)
		if until, ok := t.until.Get(network); !ok || until < e.until {
			t.until.Insert(network, e.until)
		}
		return nil
	})
	return t, err
}

func parseNetwork(text string) (netip.Prefix, error) {
	if addr, err := netip.ParseAddr(text); err == nil {
		addr = addr.Unmap().WithZone("")
		return netip.PrefixFrom(addr, addr.BitLen()), nil
	}
	network, err := netip.ParsePrefix(text)
	if err != nil {
		return network, fmt.Errorf("%q is no network; want CIDR such as 192.0.2.0/24 or 2001:db8::/32, then a label and the last day if wanted", text)
	}
	if addr := network.Addr(); addr.Is4In6() && network.Bits() >= 96 {
		network = netip.PrefixFrom(addr.Unmap(), network.Bits()-96)
	}
	return network.Masked(), nil
}

// has says whether the address is in a network that is trusted at the moment.
// Of networks inside each other, any that is trusted is enough.
func (t *trusted) has(addr netip.Addr, at epoch.Micros) bool {
	for _, until := range t.until.Supernets(netip.PrefixFrom(addr, addr.BitLen())) {
		if at < until {
			return true
		}
	}
	return false
}
