package evaluate

import (
	"concurrentsessions/internal/condition"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/origin"
	"concurrentsessions/internal/profile"
	"concurrentsessions/internal/simulate"
	"concurrentsessions/internal/trial"
)

// Sweep is one option changed, and the alerts that this makes.
type Sweep struct {
	Option, Value string
	try           trial.Option
	Alerts
}

// sweeps are the options to try on a source, in the order of tables.
func sweeps(source string) []Sweep {
	p, ok := profile.ByName(source)
	if !ok {
		return nil
	}
	var list []Sweep
	add := func(option, value string, change func(*trial.Option)) {
		s := Sweep{Option: option, Value: value, try: trial.Of(p), Alerts: Alerts{False: map[simulate.Cause]int{}}}
		change(&s.try)
		list = append(list, s)
	}
	for _, text := range []string{"1m", "5m", "15m", "30m", "1h", "4h", "24h"} {
		if window, err := epoch.ParseSpan(text); err == nil {
			add("window", text, func(o *trial.Option) { o.Window = window })
		}
	}
	for _, text := range []string{
		"dc(origin)>1", "dc(origin)>2", "dc(origin)>1 AND dc(asn)>1", "dc(origin)>1 AND dc(country)>1",
		"dc(origin)>1 AND (dc(os)>1 OR dc(browser)>1)",
	} {
		if when, err := condition.Parse(text); err == nil {
			add("when", text, func(o *trial.Option) { o.When = when })
		}
	}
	for _, bits := range []int{24, 16} {
		add("ipv4_prefix", decimal(bits), func(o *trial.Option) { o.Origin = prefixes(bits, origin.DefaultIPv6Prefix) })
	}
	for _, bits := range []int{128, 56, 48} {
		add("ipv6_prefix", decimal(bits), func(o *trial.Option) { o.Origin = prefixes(origin.DefaultIPv4Prefix, bits) })
	}
	return list
}

func prefixes(four, six int) origin.Rule {
	return origin.Rule{Mode: origin.Network, IPv4Prefix: four, IPv6Prefix: six}
}
