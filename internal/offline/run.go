package offline

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"

	"concurrentsessions/internal/detect"
	"concurrentsessions/internal/finding"
	"concurrentsessions/internal/logfile"
	"concurrentsessions/internal/profile"
	"concurrentsessions/internal/project"
)

// Run reads the logs and finds what the plan looks for. Problems with single
// records and files are in the result; the error is that of the context or the
// options, a path that does not exist, or, if strict, the first problem.
//
// With Sightings the logs are read a second time, for the events behind the
// findings; streams are kept in a temporary file until then.
func Run(ctx context.Context, plan Plan) (*Result, error) {
	r, err := newRun(plan)
	if err != nil {
		return nil, err
	}
	in, err := openStreams(plan)
	if err != nil {
		return nil, err
	}
	defer in.close()
	defer r.close()
	if err := r.detect(ctx, in); err != nil {
		return nil, err
	}
	if err := r.gather(); err != nil {
		return nil, err
	}
	if plan.Sightings > 0 && len(r.result.Findings) > 0 {
		if err := r.collect(ctx, in); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(r.result.Findings, byTriggerAndKey)
	return &r.result, nil
}

// run is one call of Run.
type run struct {
	plan Plan
	// sources are the profiles that events may be of; one without a profile
	// when the options name a key alone.
	sources    []*source
	recogniser *recogniser // nil when all events are of one source
	numbers    []int       // of the sources of the event at hand
	result     Result
}

// source is one profile, with its detector once there is an event.
type source struct {
	profile  *profile.Profile
	plan     detect.Plan
	detector *detect.Detector
	members  *detect.Members
	// projector is for Plan.Each alone: a detector projects what is new to it.
	projector *project.Projector
}

func newRun(plan Plan) (*run, error) {
	r := &run{plan: plan}
	profiles := []*profile.Profile{plan.Options.Profile}
	if plan.Options.IsRecognising() {
		profiles = nil
		for _, name := range profile.Names() {
			p, _ := profile.ByName(name)
			profiles = append(profiles, p)
		}
		r.recogniser = newRecogniser(profiles)
	}
	for _, p := range profiles {
		under, err := plan.Options.Offline(p, plan.AllEvents)
		if err != nil {
			return nil, err
		}
		r.sources = append(r.sources, &source{profile: p, plan: under})
	}
	return r, nil
}

// close lets go of what detectors have put aside.
func (r *run) close() {
	for _, s := range r.sources {
		if c, ok := s.plan.Aside.(io.Closer); ok {
			_ = c.Close() // it is read, or not needed any more
		}
	}
}

// of gives the numbers of the sources that the event is of.
func (r *run) of(event []byte) (sources []int, whole bool) {
	if r.recogniser == nil {
		return append(r.numbers[:0], 0), true
	}
	r.numbers, whole = r.recogniser.recognise(r.numbers[:0], event)
	return r.numbers, whole
}

// detect reads the logs for the first time.
func (r *run) detect(ctx context.Context, in *streams) error {
	opt := r.files(1)
	opt.Streams = in.first()
	stats, err := logfile.Read(ctx, r.plan.Paths, opt, r.event, r.problem)
	r.result.Files, r.result.Bytes = stats.Files, stats.Bytes
	return err
}

// files are the options of one reading.
func (r *run) files(reading int) logfile.Options {
	opt := r.plan.Files
	opt.Progress = nil
	if tell := r.plan.Progress; tell != nil {
		total := size(r.plan.Paths)
		opt.Progress = func(read int64) { tell(Progress{Reading: reading, Read: read, Total: total}) }
	}
	return opt
}

func (r *run) problem(p logfile.Problem) {
	r.result.ProblemCount++
	if len(r.result.Problems) < r.plan.Problems {
		r.result.Problems = append(r.result.Problems, p)
	}
}

// event gives an event to the detectors of its sources.
func (r *run) event(e *logfile.Event) error {
	r.result.Events++
	numbers, whole := r.of(e.JSON)
	if !whole {
		return r.malformed(e)
	}
	if len(numbers) == 0 {
		r.result.Unrecognised++
		return nil
	}
	broken := false
	for _, i := range numbers {
		s := r.sources[i]
		if s.detector == nil {
			s.detector = detect.New(s.plan)
		}
		if skip := s.detector.Record(e.JSON, e.Time, e.Indexed); skip.Reason == project.NotJSON {
			broken = true
		} else if r.plan.Each != nil {
			r.plan.Each(s.project(e))
		}
	}
	if broken {
		return r.malformed(e)
	}
	return nil
}

var errNoObject = errors.New("no JSON object")

// malformed tells of an event that cannot be read.
func (r *run) malformed(e *logfile.Event) error {
	r.result.Malformed++
	var value json.RawMessage
	err := json.Unmarshal(e.JSON, &value)
	if err == nil {
		err = errNoObject
	}
	p := logfile.Problem{File: e.File, Line: e.Line, Err: err}
	r.problem(p)
	if r.plan.Files.Strict {
		return p
	}
	return nil
}

// gather takes the findings of all sources and lets go of their detectors.
func (r *run) gather() error {
	for _, s := range r.sources {
		if s.detector == nil {
			continue
		}
		var found []*finding.Finding
		err := s.detector.Findings(func(f *finding.Finding) error {
			found = append(found, f)
			r.result.Findings = append(r.result.Findings, Finding{
				Finding: f, Profile: s.profile, KeyColumns: s.plan.Project.KeyColumns(),
			})
			return nil
		})
		if err != nil {
			return err
		}
		tally := s.detector.Tally()
		r.widen(tally)
		r.result.Profiles = append(r.result.Profiles, ProfileResult{
			Profile: s.profile, Plan: s.plan, Tally: tally, Roles: s.detector.Roles(),
		})
		if len(found) > 0 {
			s.members = detect.NewMembers(s.plan, found)
		}
		s.detector = nil
	}
	return nil
}

// widen takes the range of one source's sightings into that of all.
func (r *run) widen(t detect.Tally) {
	switch {
	case t.Sightings == 0:
	case r.result.First == 0 && r.result.Last == 0:
		r.result.First, r.result.Last = t.First, t.Last
	default:
		r.result.First, r.result.Last = min(r.result.First, t.First), max(r.result.Last, t.Last)
	}
}

// byTriggerAndKey is the order of findings. The profile's name decides between
// two of one key.
func byTriggerAndKey(a, b Finding) int {
	return cmp.Or(
		cmp.Compare(a.Trigger, b.Trigger),
		slices.Compare(a.Key, b.Key),
		cmp.Compare(a.Finding.Profile, b.Finding.Profile),
	)
}
