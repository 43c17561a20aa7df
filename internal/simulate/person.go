package simulate

import (
	"fmt"

	"concurrentsessions/internal/epoch"
)

// person is somebody with an account, or a program with one.
type person struct {
	number     int
	login      string
	kind       kind
	site       *site
	where      int          // the site's number
	gateway    int          // the number of the VPN gateway's site
	begin, end epoch.Micros // of the working day, from local midnight
	laptop     *model
	phone      *model
	line       route // the line at home
	way        way   // how they go from there
	others     []place
}

type kind uint8

const (
	employee kind = iota
	kiosk
	program
)

// way is what a person has between home and the sources.
type way uint8

const (
	direct way = iota
	vpnAtTimes
	splitTunnel
	cloudProxy
	privacyRelay
)

func (w *World) newPerson(i int) person {
	d := roll(w.plan.Seed, streamPerson, uint64(i))
	r := &w.plan.Rates
	where := d.IntN(len(sites))
	p := person{
		number: i, login: fmt.Sprintf("u%06d", i), site: &sites[where], where: where,
		begin:  8*hour + d.between(-hour, 90*minute),
		laptop: pick(d, desktops), phone: pick(d, phones),
	}
	p.end = p.begin + 8*hour + d.between(0, 90*minute)
	p.line = homeLine(d, r, i, where)
	switch x := d.Float64(); {
	case x < r[Kiosks]:
		p.kind = kiosk
		p.others = append(pool(d, homeNet, where, 2), at(officeNet, where, 10))
	case x < r[Kiosks]+r[ServiceAccounts]:
		p.kind, p.laptop = program, &poller
		p.others = []place{at(officeNet, where, 20), at(officeNet, where, 256+20)}
	}
	if p.gateway = where; d.chance(r[GatewayAbroad]) {
		p.gateway = (where + 1 + d.IntN(len(sites)-1)) % len(sites)
	}
	switch x := d.Float64(); {
	case x < r[VPN]:
		p.way = vpnAtTimes
	case x < r[VPN]+r[SplitTunnel]:
		p.way = splitTunnel
	case x < r[VPN]+r[SplitTunnel]+r[CloudProxy]:
		p.way = cloudProxy
	case x < r[VPN]+r[SplitTunnel]+r[CloudProxy]+r[PrivacyRelay]:
		p.way = privacyRelay
	}
	return p
}

// homeLine is the line at somebody's home: one of four kinds.
func homeLine(d dice, r *Rates, i, where int) route {
	net := &networks[homeNet][where]
	home := uint64(i)
	six := func() place {
		return place{addr: v6(where, home, d.Uint64()|1), net: net}
	}
	four := at(homeNet, where, uint32(i))
	switch x := d.Float64(); {
	case x < r[CarrierNAT]:
		shared := neighbours(d, homeNet, where, 6)
		if d.chance(0.3) { // a carrier that spreads its users over several networks
			shared = pool(d, homeNet, where, 6)
		}
		return route{main: shared[0], others: shared[1:], away: 0.3, cause: CarrierNATCause}
	case x < r[CarrierNAT]+r[DualStack]:
		return route{main: six(), others: []place{four}, away: r[DualStackAway], cause: DualStackCause}
	case x < r[CarrierNAT]+r[DualStack]+r[PrivacyAddresses]:
		return route{main: six(), others: []place{six(), six(), six()}, away: 0.5, cause: PrivacyCause}
	}
	return route{main: four}
}

// addresses of an organisation's gateways at a site.
func office(where int) place  { return at(officeNet, where, 10) }
func gateway(where int) place { return at(vpnNet, where, 10) }
