package evaluate

import (
	"concurrentsessions/internal/epoch"
)

// reach says how close an attack comes to the owner's requests, from what is
// known of the events alone: neither projector nor engine is asked.
func (j *judge) reach(attack string, events []*Event) Reach {
	var r Reach
	arrived, named, within := 0, 0, false
	for _, a := range events {
		if a.Attack != attack {
			continue
		}
		arrived++
		if j.bySession && a.Session == "" {
			continue
		}
		named++
		for _, b := range events {
			if a == b || a.Src == b.Src || b.Src == "" || (j.bySession && a.Session != b.Session) {
				continue
			}
			gap := distance(a.At, b.At)
			if !r.HasGap || gap < r.Gap {
				r.Gap, r.HasGap = gap, true
			}
			if gap <= j.profile.Window {
				within = true
				r.Within = r.Within || !j.needsClient || a.Client != b.Client
			}
		}
	}
	switch {
	case r.Within:
	case arrived == 0:
		r.Why = WhyLost
	case named == 0:
		r.Why = WhyNoSession
	case !r.HasGap:
		r.Why = WhyAlone
	case within:
		r.Why = WhySameClient
	default:
		r.Why = WhyFar
	}
	return r
}

func distance(a, b epoch.Micros) epoch.Micros { return max(a-b, b-a) }
