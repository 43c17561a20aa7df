package score_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/engine"
	"concurrentsessions/internal/score"
	"concurrentsessions/internal/sighting"
)

// plain is an episode to which no rule applies.
func plain(change ...func(*engine.Episode)) *engine.Episode {
	e := &engine.Episode{Switches: 2}
	e.Shows[sighting.Origin] = []string{"192.0.2.1", "198.51.100.1"}
	for _, c := range change {
		c(e)
	}
	return e
}

func shows(a sighting.Attribute, values ...string) func(*engine.Episode) {
	return func(e *engine.Episode) { e.Shows[a] = values }
}

// Each rule has an episode that differs from the plain one in what the rule
// looks at, and episodes next to it to which it does not apply.
func TestRules(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		points  int
		applies []*engine.Episode
		not     []*engine.Episode
	}{
		"interleaved": {+5, []*engine.Episode{plain(func(e *engine.Episode) { e.Interleaved = true })}, []*engine.Episode{plain()}},
		"os": {
			+20,
			[]*engine.Episode{plain(shows(sighting.OS, "Windows", "macOS"))},
			[]*engine.Episode{plain(), plain(shows(sighting.OS, "Windows"))},
		},
		"browser": {
			+15,
			[]*engine.Episode{plain(shows(sighting.Browser, "Chrome", "Firefox"))},
			[]*engine.Episode{plain(), plain(shows(sighting.Browser, "Chrome"))},
		},
		"country": {
			+30,
			[]*engine.Episode{plain(shows(sighting.Country, "NO", "SE"))},
			[]*engine.Episode{plain(), plain(shows(sighting.Country, "NO"))},
		},
		"asn": {
			+5,
			[]*engine.Episode{plain(shows(sighting.ASN, "64496", "64511"))},
			[]*engine.Episode{plain(), plain(shows(sighting.ASN, "64496"))},
		},
		"speed": {
			+5,
			[]*engine.Episode{plain(func(e *engine.Episode) { e.TopSpeed, e.Distance = 901, 201 })},
			[]*engine.Episode{
				plain(),
				plain(func(e *engine.Episode) { e.TopSpeed, e.Distance = 900, 5000 }),
				plain(func(e *engine.Episode) { e.TopSpeed, e.Distance = 90_000, 200 }),
			},
		},
		"move": {
			-5,
			[]*engine.Episode{plain(func(e *engine.Episode) { e.Switches = 1 })},
			[]*engine.Episode{plain(), plain(func(e *engine.Episode) { e.Switches = 0 })},
		},
		"same_client": {
			-10,
			[]*engine.Episode{
				plain(shows(sighting.Browser, "Chrome")),
				plain(shows(sighting.Browser, "Chrome"), shows(sighting.OS, "macOS"), shows(sighting.UserAgent, "Chrome/1", "Chrome/2")),
			},
			[]*engine.Episode{
				plain(),
				plain(shows(sighting.UserAgent, "AWS Internal")),
				plain(shows(sighting.OS, "macOS")),
				plain(shows(sighting.Browser, "Chrome"), shows(sighting.OS, "macOS", "Windows")),
				plain(shows(sighting.Browser, "Chrome", "Firefox")),
			},
		},
		"same_provider": {
			-25,
			[]*engine.Episode{plain(shows(sighting.ASN, "64496"))},
			[]*engine.Episode{
				plain(),
				plain(shows(sighting.ASN, "64496", "64511")),
				plain(shows(sighting.ASN, "64496"), shows(sighting.Origin, "192.0.2.1")),
			},
		},
		"same_moment": {
			-30,
			[]*engine.Episode{plain(func(e *engine.Episode) { e.HasGap = true })},
			[]*engine.Episode{plain(), plain(func(e *engine.Episode) { e.HasGap, e.ClosestGap = true, 1 })},
		},
		"dual_stack": {
			-25,
			[]*engine.Episode{
				plain(shows(sighting.Origin, "192.0.2.1", "2001:db8::/64")),
				plain(shows(sighting.Origin, "192.0.2.1", "2001:db8::1"), shows(sighting.OS, "macOS"), shows(sighting.UserAgent, "a")),
				plain(shows(sighting.Origin, "192.0.2.1", "2001:db8::1"), shows(sighting.Browser, "Chrome"), shows(sighting.UserAgent, "Chrome/1", "Chrome/2")),
				plain(shows(sighting.Origin, "192.0.2.1", "2001:db8::1"), shows(sighting.ASN, "64496"), shows(sighting.Country, "SE")),
			},
			[]*engine.Episode{
				plain(),
				plain(shows(sighting.Origin, "192.0.2.1", "2001:db8::/64"), shows(sighting.UserAgent, "a", "b")),
				plain(shows(sighting.Origin, "192.0.2.1", "2001:db8::/64"), shows(sighting.Browser, "Chrome", "Firefox")),
				plain(shows(sighting.Origin, "192.0.2.1", "2001:db8::/64"), shows(sighting.Country, "NO", "SE")),
				plain(shows(sighting.Origin, "192.0.2.1", "2001:db8::/64"), shows(sighting.ASN, "64496", "64511")),
				plain(shows(sighting.Origin, "192.0.2.1", "198.51.100.1", "2001:db8::/64")),
				plain(shows(sighting.Origin, "2001:db8:1::/64", "2001:db8:2::/64")),
				plain(shows(sighting.Origin, "192.0.2.1", "::ffff:192.0.2.1")),
				plain(shows(sighting.Origin, "198.51.100.1", "::ffff:192.0.2.1")),
			},
		},
		"neighbours": {
			-40,
			[]*engine.Episode{
				plain(shows(sighting.Origin, "192.0.2.1", "192.0.2.255")),
				plain(shows(sighting.Origin, "192.0.2.0/28", "192.0.2.128/28")),
				plain(shows(sighting.Origin, "192.0.2.1", "::ffff:192.0.2.1")),
				plain(shows(sighting.Origin, "192.0.2.1:50123", "192.0.2.7")),
				plain(shows(sighting.Origin, "2001:db8:1:1::/64", "2001:db8:1:2::/64", "2001:db8:1:3::/64")),
			},
			[]*engine.Episode{
				plain(),
				plain(shows(sighting.Origin, "192.0.2.1")),
				plain(shows(sighting.Origin, "192.0.2.1", "192.0.3.1")),
				plain(shows(sighting.Origin, "2001:db8:1::/64", "2001:db8:2::/64")),
				plain(shows(sighting.Origin, "192.0.2.1", "AWS Internal")),
				plain(shows(sighting.Origin, "192.0.0.0/16", "192.1.0.0/16")),
			},
		},
	}
	for _, rule := range score.Rules {
		t.Run(rule.Name, func(t *testing.T) {
			t.Parallel()
			c, ok := cases[rule.Name]
			require.True(t, ok, "each rule has its cases")
			require.Equal(t, c.points, rule.Points)
			for _, e := range c.applies {
				require.True(t, rule.Applies(e), "%v", e)
			}
			for _, e := range c.not {
				require.False(t, rule.Applies(e), "%v", e)
			}
		})
	}
	require.Len(t, score.Rules, len(cases))
}

func TestOf(t *testing.T) {
	t.Parallel()
	require.Equal(t, score.Score{Value: 42, Reasons: []string{"base score 42"}}, score.Of(plain(), 42))

	twoHolders := plain(func(e *engine.Episode) { e.Interleaved = true }, shows(sighting.OS, "Windows", "macOS"))
	require.Equal(t, score.Score{Value: 67, Reasons: []string{
		"base score 42",
		"+5 one origin was seen both before and after another: two holders at once",
		"+20 different operating systems",
	}}, score.Of(twoHolders, 42))

	require.Equal(t, score.Most, score.Of(twoHolders, 90).Value, "never above the most")
	move := plain(func(e *engine.Episode) { e.Switches = 1 })
	require.Equal(t, score.Least, score.Of(move, 5).Value, "never below the least")
}
