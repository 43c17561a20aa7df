package simulate

import (
	"cmp"
	"fmt"
	"slices"

	"concurrentsessions/internal/epoch"
)

// Attack is a session used by a thief.
type Attack struct {
	ID   string `json:"id"`
	Kind string `json:"kind"`
	User string `json:"user"`
	// Gap is what was planned, in microseconds: from the owner's last request
	// to the thief's first. What came about may be less, as the owner goes on.
	Gap epoch.Micros `json:"gap"`
	// Requests is how many the thief made.
	Requests int `json:"requests"`
}

// attackKind is a way to use what was stolen.
type attackKind struct {
	name  string
	share int // of a hundred attacks
	from  func(dice, *person) place
	// posing is how often the thief sends the owner's own user agent.
	posing float64
	// proxied: the theft happens at a sign-in through the thief's proxy.
	proxied bool
	// left: the thief waits until the owner has gone.
	left bool
}

// The shares are an assumption: no report gives any.
var attackKinds = []attackKind{
	{name: "replay", share: 35, from: fromAbroad},
	{name: "replay_same_agent", share: 12, from: fromAbroad, posing: 1},
	{name: "aitm", share: 20, from: fromAbroad, proxied: true},
	{name: "replay_same_country", share: 15, from: fromSameCountry},
	{name: "replay_same_asn", share: 8, from: fromSameASN, posing: 0.5},
	{name: "after_leaving", share: 10, from: fromAbroad, posing: 0.3, left: true},
}

// AttackKinds lists the names of the kinds of attacks.
func AttackKinds() []string {
	names := make([]string, len(attackKinds))
	for i, k := range attackKinds {
		names[i] = k.name
	}
	return names
}

func fromAbroad(d dice, _ *person) place      { return at(hostingNet, d.IntN(len(abroad)), d.Uint32()) }
func fromSameCountry(d dice, p *person) place { return at(rivalNet, p.where, d.Uint32()) }
func fromSameASN(d dice, p *person) place     { return at(homeNet, p.where, 1<<19|d.Uint32()) }

// Gaps are the gaps that attacks are planned with, all equally often.
func Gaps() []epoch.Micros {
	return []epoch.Micros{
		epoch.Second, 5 * epoch.Second, 20 * epoch.Second, minute, 2 * minute, 4 * minute, 10 * minute, 30 * minute, 55 * minute,
		2 * hour, 6 * hour, 24 * hour,
	}
}

// attack adds the attack of the day, if there is one, to the day's events.
func (w *World) attack(d dice, s *Source, p *person, number int, events []Event) ([]Event, []Attack) {
	victim := slices.DeleteFunc(indices(len(events)), func(i int) bool { return events[i].from.service != "" || events[i].cause == TokenRelayCause })
	if len(victim) == 0 || !d.chance(w.plan.Rates[Attacks]) {
		return events, nil
	}
	k := pickKind(d)
	gaps := Gaps()
	if k.left {
		gaps = gaps[5:]
	}
	a := Attack{ID: fmt.Sprintf("%s/%s/%d", s.Name, p.login, number), Kind: k.name, User: p.login, Gap: pick(d, gaps)}
	stolen := &events[pick(d, victim)]
	if k.proxied {
		stolen.from, stolen.attack, stolen.cause = k.from(d, p), a.ID, ""
		a.Requests++
	}
	thief := *stolen
	thief.from, thief.attack, thief.cause = k.from(d, p), a.ID, ""
	if !d.chance(k.posing) {
		thief.client = &other(d, stolen.client)[0]
	}
	began := stolen.At
	quiet := began + a.Gap // until then the owner makes no request
	requests := 1
	if !d.chance(w.plan.Rates[SingleReplay]) {
		requests += 1 + d.IntN(6)
	} else {
		quiet += 2 * hour
	}
	if k.left {
		quiet += day
	}
	events = slices.DeleteFunc(events, func(e Event) bool { return e.At > began && e.At <= quiet })
	// A request of the same moment, as a relay's, is the owner's.
	thief.At = began + a.Gap
	for range requests {
		thief.At -= thief.At % s.grain
		events = append(events, thief)
		thief.At += d.between(20*epoch.Second, 8*minute)
		a.Requests++
	}
	slices.SortStableFunc(events, func(a, b Event) int { return cmp.Compare(a.At, b.At) })
	return events, []Attack{a}
}

func indices(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

func pickKind(d dice) *attackKind {
	x := d.IntN(100)
	for i := range attackKinds {
		if x -= attackKinds[i].share; x < 0 {
			return &attackKinds[i]
		}
	}
	return &attackKinds[0]
}

// other is a thief's client that is not of the owner's family.
func other(d dice, owner *client) *model {
	first := d.IntN(len(tools))
	for i := range tools {
		if m := tools[(first+i)%len(tools)]; m[0].family != owner.family {
			return m
		}
	}
	return &firefoxLinux
}
