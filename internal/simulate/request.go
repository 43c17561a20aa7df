package simulate

import (
	"cmp"
	"slices"

	"concurrentsessions/internal/epoch"
)

// requests are what a source sees of a person's stays, by time.
func (w *World) requests(d dice, s *Source, p *person, stays []stay) []Event {
	var list []Event
	pause := s.pause
	if p.kind == program {
		pause = 30 * minute
	}
	for i := range stays {
		st := &stays[i]
		// Who comes to a new network is asked soon.
		for t := d.between(st.from, min(st.to, st.from+10*minute)); t < st.to; t += d.around(pause) {
			at := t
			for range 1 + d.IntN(s.burst) {
				list = w.request(d, s, p, st, at, list)
				at += d.between(epoch.Second, 20*epoch.Second)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Event) int { return cmp.Compare(a.At, b.At) })
	return list
}

// request appends one request of a stay, and what the provider adds to it.
func (w *World) request(d dice, s *Source, p *person, st *stay, when epoch.Micros, list []Event) []Event {
	r := &w.plan.Rates
	from, cause := st.route.next(d)
	if st.cause != "" {
		cause = st.cause
	}
	e := Event{
		At: when - when%s.grain, who: p, from: from, client: st.client, device: st.device, session: st.session, cause: cause,
	}
	if s.microsoft && st.programs && d.chance(byProgram) {
		e.client = e.client.program()
	}
	if s.aws && d.chance(r[ProviderNames]) {
		e.from, e.cause = place{service: pick(d, awsServices)}, ProviderCause
	}
	list = append(list, e)
	if s.microsoft && d.chance(r[TokenRelay]) {
		e.from, e.cause = at(tokenNet, d.IntN(len(sites)), d.Uint32()), TokenRelayCause
		list = append(list, e)
	}
	return list
}

// byProgram is how many of the requests are a desktop program's, if there is one.
const byProgram = 0.4

// awsServices call on a user's behalf. Only the first is in the public set.
var awsServices = []string{"health.amazonaws.com", "health.amazonaws.com", "health.amazonaws.com", "AWS Internal"}
