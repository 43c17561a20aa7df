package simulate_test

import (
	"bytes"
	"encoding/json"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/origin"
	"concurrentsessions/internal/profile"
	"concurrentsessions/internal/project"
	"concurrentsessions/internal/sighting"
	"concurrentsessions/internal/simulate"
)

func small(seed uint64) simulate.Plan {
	plan := simulate.Default()
	plan.Seed, plan.Users, plan.Days = seed, 60, 2
	return plan
}

func world(t *testing.T, plan simulate.Plan) *simulate.World {
	t.Helper()
	w, err := simulate.New(plan)
	require.NoError(t, err)
	return w
}

// files are the three files of a source.
type files struct{ events, labels, attacks bytes.Buffer }

func write(t *testing.T, plan simulate.Plan, s *simulate.Source) *files {
	t.Helper()
	var f files
	written, err := world(t, plan).WriteTo(t.Context(), &f.events, &f.labels, &f.attacks, s)
	require.NoError(t, err)
	require.EqualValues(t, f.events.Len(), written.Bytes)
	require.EqualValues(t, bytes.Count(f.events.Bytes(), []byte{'\n'}), written.Events)
	require.Positive(t, written.Events)
	return &f
}

func TestEqualPlansGiveEqualBytes(t *testing.T) {
	before := runtime.GOMAXPROCS(0)
	for _, s := range simulate.Sources() {
		one := write(t, small(7), s)
		runtime.GOMAXPROCS(1)
		again := write(t, small(7), s)
		runtime.GOMAXPROCS(before)
		require.Equal(t, one, again, s.Name)
		require.NotEqual(t, one.events.String(), write(t, small(8), s).events.String(), "another seed")
	}
}

// A day does not depend on which days are made before it.
func TestDaysStandAlone(t *testing.T) {
	t.Parallel()
	w := world(t, small(3))
	s := simulate.Sources()[3]
	forward, _ := w.Day(s, 5, 0)
	next, _ := w.Day(s, 5, 1)
	nextFirst, _ := world(t, small(3)).Day(s, 5, 1)
	require.Equal(t, next, nextFirst)
	require.NotEqual(t, forward, next)
}

// Each event is JSON and, read by the product's projector, says what its label
// says.
func TestEventsSayWhatTheirLabelsSay(t *testing.T) {
	t.Parallel()
	for _, s := range simulate.Sources() {
		p, ok := profile.ByName(s.Name)
		require.True(t, ok)
		plan, err := project.Compile(project.Spec{
			Profile: p, From: project.Raw, Origin: origin.Default(), OriginNeeded: true, WithFilter: true,
		})
		require.NoError(t, err)
		projector := plan.NewProjector()
		f := write(t, small(5), s)
		labels := json.NewDecoder(&f.labels)
		seenCauses := map[simulate.Cause]bool{}
		var before epoch.Micros
		for line := range bytes.Lines(f.events.Bytes()) {
			require.True(t, json.Valid(line), "%s", line)
			var label simulate.Label
			require.NoError(t, labels.Decode(&label))
			require.GreaterOrEqual(t, label.Indexed, before, "in the order of indexing")
			before = label.Indexed
			seenCauses[label.Cause] = true

			require.Equal(t, project.Skip{}, projector.JSON(line))
			seen, skip := projector.Seen()
			require.Equal(t, project.Skip{}, skip)
			require.Equal(t, label.At, seen.First, "%s", line)
			list, skip := projector.Sightings()
			if label.Src == "" {
				require.Equal(t, project.NotAddress, skip.Reason)
				continue
			}
			if len(p.Key) == 2 && label.Session == "" {
				require.Equal(t, project.NoKey, skip.Reason)
				continue
			}
			require.Equal(t, project.Skip{}, skip, "%s", line)
			require.Equal(t, []string{label.Src}, list[0].Shows[sighting.Src])
			if len(p.Key) == 2 {
				require.Contains(t, list[0].Key, label.Session)
			}
			if os, browser := list[0].Shows[sighting.OS], list[0].Shows[sighting.Browser]; len(os) == 1 && len(browser) == 1 {
				require.Equal(t, label.Client, os[0]+" "+browser[0])
			}
			if asn := list[0].Shows[sighting.ASN]; len(asn) > 0 {
				require.Equal(t, []string{label.ASN}, asn)
			}
		}
		require.Greater(t, len(seenCauses), 8, "%s: %v", s.Name, seenCauses)
	}
}

// All that is promised is in a simulation of usual size.
func TestEveryCauseAndAttackOccurs(t *testing.T) {
	t.Parallel()
	plan := simulate.Default()
	plan.Users, plan.Days = 500, 1
	plan.Rates[simulate.Attacks] = 0.4
	for _, rare := range []simulate.RateName{simulate.Kiosks, simulate.ServiceAccounts, simulate.PrivacyRelay, simulate.TokenRelay} {
		plan.Rates[rare] = 0.05
	}
	w := world(t, plan)
	causes, kinds, gaps := map[simulate.Cause]int{}, map[string]int{}, map[epoch.Micros]int{}
	late, copies := 0, map[string]int{}
	for _, s := range []*simulate.Source{simulate.Sources()[0], simulate.Sources()[2]} {
		for user := range plan.Users {
			events, attacks := w.Day(s, user, 0)
			for i := range events {
				label := events[i].Label(s)
				causes[label.Cause]++
				if label.Indexed-label.Logged > 15*60*epoch.Second {
					late++
				}
				copies[string(s.Append(nil, &events[i]))]++
			}
			for _, a := range attacks {
				kinds[a.Kind]++
				gaps[a.Gap]++
			}
		}
	}
	for _, c := range simulate.Causes() {
		require.Positive(t, causes[c], "%s", c)
	}
	for _, k := range simulate.AttackKinds() {
		require.Positive(t, kinds[k], k)
	}
	for _, g := range simulate.Gaps() {
		require.Positive(t, gaps[g], "%v", g)
	}
	require.Positive(t, late)
	twice := 0
	for _, n := range copies {
		if n > 1 {
			twice++
		}
	}
	require.Positive(t, twice, "some events are delivered twice")
}

func TestPlansAreChecked(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		change func(*simulate.Plan)
		want   string
	}{
		{func(p *simulate.Plan) { p.Users = 0 }, "users 0: want 1 to 1048576"},
		{func(p *simulate.Plan) { p.Days = -1 }, "days -1: want 1 to 3650"},
		{func(p *simulate.Plan) { p.Rates[simulate.VPN] = 1.5 }, "rate vpn=1.5: want a probability from 0 to 1"},
	} {
		plan := simulate.Default()
		c.change(&plan)
		_, err := simulate.New(plan)
		require.EqualError(t, err, c.want)
	}
	rates := simulate.DefaultRates()
	require.NoError(t, rates.Set("vpn", 0.5))
	require.InDelta(t, 0.5, rates[simulate.VPN], 0)
	require.ErrorContains(t, rates.Set("vnp", 0.5), `unknown rate "vnp": want one of kiosks, `)
	for _, r := range simulate.Table() {
		require.NotEmpty(t, r.Name)
		require.NotEmpty(t, r.Meaning, r.Name)
		require.NotEmpty(t, r.Source, "%s: where the default comes from", r.Name)
	}
}
