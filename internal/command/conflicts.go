package command

import (
	"slices"

	"concurrentsessions/internal/escu"
	"concurrentsessions/internal/finding"
	"concurrentsessions/internal/origin"
	"concurrentsessions/internal/project"
)

// conflicts lists what is wrong with the options taken together.
func (o *Options) conflicts() []error {
	if o.Mode == ESCU {
		return o.escuConflicts()
	}
	list := o.searchConflicts()
	if o.Profile == nil && o.By == nil {
		list = append(list, &OptionError{Option: "by", Want: "without a profile the fields that form the key are needed, such as by=user"})
	}
	return list
}

// searchConflicts looks at what any search of ours refuses.
func (o *Options) searchConflicts() []error {
	var list []error
	refuse := func(name, value, why string) {
		list = append(list, &OptionError{Option: name, Value: value, Want: why})
	}
	for i, name := range o.By {
		if slices.Contains(o.By[:i], name) {
			refuse("by", name, "the field is named twice")
		}
		if finding.IsReserved(name) {
			refuse("by", name, "findings have a column of this name; rename the field before the command")
		}
	}
	if o.Origin.Mode != origin.Network {
		for _, name := range []string{"ipv4_prefix", "ipv6_prefix"} {
			if o.given[name] {
				refuse(name, "", "a prefix length is used by origin=network only")
			}
		}
	}
	if o.Endless && o.Mode == Tumbling {
		refuse("window", "all", "an endless window has no slices, so it does not go with mode=tumbling")
	}
	o.rowConflicts(refuse)
	o.reportConflicts(refuse)
	return list
}

// rowConflicts looks at rows that stand for many events.
func (o *Options) rowConflicts(refuse func(name, value, why string)) {
	if (o.First == "") != (o.Last == "") {
		refuse("first", o.First, "first and last go together; name both fields")
	}
	if o.First == "" && o.Count == "" {
		return
	}
	if o.From == project.Raw {
		refuse("from", "raw", "a raw event stands for itself, so first, last and count do not go with it")
	}
	if o.Output == Events {
		refuse("output", "events", "single rows are answered, so first, last and count do not go with it")
	}
}

// reportConflicts looks at what selects the episodes to report.
func (o *Options) reportConflicts(refuse func(name, value, why string)) {
	if o.Output == Events {
		for _, name := range []string{"report_since", "report_until", "report_by"} {
			if o.given[name] {
				refuse(name, "", "output=events passes rows through and reports no episodes")
			}
		}
		return
	}
	if o.Endless && o.Since != nil {
		refuse("report_since", "", "with window=all a trigger may depend on any earlier row, so runs cannot share the work; use a window")
	}
	if !o.ByIndexTime {
		return
	}
	if o.Since == nil {
		refuse("report_by", "indextime", "it needs report_since, the index time from which this run reports")
	}
	if o.First != "" {
		refuse("report_by", "indextime", "a row that stands for many events has no index time of its own, so it does not go with first and last")
	}
}

// escuConflicts looks at mode=escu, which runs a published search as it is.
func (o *Options) escuConflicts() []error {
	var list []error
	if o.Profile == nil {
		list = append(list, &OptionError{"mode", "escu", "it needs the profile of a published search", ""})
	} else if _, ok := escu.ByProfile(o.Profile.Name); !ok {
		list = append(list, &OptionError{"profile", o.Profile.Name, "there is no published search for this profile, so it does not go with mode=escu", ""})
	}
	for _, name := range optionNames() {
		if o.given[name] && !slices.Contains([]string{"profile", "mode", "from"}, name) {
			list = append(list, &OptionError{name, "", "mode=escu runs the published search as it is and takes only profile and from", ""})
		}
	}
	return list
}
