package appconf

import (
	"fmt"
	"math/rand/v2"

	"concurrentsessions/internal/epoch"
)

const minuteSpan = 60 * epoch.Second

// An arrival is one row: when it happened, which time Splunk gives it, when it
// was indexed and from when on a search finds it.
type arrival struct {
	at, logged, indexed, searchable epoch.Micros
	who, place                      int
}

// A world is days of rows as they arrive.
type world struct {
	begin, end epoch.Micros
	arrivals   []arrival
}

// makeWorld makes days of rows in which one key after the other is used from two
// places, and keys that stay in one place. Rows take up to lag to be indexed, in
// any order, and up to settle more until a search finds them; every tenth comes
// twice. With isLogged the log's own time is up to 12 minutes behind the event.
//
// Uses are of two kinds. Those within one window arrive each with a lag of its
// own. Those over several windows share one lag: parts that arrive out of order
// would be two episodes until the row that joins them arrives.
func makeWorld(dice *rand.Rand, days int, window, lag, settle epoch.Micros, isLogged bool) world {
	w := world{begin: 1_800_000_000 * epoch.Second}
	w.end = w.begin + epoch.Micros(days)*86400*epoch.Second
	for who := range days * 40 {
		start := w.begin + span(dice, w.end-w.begin)
		length, step := window, window/8
		shared := epoch.Micros(-1)
		if who%4 == 3 {
			length, step, shared = window+span(dice, 3*window), window/3, lateness(dice, lag)
		}
		place := 0
		for at := start; at <= start+length; at += 1 + span(dice, step) {
			if who%3 > 0 { // the others stay in one place
				place = dice.IntN(2)
			}
			late := shared
			if late < 0 {
				late = lateness(dice, lag)
			}
			w.arrive(dice, arrival{at: at, who: who, place: place}, late, settle, isLogged)
			if dice.IntN(10) == 0 {
				w.arrive(dice, arrival{at: at, who: who, place: place}, late+span(dice, lag-late), settle, isLogged)
			}
		}
	}
	dice.Shuffle(len(w.arrivals), func(i, k int) { w.arrivals[i], w.arrivals[k] = w.arrivals[k], w.arrivals[i] })
	return w
}

func (w *world) arrive(dice *rand.Rand, a arrival, late, settle epoch.Micros, isLogged bool) {
	a.logged = a.at
	if isLogged {
		a.logged += span(dice, min(late, 12*minuteSpan))
	}
	// Splunk's index time has whole seconds.
	a.indexed = (a.at + late) / epoch.Second * epoch.Second
	a.searchable = a.indexed + span(dice, settle)
	w.arrivals = append(w.arrivals, a)
}

// lateness is seldom much: most rows take a part of a minute or two.
func lateness(dice *rand.Rand, lag epoch.Micros) epoch.Micros {
	switch n := dice.IntN(10); {
	case n < 6:
		return span(dice, min(lag, 2*minuteSpan))
	case n < 9:
		return span(dice, lag/4)
	}
	return span(dice, lag)
}

// span is from 0 to most.
func span(dice *rand.Rand, most epoch.Micros) epoch.Micros {
	return epoch.Micros(dice.Int64N(int64(most) + 1))
}

// searched are the rows that a search finds then: those of its range of event
// time that were indexed in time.
func (w *world) searched(earliest, latest, indexLatest, then epoch.Micros) (found []arrival) {
	for _, a := range w.arrivals {
		if earliest <= a.logged && a.logged < latest && a.indexed < indexLatest && a.searchable <= then {
			found = append(found, a)
		}
	}
	return found
}

// text are the rows as splunkd sends them, with the fields of every profile.
func text(arrivals []arrival) string {
	out := []byte("_time,_indextime,properties.createdDateTime,at,count,user_arn,user_access_key,actor.user.uid,user,app,SessionId," +
		"debugContext.debugData.dtHash,src_ip,src,src_endpoint.ip,client.userAgent.os\n")
	for _, a := range arrivals {
		user, place := fmt.Sprintf("user%d", a.who), fmt.Sprintf("192.0.2.%d", a.place+1)
		out = fmt.Appendf(out, "%s,%s,%s,%s,1,%[5]s,%[5]s,%[5]s,%[5]s,portal,session,token,%[6]s,%[6]s,%[6]s,os%[7]d\n",
			a.logged, a.indexed, a.at, a.at, user, place, a.place)
	}
	return string(out)
}
