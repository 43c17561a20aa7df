package offline

import (
	"cmp"
	"context"
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
	result     Result
}

// source is one profile, with its detector until the findings are gathered.
type source struct {
	profile  *profile.Profile
	plan     detect.Plan
	detector *detect.Detector
	found    []*finding.Finding
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
		r.sources = append(r.sources, &source{profile: p, plan: under, detector: detect.New(under)})
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

// detect reads the logs for the first time.
func (r *run) detect(ctx context.Context, in *streams) error {
	opt := r.files(1)
	opt.Streams = in.first()
	stats, err := readPieces(ctx, r.plan, opt, r.newReducing, r.take)
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

// gather takes the findings of all sources and lets go of their detectors.
func (r *run) gather() error {
	for _, s := range r.sources {
		if s.detector.Tally().Rows == 0 {
			continue
		}
		err := s.detector.Findings(func(f *finding.Finding) error {
			f = f.Clone()
			s.found = append(s.found, f)
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
