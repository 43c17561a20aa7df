package simulate

import "concurrentsessions/internal/epoch"

// deliver is what becomes of the events on their way into the index.
func (w *World) deliver(d dice, s *Source, p *person, number int, events []Event) []Event {
	r := &w.plan.Rates
	base := roll(w.plan.Seed, streamSource+uint64(s.number), uint64(p.number), uint64(number), 1).Uint64()
	kept := make([]Event, 0, len(events))
	for i := range events {
		e := events[i]
		e.id = mix(base + uint64(i))
		e.named = s.missing == NumRates || !d.chance(r[s.missing])
		e.agent = !s.aws || !d.chance(r[ProviderAgents])
		e.details = !d.chance(r[MissingDetailsAzure])
		e.Logged = e.At
		if s.Name == "azure_ad" {
			// Public samples: the log is 0, 107 and 146 seconds behind.
			e.Logged += d.between(0, 150*epoch.Second)
		}
		e.Indexed = e.Logged + d.between(s.lag[0], s.lag[1])
		if d.chance(r[Late]) {
			e.Indexed += d.between(0, 45*minute)
		}
		lost, twice := d.chance(r[Lost]), d.chance(r[Duplicates])
		if lost {
			continue
		}
		kept = append(kept, e)
		if twice {
			e.Indexed += d.between(epoch.Second, minute)
			kept = append(kept, e)
		}
	}
	return kept
}
