package command

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"concurrentsessions/internal/condition"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/origin"
	"concurrentsessions/internal/profile"
	"concurrentsessions/internal/project"
)

// Mode is how windows are laid over time.
type Mode uint8

// The modes of the option mode.
const (
	Sliding Mode = iota
	Tumbling
	ESCU
)

// Output is what the command answers with.
type Output uint8

// The outputs of the option output.
const (
	Findings Output = iota
	Events
	Summary
)

// Options are the options of one command line, checked and with their
// defaults. [ParseOptions] makes them.
type Options struct {
	Profile *profile.Profile // nil without one
	By      []string         // nil: the profile's key
	Src     string           // "": the profile's
	Time    string           // "": the profile's

	Window  epoch.Micros // 0 when Endless
	Endless bool
	When    condition.Condition
	Mode    Mode
	Origin  origin.Rule
	From    project.From

	First, Last, Count string

	Since, Until *Moment
	ByIndexTime  bool
	Output       Output
	// Memory is how many bytes a search holds before it puts them aside.
	Memory int64

	// Enricher, if any, knows more of the sightings; offline only.
	Enricher project.Enricher

	given map[string]bool // by option name
}

// Moment is a point in time, or a span back from the search's latest time.
type Moment struct {
	At     epoch.Micros
	IsBack bool
}

const (
	defaultWindow = 300 * epoch.Second
	defaultWhen   = "dc(origin)>1"
)

// option is one option: its name, what it takes in words, and how it is read.
// choices are the spellings of an option that takes one of a few.
// The value of one that names fields still has the quotes of SPL.
type option struct {
	name        string
	want        string
	choices     []string
	namesFields bool
	read        func(o *Options, value string) error
}

// options is every option there is, in the order of the documentation.
var options = []option{
	choice("profile", profile.Names(), func(o *Options, value string) {
		o.Profile, _ = profile.ByName(value)
	}),
	{name: "by", want: "field names, separated by commas", namesFields: true, read: readBy},
	field("src", func(o *Options) *string { return &o.Src }),
	field("time", func(o *Options) *string { return &o.Time }),
	{name: "window", want: "a span such as 90s, 5m or 24h (a bare number is seconds; more than 0), or all", read: readWindow},
	{name: "when", want: "a condition such as dc(origin)>1 AND dc(os)>1", read: readWhen},
	choice("mode", []string{"sliding", "tumbling", "escu"}, func(o *Options, value string) {
		o.Mode = map[string]Mode{"sliding": Sliding, "tumbling": Tumbling, "escu": ESCU}[value]
	}),
	choice("origin", []string{"network", "address", "exact"}, func(o *Options, value string) {
		o.Origin.Mode, _ = origin.ParseMode(value)
	}),
	prefix("ipv4_prefix", 32, func(o *Options) *int { return &o.Origin.IPv4Prefix }),
	prefix("ipv6_prefix", 128, func(o *Options) *int { return &o.Origin.IPv6Prefix }),
	choice("from", []string{"fields", "raw"}, func(o *Options, value string) {
		o.From = map[string]project.From{"fields": project.Fields, "raw": project.Raw}[value]
	}),
	field("first", func(o *Options) *string { return &o.First }),
	field("last", func(o *Options) *string { return &o.Last }),
	field("count", func(o *Options) *string { return &o.Count }),
	moment("report_since", func(o *Options) **Moment { return &o.Since }),
	moment("report_until", func(o *Options) **Moment { return &o.Until }),
	choice("report_by", []string{"time", "indextime"}, func(o *Options, value string) {
		o.ByIndexTime = value == "indextime"
	}),
	choice("output", []string{"findings", "events", "summary"}, func(o *Options, value string) {
		o.Output = map[string]Output{"findings": Findings, "events": Events, "summary": Summary}[value]
	}),
	{name: "memory_limit", want: "a size such as 512MB or 2GB", read: readMemory},
}

// OptionError is an option that cannot be used as given.
type OptionError struct {
	Option, Value string
	// Want is what is allowed, or why it is refused.
	Want string
	// Nearest is the nearest valid spelling, "" if none is near.
	Nearest string
}

func (e *OptionError) Error() string {
	text := fmt.Sprintf("option %s=%q: %s", e.Option, e.Value, e.Want)
	if e.Nearest != "" {
		text += fmt.Sprintf("; did you mean %q?", e.Nearest)
	}
	return text
}

// ParseOptions reads the arguments of a command line. The error joins one
// [*OptionError] or text for each problem.
func ParseOptions(args []string) (*Options, error) {
	o, err := readOptions(args)
	if err != nil {
		return nil, err
	}
	return o, oneLine(errors.Join(o.conflicts()...))
}

// readOptions reads each option by itself.
func readOptions(args []string) (*Options, error) {
	o := &Options{
		Origin: origin.Rule{Mode: origin.Network, IPv4Prefix: 32, IPv6Prefix: 64},
		given:  map[string]bool{},
	}
	list, stray := splitArguments(args)
	if stray != "" {
		return nil, fmt.Errorf("argument %q: want options of the form name=value; the fields that form the key go into by=", stray)
	}
	var problems []error
	for _, arg := range list {
		problems = append(problems, o.read(arg))
	}
	if err := errors.Join(problems...); err != nil {
		return nil, oneLine(err)
	}
	return o, o.complete()
}

func (o *Options) read(arg argument) error {
	i := slices.IndexFunc(options, func(opt option) bool { return opt.name == arg.name })
	if i < 0 {
		names := optionNames()
		return &OptionError{arg.name, arg.value, "there is no such option; the options are " + strings.Join(names, ", "), nearest(arg.name, names)}
	}
	if o.given[arg.name] {
		return &OptionError{Option: arg.name, Value: arg.value, Want: "the option is given twice"}
	}
	o.given[arg.name] = true
	opt, value := options[i], arg.value
	if !opt.namesFields {
		value = unquote(value)
	}
	err := opt.read(o, value)
	if err == nil {
		return nil
	}
	want := "want " + opt.want
	if err != errValue {
		want = err.Error()
	}
	return &OptionError{arg.name, arg.value, want, nearest(arg.value, opt.choices)}
}

// errValue refuses a value for no other reason than that it is not what the
// option wants.
var errValue = errors.New("value")

// complete fills in what the profile or the defaults give.
func (o *Options) complete() error {
	if !o.given["memory_limit"] {
		o.Memory = defaultMemory()
	}
	if !o.given["window"] {
		o.Window = defaultWindow
		if o.Profile != nil {
			o.Window = o.Profile.Window
		}
	}
	if o.given["when"] {
		return nil
	}
	if o.Profile != nil {
		o.When = o.Profile.When
		return nil
	}
	var err error
	o.When, err = condition.Parse(defaultWhen)
	return err
}

func optionNames() []string {
	names := make([]string, len(options))
	for i, opt := range options {
		names[i] = opt.name
	}
	return names
}

// oneLine joins the lines of an error, since splunkd shows one.
func oneLine(err error) error {
	if err == nil || !strings.Contains(err.Error(), "\n") {
		return err
	}
	return errors.New(strings.ReplaceAll(err.Error(), "\n", "; "))
}

func choice(name string, choices []string, set func(*Options, string)) option {
	return option{
		name: name, want: "one of " + strings.Join(choices, ", "), choices: choices,
		read: func(o *Options, value string) error {
			if !slices.Contains(choices, value) {
				return errValue
			}
			set(o, value)
			return nil
		},
	}
}

func field(name string, target func(*Options) *string) option {
	return option{name: name, want: "the name of one field", namesFields: true, read: func(o *Options, value string) error {
		name := unquote(value)
		if name == value && len(fieldList(name)) != 1 || name == "" {
			return errValue
		}
		*target(o) = name
		return nil
	}}
}

func prefix(name string, most int, target func(*Options) *int) option {
	want := fmt.Sprintf("a prefix length from 1 to %d", most)
	return option{name: name, want: want, read: func(o *Options, value string) error {
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 || n > most {
			return errValue
		}
		*target(o) = n
		return nil
	}}
}

func moment(name string, target func(*Options) **Moment) option {
	const want = "epoch seconds, an RFC 3339 time, or a span back from the search's latest time such as 1h"
	return option{name: name, want: want, read: func(o *Options, value string) error {
		if at, ok := epoch.Parse([]byte(value)); ok && !strings.HasPrefix(value, "-") {
			*target(o) = &Moment{At: at}
			return nil
		}
		back, err := epoch.ParseSpan(strings.TrimPrefix(value, "-"))
		if err != nil {
			return errValue
		}
		*target(o) = &Moment{At: back, IsBack: true}
		return nil
	}}
}

func readBy(o *Options, value string) error {
	o.By = fieldList(value)
	for i, name := range o.By {
		o.By[i] = unquote(name)
	}
	if len(o.By) == 0 {
		return errValue
	}
	return nil
}

func readWindow(o *Options, value string) error {
	if value == "all" {
		o.Endless = true
		return nil
	}
	var err error
	if o.Window, err = epoch.ParseSpan(value); err != nil {
		return errValue
	}
	return nil
}

func readWhen(o *Options, value string) error {
	var err error
	o.When, err = condition.Parse(value)
	return err
}
