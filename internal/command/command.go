// Package command is the search command: its options, what it tells splunkd
// about itself, and what each output does with the rows.
package command

import (
	"fmt"

	"concurrentsessions/internal/conversation"
	"concurrentsessions/internal/detect"
	"concurrentsessions/internal/engine"
	"concurrentsessions/internal/escu"
	"concurrentsessions/internal/origin"
	"concurrentsessions/internal/project"
	"concurrentsessions/internal/score"
	"concurrentsessions/internal/sighting"
	"concurrentsessions/internal/spill"
)

// Command is the search command, for [conversation.Serve].
type Command struct {
	// LimitMemory, if set, is told what the process may take for a search that
	// can put aside what is more. A limit is the process's, so it is main's to
	// set.
	LimitMemory func(bytes int64)
}

// Plan answers getinfo: it checks the options and says which rows the command
// wants.
func (c Command) Plan(info *conversation.SearchInfo, m *conversation.Messages) (conversation.Declaration, conversation.Run, error) {
	var none conversation.Declaration
	args := info.Args
	if len(args) == 0 {
		args = info.RawArgs
	}
	o, err := ParseOptions(args)
	if err != nil {
		return none, nil, err
	}
	if o.Mode == ESCU {
		return planESCU(o)
	}
	plan, err := o.plan(searchRange(info), false)
	if err != nil {
		return none, nil, err
	}
	plan.Aside = &spill.File{Dir: info.DispatchDir}
	warnShortRunUp(plan.Engine, m)
	declaration := conversation.Declaration{Type: conversation.Reporting, RequiredFields: plan.Project.RequiredFields()}
	if o.Output == Events {
		declaration.Type = conversation.Stateful
		return declaration, newEventsRun(plan, info.DispatchDir), nil
	}
	plan.Memory = held(o.Memory)
	if c.LimitMemory != nil {
		c.LimitMemory(collected(o.Memory))
	}
	if o.Output == Summary {
		return declaration, newSummaryRun(plan), nil
	}
	return declaration, newFindingsRun(plan), nil
}

// timeRange is the search's half-open time range.
type timeRange struct{ earliest, latest engine.Bound }

func searchRange(info *conversation.SearchInfo) timeRange {
	return timeRange{
		earliest: engine.Bound{At: info.EarliestTime, Set: info.HasEarliest},
		latest:   engine.Bound{At: info.LatestTime, Set: info.HasLatest},
	}
}

// plan works out what to read and what to look for. withFilter applies the
// profile's filter, where no search before the pipe has.
func (o *Options) plan(search timeRange, withFilter bool) (detect.Plan, error) {
	spec := project.Spec{
		Profile: o.Profile, By: o.By, Src: o.Src, Time: o.Time, From: o.From,
		Origin: o.Origin, OriginNeeded: o.Origin.Mode != origin.Exact,
		First: o.First, Last: o.Last, Count: o.Count, IndexTime: o.ByIndexTime,
		WithFilter: withFilter,
		Enricher:   o.Enricher,
	}
	if o.Output == Events {
		spec.Only = append(o.When.Attributes(), sighting.Src, sighting.Origin)
	}
	fields, err := project.Compile(spec)
	if err != nil {
		return detect.Plan{}, fmt.Errorf("option %w", err)
	}
	plan := detect.Plan{Project: fields, BaseScore: score.DefaultBase, Memory: o.Memory, Aside: &spill.File{}}
	if o.Profile != nil {
		plan.Profile, plan.BaseScore = o.Profile.Name, o.Profile.BaseScore
	}
	plan.Engine, err = o.enginePlan(search)
	return plan, err
}

func (o *Options) enginePlan(search timeRange) (engine.Plan, error) {
	p := engine.Plan{
		Window: o.Window, When: o.When, ByIndexTime: o.ByIndexTime,
		Earliest: search.earliest, Latest: search.latest, Until: search.latest,
	}
	switch {
	case o.Endless:
		p.Mode = engine.Endless
	case o.Mode == Tumbling:
		p.Mode = engine.Tumbling
	}
	for _, bound := range []struct {
		option string
		moment *Moment
		target *engine.Bound
	}{
		{"report_since", o.Since, &p.Since},
		{"report_until", o.Until, &p.Until},
	} {
		if bound.moment == nil {
			continue
		}
		at := bound.moment.At
		if bound.moment.IsBack {
			if !search.latest.Set {
				return p, &OptionError{
					Option: bound.option, Value: at.String() + "s",
					Want: "a span counts back from the search's latest time, and this search has none; set one, or give a point in time",
				}
			}
			at = search.latest.At - at
		}
		*bound.target = engine.At(at)
	}
	if p.Since.Set && p.Until.Set && p.Since.At >= p.Until.At {
		return p, &OptionError{
			Option: "report_since", Value: p.Since.At.String(),
			Want: fmt.Sprintf("it must lie before report_until, which is %s", p.Until.At),
		}
	}
	return p, nil
}

// warnShortRunUp warns when the search starts too late to tell for every
// trigger in the reported range that it is one.
func warnShortRunUp(p engine.Plan, m *conversation.Messages) {
	if !p.Earliest.Set || !p.Since.Set {
		return
	}
	if missing := p.Earliest.At + 2*p.Window - p.Since.At; missing > 0 {
		m.Add(conversation.Warn, "the search starts %s s too late for report_since=%s: begin two windows (%s s) before it, or episodes may be missed or reported twice",
			missing, p.Since.At, 2*p.Window)
	}
}

// planESCU plans a published search.
func planESCU(o *Options) (conversation.Declaration, conversation.Run, error) {
	search, ok := escu.ByProfile(o.Profile.Name)
	if !ok {
		return conversation.Declaration{}, nil, fmt.Errorf("there is no published search for profile %s", o.Profile.Name)
	}
	run := newESCURun(search, o.From)
	return conversation.Declaration{Type: conversation.Reporting, RequiredFields: run.row.requiredFields()}, run, nil
}
