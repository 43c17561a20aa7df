package simulate

import (
	"fmt"
	"time"

	"concurrentsessions/internal/epoch"
)

// Cause is why a request does not come from where the last one came from, by
// name; "" where nothing is special.
type Cause string

// The benign causes.
const (
	CarrierNATCause   Cause = "carrier_nat"
	DualStackCause    Cause = "dual_stack"
	PrivacyCause      Cause = "ipv6_privacy"
	CommuteCause      Cause = "commute"
	VPNCause          Cause = "vpn"
	SplitTunnelCause  Cause = "split_tunnel"
	CloudProxyCause   Cause = "cloud_proxy"
	PrivacyRelayCause Cause = "privacy_relay"
	WifiMobileCause   Cause = "wifi_mobile"
	SecondDeviceCause Cause = "second_device"
	DesktopSiteCause  Cause = "desktop_site"
	TokenRelayCause   Cause = "token_relay"
	ProviderCause     Cause = "provider_name"
	KioskCause        Cause = "kiosk"
	ServiceCause      Cause = "service_account"
)

// Causes lists the benign causes: first those of single requests, then those
// that last.
func Causes() []Cause {
	return []Cause{
		ProviderCause, TokenRelayCause, DualStackCause, PrivacyCause, CarrierNATCause, CloudProxyCause, PrivacyRelayCause,
		SplitTunnelCause, DesktopSiteCause, WifiMobileCause, SecondDeviceCause, VPNCause, CommuteCause, KioskCause, ServiceCause,
	}
}

// route is the way of requests to the sources: most come from the main place,
// some from one of the others, for the cause.
type route struct {
	main   place
	others []place
	away   float64 // the probability of the others
	cause  Cause
}

func (r *route) next(d dice) (place, Cause) {
	if len(r.others) > 0 && d.chance(r.away) {
		return pick(d, r.others), r.cause
	}
	return r.main, ""
}

// stay is time spent with one client on one route.
type stay struct {
	from, to epoch.Micros
	route    route
	// cause holds for all requests; "" leaves it to the route.
	cause  Cause
	client *client
	// programs says that desktop programs share the session, where the source
	// has such.
	programs bool
	device   string // names the device, for the person
	session  string // names its session, for the person
}

// stays is what a person does on a day that begins at from.
func (w *World) stays(d dice, p *person, number int, from epoch.Micros) []stay {
	switch p.kind {
	case kiosk:
		return kioskDay(d, p, number, from)
	case program:
		return programDay(p, from)
	}
	if !isWorkday(from+12*hour) && !d.chance(weekendWork) {
		return nil
	}
	day := w.workday(d, p, number, from)
	if d.chance(w.plan.Rates[SecondDevice]) {
		at := p.begin + d.between(0, p.end-p.begin-90*minute)
		day = append(day, stay{
			from: from + at, to: from + at + d.between(20*minute, 90*minute), route: route{main: p.mobile(d)},
			cause: SecondDeviceCause, client: &p.phone[0], device: "phone", session: fmt.Sprint("phone/", number/7),
		})
	}
	return day
}

// isWorkday says whether a moment, near noon by local time, lies on Monday to
// Friday.
func isWorkday(noon epoch.Micros) bool {
	weekday := time.UnixMicro(int64(noon)).UTC().Weekday()
	return weekday != time.Saturday && weekday != time.Sunday
}

// weekendWork is how many work on a day of the weekend.
const weekendWork = 0.1

func (p *person) mobile(d dice) place { return at(mobileNet, p.where, d.Uint32()) }

// workday is the day at the laptop: at home or in the office, by VPN, and once
// in a while on the way.
func (w *World) workday(d dice, p *person, number int, from epoch.Micros) []stay {
	begin, end := from+p.begin, from+p.end
	base := stay{
		route: p.atHome(d), client: &p.laptop[0], device: "laptop", session: fmt.Sprint("laptop/", number),
		programs: d.chance(w.plan.Rates[RichClients]),
	}
	var day []stay
	add := func(s stay, until epoch.Micros) {
		s.from, s.to = begin, until
		day = append(day, s)
		begin = until
	}
	// sit spends time up to a moment on a base, away from it in between.
	sit := func(s stay, until epoch.Micros) {
		if !d.chance(w.plan.Rates[WifiToMobile]) {
			add(s, until)
			return
		}
		mobile := s
		mobile.route, mobile.cause = route{main: p.mobile(d)}, WifiMobileCause
		add(s, d.between(begin, until))
		add(mobile, min(until, begin+d.between(10*minute, 50*minute)))
		add(s, until)
	}
	if d.chance(w.plan.Rates[OfficeDays]) {
		add(base, begin+d.between(15*minute, 60*minute))
		begin += d.between(15*minute, 60*minute) // on the way
		base.route, base.cause = route{main: office(p.where)}, CommuteCause
		sit(base, end)
	} else if p.way == vpnAtTimes {
		add(base, begin+d.between(10*minute, 3*hour))
		tunnel := base
		tunnel.route, tunnel.cause = route{main: gateway(p.gateway)}, VPNCause
		sit(tunnel, begin+d.between(hour, 4*hour))
		add(base, end)
	} else {
		sit(base, end)
	}
	w.update(d, p, day)
	w.tablet(d, day)
	return day
}

// atHome is how a person goes from home.
func (p *person) atHome(d dice) route {
	switch p.way {
	case splitTunnel:
		return route{main: p.line.main, others: []place{gateway(p.gateway)}, away: 0.5, cause: SplitTunnelCause}
	case cloudProxy:
		exits := neighbours(d, proxyNet, p.where, 4)
		if d.chance(0.5) { // a point of presence with several networks
			exits = append(exits, neighbours(d, proxyNet, p.where, 4)...)
		}
		return route{main: exits[0], others: exits[1:], away: 0.5, cause: CloudProxyCause}
	case privacyRelay:
		exits := pool(d, relayNet, p.where, 2)
		return route{main: exits[0], others: append(exits[1:], at(relayNet, d.IntN(len(sites)), d.Uint32())), away: 0.3, cause: PrivacyRelayCause}
	}
	return p.line
}

// update makes the browser a version newer for the rest of the day, at times.
func (w *World) update(d dice, p *person, day []stay) {
	if !d.chance(w.plan.Rates[BrowserUpdates]) {
		return
	}
	for i := len(day) / 2; i < len(day); i++ {
		day[i].client = &p.laptop[1]
	}
}

// tablet makes a day one at a tablet, at times: in the middle it begins to pose
// as a desktop.
func (w *World) tablet(d dice, day []stay) {
	if !d.chance(w.plan.Rates[DesktopSite]) {
		return
	}
	for i := range day {
		day[i].client, day[i].programs = &safariTablet[0], false
		if i >= len(day)/2 {
			day[i].client, day[i].cause = &safariTablet[1], DesktopSiteCause
		}
	}
}

// kioskDay is a shared account: signed in at several desks all day.
func kioskDay(d dice, p *person, number int, from epoch.Micros) []stay {
	var day []stay
	for i, at := range p.others {
		day = append(day, stay{
			from: from + p.begin, to: from + p.end, route: route{main: at}, cause: KioskCause,
			client: &desktops[(p.number+i)%len(desktops)][0],
			device: fmt.Sprint("desk", i), session: fmt.Sprint("desk", i, "/", number),
		})
	}
	d.Shuffle(len(day), func(i, j int) { day[i], day[j] = day[j], day[i] })
	return day
}

// programDay is a program that runs on two hosts behind two gateways, with
// one key.
func programDay(p *person, from epoch.Micros) []stay {
	return []stay{{
		from: from, to: from + day, cause: ServiceCause, client: &p.laptop[0], device: "program", session: "program",
		route: route{main: p.others[0], others: p.others[1:], away: 0.5},
	}}
}
