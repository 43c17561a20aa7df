package enrich

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/gaissmai/bart"

	"concurrentsessions/internal/epoch"
)

// trusted is a list of networks whose sightings do not count. A line is
//
//	CIDR [, label [, expiry]]
//
// An address alone is a network of one. The expiry is a time, or a day, from
// which on the network is no longer trusted; what counts is the time of the
// event. The columns are those of the app's lookup of the same purpose, whose
// header line is skipped.
type trusted struct {
	table    bart.Table[[]epoch.Micros] // the expiries of a network; none is never
	expiries []epoch.Micros             // of all, in order
}

func openTrusted(name string) (*trusted, error) {
	t := &trusted{}
	first := true
	err := eachLine(name, func(text string) error {
		isHeader := first && strings.EqualFold(strings.TrimSpace(strings.SplitN(text, ",", 2)[0]), "cidr")
		first = false
		if isHeader {
			return nil
		}
		return t.add(text)
	})
	t.expiries = sortedTimes(t.expiries)
	return t, err
}

func (t *trusted) add(text string) error {
	fields := strings.SplitN(text, ",", 3)
	network, err := parseNetwork(strings.TrimSpace(fields[0]))
	if err != nil {
		return err
	}
	expiry := epoch.Forever
	if len(fields) == 3 && strings.TrimSpace(fields[2]) != "" {
		if expiry, err = parseExpiry(strings.TrimSpace(fields[2])); err != nil {
			return err
		}
		t.expiries = append(t.expiries, expiry)
	}
	have, _ := t.table.Get(network)
	t.table.Insert(network, append(slices.Clone(have), expiry))
	return nil
}

func parseNetwork(text string) (netip.Prefix, error) {
	if addr, err := netip.ParseAddr(text); err == nil {
		addr = addr.Unmap().WithZone("")
		return netip.PrefixFrom(addr, addr.BitLen()), nil
	}
	network, err := netip.ParsePrefix(text)
	if err != nil {
		return network, fmt.Errorf("%q is no network; want CIDR such as 192.0.2.0/24 or 2001:db8::/32, then a label and an expiry if wanted", text)
	}
	if addr := network.Addr(); addr.Is4In6() && network.Bits() >= 96 {
		network = netip.PrefixFrom(addr.Unmap(), network.Bits()-96)
	}
	return network.Masked(), nil
}

// parseExpiry reads a time, or a day.
func parseExpiry(text string) (epoch.Micros, error) {
	if at, ok := epoch.Parse([]byte(text)); ok {
		return at, nil
	}
	if at, ok := epoch.Parse([]byte(text + "T00:00:00Z")); ok {
		return at, nil
	}
	return 0, fmt.Errorf("the expiry %q is no time; want a day such as 2026-12-31, an RFC 3339 time or epoch seconds", text)
}

// slot is the number of expiries at or before the moment.
func (t *trusted) slot(at epoch.Micros) int {
	n, _ := slices.BinarySearch(t.expiries, at+1)
	return n
}

// has says whether the address is in a network that is trusted in the slot.
// Of networks inside each other, any that is trusted is enough.
func (t *trusted) has(addr netip.Addr, slot int) bool {
	for _, expiries := range t.table.Supernets(netip.PrefixFrom(addr, addr.BitLen())) {
		for _, expiry := range expiries {
			if expiry == epoch.Forever {
				return true
			}
			if n, _ := slices.BinarySearch(t.expiries, expiry); n >= slot {
				return true
			}
		}
	}
	return false
}
