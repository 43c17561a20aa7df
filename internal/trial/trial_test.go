package trial_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/condition"
	"concurrentsessions/internal/detect"
	"concurrentsessions/internal/engine"
	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/finding"
	"concurrentsessions/internal/origin"
	"concurrentsessions/internal/profile"
	"concurrentsessions/internal/project"
	"concurrentsessions/internal/samples"
	"concurrentsessions/internal/sighting"
	"concurrentsessions/internal/trial"
)

// What a trial finds is what the product finds in the same raw events, with
// every option that is tried.
func TestTrialsFindWhatTheProductFinds(t *testing.T) {
	t.Parallel()
	everyOne, err := condition.Parse("dc(origin)>1 OR dc(os)>1")
	require.NoError(t, err)
	for _, s := range samples.Sources() {
		p, ok := profile.ByName(s.Profile)
		require.True(t, ok)
		log, err := trial.New(p, nil)
		require.NoError(t, err)
		for _, raw := range samples.Events(s) {
			log.Event(raw)
		}
		total := 0
		for _, change := range []func(*trial.Option){
			func(*trial.Option) {},
			func(o *trial.Option) { o.Mode = engine.Tumbling },
			func(o *trial.Option) { o.Window = 2 * 3600 * epoch.Second },
			func(o *trial.Option) { o.When = everyOne },
			func(o *trial.Option) { o.Origin = origin.Rule{Mode: origin.Network, IPv4Prefix: 24, IPv6Prefix: 48} },
			func(o *trial.Option) { o.Origin = origin.Rule{Mode: origin.Address} },
		} {
			o := trial.Of(p)
			change(&o)
			var got []engine.Episode
			log.Find(o, func(e *engine.Episode) { got = append(got, e.Clone()) })
			want := product(t, p, o, samples.Events(s))
			require.Equal(t, want, got, "%s: %+v", s.Name, o)
			total += len(got)
		}
		require.Positive(t, total, s.Name)
	}
}

func product(t *testing.T, p *profile.Profile, o trial.Option, events [][]byte) (list []engine.Episode) {
	t.Helper()
	plan, err := project.Compile(project.Spec{Profile: p, From: project.Raw, Origin: o.Origin, OriginNeeded: true, WithFilter: true})
	require.NoError(t, err)
	d := detect.New(detect.Plan{Project: plan, Engine: engine.Plan{Mode: o.Mode, Window: o.Window, When: o.When}})
	for _, raw := range events {
		d.Event(raw)
	}
	require.NoError(t, d.Findings(func(f *finding.Finding) error {
		list = append(list, f.Episode.Clone())
		return nil
	}))
	return list
}

func TestLocate(t *testing.T) {
	t.Parallel()
	p, _ := profile.ByName("aws_cloudtrail")
	log, err := trial.New(p, nil)
	require.NoError(t, err)
	log.Locate = func(src string) trial.Place {
		return map[string]trial.Place{"192.0.2.1": {"SE", "Gothenburg", "64496"}, "198.51.100.1": {Country: "BR"}}[src]
	}
	for _, src := range []string{"192.0.2.1", "198.51.100.1", "AWS Internal"} {
		skip := log.Event([]byte(`{"eventTime":"2026-03-02T10:00:00Z","eventName":"DescribeEventAggregates","sourceIPAddress":"` + src +
			`","userIdentity":{"arn":"arn:aws:iam::111122223333:user/ann"}}`))
		require.Equal(t, src == "AWS Internal", skip.Reason == project.NotAddress)
	}
	require.Equal(t, 2, log.Sightings())
	first, last, ok := log.Times()
	require.True(t, ok)
	require.Equal(t, first, last)
	found := 0
	log.Find(trial.Of(p), func(e *engine.Episode) {
		found++
		require.Equal(t, []string{"BR", "SE"}, e.Shows[sighting.Country])
		require.Equal(t, []string{"64496"}, e.Shows[sighting.ASN])
	})
	require.Equal(t, 1, found)
	log.Reset()
	require.Zero(t, log.Sightings())
}
