package evaluate

import (
	"slices"

	"concurrentsessions/internal/simulate"
)

// verdict is what is behind an alert: attacks, or else a benign cause.
type verdict struct {
	attacks []string
	cause   simulate.Cause
}

// count counts an alert.
func (a *Alerts) count(v verdict) {
	a.All++
	if len(v.attacks) == 0 {
		a.False[v.cause]++
	}
}

// behind looks behind an alert with these events, by time. The cause is the one
// that most of the changes of origin are due to; of two causes that meet in a
// change, the more momentary one.
func behind(members []*Event, originOf func(src string) string) (v verdict) {
	order := simulate.Causes()
	due := make([]int, len(order)+1)
	before := ""
	for i, m := range members {
		if m.Attack != "" && !slices.Contains(v.attacks, m.Attack) {
			v.attacks = append(v.attacks, m.Attack)
		}
		here := originOf(m.Src)
		if i > 0 && here != before {
			due[min(rank(order, members[i-1].Cause), rank(order, m.Cause))]++
		}
		before = here
	}
	most := len(order)
	for i := range order {
		if due[i] > due[most] || (due[i] > 0 && due[i] == due[most]) {
			most = i
		}
	}
	if most < len(order) {
		v.cause = order[most]
	} else {
		v.cause = OtherCause
	}
	return v
}

// OtherCause is a false alarm without one of the simulated causes.
const OtherCause simulate.Cause = "other"

// rank is the place of a cause in order, the end for none.
func rank(order []simulate.Cause, c simulate.Cause) int {
	if i := slices.Index(order, c); i >= 0 {
		return i
	}
	return len(order)
}
