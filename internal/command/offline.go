package command

import (
	"errors"
	"slices"

	"concurrentsessions/internal/detect"
	"concurrentsessions/internal/profile"
	"concurrentsessions/internal/project"
)

// ParseOffline reads the options of a run without Splunk, which are those of
// the search command: from=raw goes without saying, a profile need not be
// named, and what speaks of Splunk's own work is refused.
func ParseOffline(args []string) (*Options, error) {
	o, err := readOptions(args)
	if err != nil {
		return nil, err
	}
	var list []error
	if o.given["from"] && o.From == project.Fields {
		list = append(list, &OptionError{Option: "from", Value: "fields", Want: "without Splunk nothing has extracted fields; events are read as from=raw does"})
	}
	if o.Mode == ESCU {
		list = append(list, &OptionError{Option: "mode", Value: "escu", Want: "the published searches run offline in the subcommand compare"})
	}
	if o.Output == Events {
		list = append(list, &OptionError{Option: "output", Value: "events", Want: "without Splunk there are no rows to pass through; the findings show the events behind them"})
	}
	if list == nil {
		list = o.searchConflicts()
	}
	o.From = project.Raw
	return o, oneLine(errors.Join(list...))
}

// IsRecognising says that neither profile nor key was given, so that the
// profile has to be recognised from the events.
func (o *Options) IsRecognising() bool { return o.Profile == nil && o.By == nil }

// Offline plans a run without Splunk over events of the profile, or, with nil,
// of any kind. allEvents lifts the profile's filter. Window and condition are
// the profile's unless they were given.
//
// An event's own time is read first, and Splunk's only where the event has
// none: an export may carry times that Splunk has read in another time zone.
func (o *Options) Offline(p *profile.Profile, allEvents bool) (detect.Plan, error) {
	under := *o
	under.Profile = p
	if err := under.complete(); err != nil {
		return detect.Plan{}, err
	}
	if p != nil {
		under.Profile = ownTimeFirst(p)
	}
	return under.plan(timeRange{}, !allEvents)
}

// ownTimeFirst gives the profile with Splunk's time as the last resort.
func ownTimeFirst(p *profile.Profile) *profile.Profile {
	const splunkTime = "_time"
	changed := *p
	times := slices.DeleteFunc(slices.Clone(p.Roles[profile.Time].Raw), func(field string) bool { return field == splunkTime })
	changed.Roles[profile.Time].Raw = append(times, splunkTime)
	return &changed
}
