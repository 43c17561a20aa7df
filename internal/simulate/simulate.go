// Package simulate makes the logs of an invented organisation, as each of the
// five sources writes them, and says of each event what is behind it.
//
// It works in layers: a world of people, devices and networks (person.go,
// network.go, client.go); where a person is and by which network in the course
// of a day (stay.go); the requests that a source would log of it (request.go)
// and the attacks among them (attack.go); what becomes of the events on the
// way (delivery.go); and last their text, one file for each source.
//
// Everything about one person's day at one source follows from the plan's seed
// and these three alone. So days can be made in any order and at once, and
// equal plans give equal bytes.
//
// Nothing is real: IPv4 addresses are reserved for future use (240.0.0.0/4,
// RFC 1112: the documentation networks are too small for an organisation),
// IPv6 addresses and network numbers are for documentation (RFC 3849, RFC
// 5398), people are numbers at example.com.
package simulate

import (
	"fmt"
	"time"

	"concurrentsessions/internal/epoch"
)

// Plan says what to simulate.
type Plan struct {
	Seed  uint64
	Users int
	Days  int
	Rates Rates
}

// Default is an organisation of 10,000 for 14 days.
func Default() Plan {
	return Plan{Seed: 1, Users: 10_000, Days: 14, Rates: DefaultRates()}
}

// Most bounds users: what the address plan has room for.
const mostUsers = 1 << 20

// Check says what is wrong with the plan.
func (p *Plan) Check() error {
	if p.Users < 1 || p.Users > mostUsers {
		return fmt.Errorf("users %d: want 1 to %d", p.Users, mostUsers)
	}
	if p.Days < 1 || p.Days > 3650 {
		return fmt.Errorf("days %d: want 1 to 3650", p.Days)
	}
	return p.Rates.check()
}

// World is the organisation of a plan. It does not change and is safe for
// concurrent use.
type World struct {
	plan   Plan
	people []person
}

// New makes the world of a plan.
func New(plan Plan) (*World, error) {
	if err := plan.Check(); err != nil {
		return nil, err
	}
	w := &World{plan: plan, people: make([]person, plan.Users)}
	for i := range w.people {
		w.people[i] = w.newPerson(i)
	}
	return w, nil
}

// Plan is the plan of the world.
func (w *World) Plan() Plan { return w.plan }

// Begin is the first moment of the simulation: a Monday.
func Begin() epoch.Micros {
	return epoch.Micros(time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC).UnixMicro())
}

// Units of time.
const (
	minute = 60 * epoch.Second
	hour   = 60 * minute
	day    = 24 * hour
)

// Day is what one person, numbered from 0, does at a source on one day,
// numbered from 0, attacks on the person included. Days begin at local
// midnight, so events lie between the day's UTC midnight and the end of the
// next day, attacks up to one day later. They come in the order of their time.
func (w *World) Day(s *Source, user, number int) ([]Event, []Attack) {
	p := &w.people[user]
	from := Begin() + epoch.Micros(number)*day + p.site.midnight()
	// One and the same itinerary for all sources: people are in one place.
	stays := w.stays(roll(w.plan.Seed, streamStay, uint64(user), uint64(number)), p, number, from)
	d := roll(w.plan.Seed, streamSource+uint64(s.number), uint64(user), uint64(number))
	events := w.requests(d, s, p, stays)
	events, attacks := w.attack(d, s, p, number, events)
	return w.deliver(d, s, p, number, events), attacks
}
