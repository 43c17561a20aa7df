// Package tune shows what each option would change in a user's own logs, of
// which nobody knows what is behind them: how many findings a day, and of
// which users. From that it proposes macros.
package tune

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"concurrentsessions/internal/condition"
	"concurrentsessions/internal/engine"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/logfile"
	"concurrentsessions/internal/origin"
	"concurrentsessions/internal/profile"
	"concurrentsessions/internal/score"
	"concurrentsessions/internal/sighting"
	"concurrentsessions/internal/trial"
)

// Plan says what to read and how many findings a day are welcome.
type Plan struct {
	Profile *profile.Profile
	Paths   []string
	Budget  float64
	Files   logfile.Options
}

// Result is what the options would change.
type Result struct {
	Profile *profile.Profile
	Budget  float64
	// Events were read; Sightings of them count; Problems could not be read.
	Events, Sightings, Problems int
	First, Last                 epoch.Micros
	// Now is what the profile finds; Tried what each option would.
	Now   Outcome
	Tried []Outcome
}

// Outcome is what one way to search finds.
type Outcome struct {
	// Option is the option and its value, "" for the profile's own way.
	Option string
	// Scores are those of the findings, ascending.
	Scores []int
	// Users have findings; More and Fewer are those who have some only now, and
	// only without the option.
	Users, More, Fewer []string
}

// ErrNothing is the error when no event of the logs counts.
var ErrNothing = errors.New("no event of the logs is a sighting")

// Run reads the logs and tries the options. The error is that of reading, or
// ErrNothing.
func Run(ctx context.Context, plan Plan) (*Result, error) {
	log, err := trial.New(plan.Profile, nil)
	if err != nil {
		return nil, err
	}
	r := &Result{Profile: plan.Profile, Budget: plan.Budget}
	_, err = logfile.Read(ctx, plan.Paths, plan.Files, func(e *logfile.Event) error {
		r.Events++
		log.Event(e.JSON)
		return nil
	}, func(logfile.Problem) { r.Problems++ })
	if err != nil {
		return nil, fmt.Errorf("tune: %w", err)
	}
	var any bool
	if r.First, r.Last, any = log.Times(); !any {
		return nil, fmt.Errorf("%w: of %d events none is one that profile %s looks at; is it the right profile?",
			ErrNothing, r.Events, plan.Profile.Name)
	}
	r.Sightings = log.Sightings()
	r.Now = try(log, plan.Profile, "", trial.Of(plan.Profile))
	for _, o := range options(plan.Profile) {
		outcome := try(log, plan.Profile, o.text, o.way)
		outcome.compare(r.Now.Users)
		r.Tried = append(r.Tried, outcome)
	}
	return r, nil
}

// Days is how long the logs are, at least one day.
func (r *Result) Days() float64 {
	return max(1, float64(r.Last-r.First)/float64(86400*epoch.Second))
}

// PerDay is a number of findings for one day.
func (r *Result) PerDay(findings int) float64 { return float64(findings) / r.Days() }

type option struct {
	text string
	way  trial.Option
}

// options are those to try on a profile.
func options(p *profile.Profile) (list []option) {
	add := func(text string, change func(*trial.Option)) {
		way := trial.Of(p)
		change(&way)
		list = append(list, option{text, way})
	}
	add("mode=tumbling", func(o *trial.Option) { o.Mode = engine.Tumbling })
	for _, text := range []string{"1m", "5m", "15m", "1h", "4h"} {
		if window, err := epoch.ParseSpan(text); err == nil && window != p.Window {
			add("window="+text, func(o *trial.Option) { o.Window = window })
		}
	}
	for _, text := range []string{
		"dc(origin)>1", "dc(origin)>2", "dc(origin)>1 AND (dc(os)>1 OR dc(browser)>1)", "dc(origin)>1 AND dc(country)>1", "dc(origin)>1 AND dc(asn)>1",
	} {
		if when, err := condition.Parse(text); err == nil && when.String() != p.When.String() {
			add(fmt.Sprintf("when=%q", text), func(o *trial.Option) { o.When = when })
		}
	}
	for _, bits := range []int{24, 16} {
		add(fmt.Sprintf("ipv4_prefix=%d", bits), func(o *trial.Option) { o.Origin.IPv4Prefix = bits })
	}
	for _, bits := range []int{56, 48} {
		add(fmt.Sprintf("ipv6_prefix=%d", bits), func(o *trial.Option) { o.Origin.IPv6Prefix = bits })
	}
	add("origin=address", func(o *trial.Option) { o.Origin = origin.Rule{Mode: origin.Address} })
	return list
}

func try(log *trial.Log, p *profile.Profile, text string, way trial.Option) Outcome {
	o := Outcome{Option: text}
	users := map[string]bool{}
	log.Find(way, func(e *engine.Episode) {
		o.Scores = append(o.Scores, score.Of(e, p.BaseScore).Value)
		name := e.Key[0]
		if shown := e.Shows[sighting.User]; len(shown) > 0 {
			name = shown[0]
		}
		if !users[name] {
			users[name] = true
			o.Users = append(o.Users, name)
		}
	})
	slices.Sort(o.Scores)
	slices.Sort(o.Users)
	return o
}

// Above is how many findings have at least the score.
func (o *Outcome) Above(least int) int {
	at, _ := slices.BinarySearch(o.Scores, least)
	return len(o.Scores) - at
}

// compare finds who has findings in only one of two outcomes. Users are sorted.
func (o *Outcome) compare(now []string) {
	for _, name := range o.Users {
		if _, has := slices.BinarySearch(now, name); !has {
			o.More = append(o.More, name)
		}
	}
	for _, name := range now {
		if _, has := slices.BinarySearch(o.Users, name); !has {
			o.Fewer = append(o.Fewer, name)
		}
	}
}
