package evaluate

import (
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/profile"
	"concurrentsessions/internal/score"
	"concurrentsessions/internal/simulate"
)

// event is one of a scene: second, address, client, session, attack.
func event(second int, src, client, session, attack string) *Event {
	return &Event{Label: simulate.Label{At: epoch.Micros(second) * epoch.Second, Src: src, Client: client, Session: session, Attack: attack}}
}

func TestReach(t *testing.T) {
	t.Parallel()
	okta, _ := profile.ByName("okta")
	azure, _ := profile.ByName("azure_ad")
	user := &judge{profile: azure}
	session := &judge{profile: okta, bySession: true, needsClient: true}
	for name, c := range map[string]struct {
		judge  *judge
		events []*Event
		want   Reach
	}{
		"within": {user, []*Event{event(0, "a", "x", "", ""), event(300, "b", "x", "", "1")}, Reach{Gap: 300 * epoch.Second, HasGap: true, Within: true}},
		"before the owner": {
			user,
			[]*Event{event(0, "b", "x", "", "1"), event(7, "a", "x", "", "")},
			Reach{Gap: 7 * epoch.Second, HasGap: true, Within: true},
		},
		"just beyond": {user, []*Event{event(0, "a", "x", "", ""), event(301, "b", "x", "", "1")}, Reach{Gap: 301 * epoch.Second, HasGap: true, Why: WhyFar}},
		"two of the thief's": {
			user,
			[]*Event{event(0, "p", "x", "", "1"), event(5, "b", "x", "", "1")},
			Reach{Gap: 5 * epoch.Second, HasGap: true, Within: true},
		},
		"provider only":     {user, []*Event{event(0, "", "x", "", ""), event(1, "b", "x", "", "1")}, Reach{Why: WhyAlone}},
		"same address":      {user, []*Event{event(0, "b", "x", "", ""), event(1, "b", "x", "", "1")}, Reach{Why: WhyAlone}},
		"lost":              {user, []*Event{event(0, "a", "x", "", "")}, Reach{Why: WhyLost}},
		"another's attack":  {user, []*Event{event(0, "a", "x", "", ""), event(1, "b", "x", "", "2")}, Reach{Why: WhyLost}},
		"no session":        {session, []*Event{event(0, "a", "x", "s", ""), event(1, "b", "y", "", "1")}, Reach{Why: WhyNoSession}},
		"another session":   {session, []*Event{event(0, "a", "x", "s", ""), event(1, "b", "y", "t", "1")}, Reach{Why: WhyAlone}},
		"same client":       {session, []*Event{event(0, "a", "x", "s", ""), event(1, "b", "x", "s", "1")}, Reach{Gap: epoch.Second, HasGap: true, Why: WhySameClient}},
		"other client, far": {session, []*Event{event(0, "a", "x", "s", ""), event(3601, "b", "y", "s", "1")}, Reach{Gap: 3601 * epoch.Second, HasGap: true, Why: WhyFar}},
		"other client":      {session, []*Event{event(0, "a", "x", "s", ""), event(3600, "b", "y", "s", "1")}, Reach{Gap: 3600 * epoch.Second, HasGap: true, Within: true}},
	} {
		require.Equal(t, c.want, c.judge.reach("1", c.events), name)
	}
}

func TestWhatIsBehindAnAlert(t *testing.T) {
	t.Parallel()
	caused := func(second int, src string, cause simulate.Cause) *Event {
		return &Event{Label: simulate.Label{At: epoch.Micros(second), Src: src, Cause: cause}}
	}
	as := func(src string) string { return src }
	for name, c := range map[string]struct {
		members []*Event
		want    verdict
	}{
		"attack":           {[]*Event{event(0, "a", "", "", ""), event(1, "b", "", "", "1"), event(2, "c", "", "", "1")}, verdict{attacks: []string{"1"}, cause: OtherCause}},
		"one cause":        {[]*Event{caused(0, "a", ""), caused(1, "b", simulate.VPNCause)}, verdict{cause: simulate.VPNCause}},
		"leaving it":       {[]*Event{caused(0, "b", simulate.VPNCause), caused(1, "a", "")}, verdict{cause: simulate.VPNCause}},
		"the momentary":    {[]*Event{caused(0, "b", simulate.VPNCause), caused(1, "r", simulate.TokenRelayCause)}, verdict{cause: simulate.TokenRelayCause}},
		"no change":        {[]*Event{caused(0, "b", simulate.VPNCause), caused(1, "b", simulate.DualStackCause)}, verdict{cause: OtherCause}},
		"the most changes": {[]*Event{caused(0, "a", simulate.DualStackCause), caused(1, "b", simulate.VPNCause), caused(2, "c", simulate.VPNCause), caused(3, "d", simulate.VPNCause)}, verdict{cause: simulate.VPNCause}},
	} {
		require.Equal(t, c.want, behind(c.members, as), name)
	}
	one := func(string) string { return "one network" }
	require.Equal(t, OtherCause, behind([]*Event{caused(0, "a", ""), caused(1, "b", simulate.PrivacyCause)}, one).cause)
}

// Run n starts at hour n and searches from 70 to 10 minutes before.
func TestScheduledRuns(t *testing.T) {
	t.Parallel()
	at := func(hour, minute int) epoch.Micros { return epoch.Micros(hour*60+minute) * 60 * epoch.Second }
	require.EqualValues(t, 10, runOf(at(8, 50)))
	require.EqualValues(t, 10, runOf(at(9, 49)+59*epoch.Second))
	require.EqualValues(t, 11, runOf(at(9, 50)))
}

func TestScoreAtThePublishedRecall(t *testing.T) {
	t.Parallel()
	s := newSource("o365")
	s.UserDays = 2000
	for i, scored := range []int{90, 80, 70, 0} {
		a := Attack{Reach: Reach{Within: i != 3}, Without: make([]int, len(score.Rules))}
		a.Score[Located] = scored
		a.Found[Published] = i < 2
		s.Attacks = append(s.Attacks, a)
	}
	s.Scores[Located].count(simulate.VPNCause, 85, 3)
	s.Scores[Located].count(simulate.KioskCause, 80, 1)
	s.Scores[Located].count(simulate.KioskCause, 79, 40)
	p, ok := s.AtRecall(Located)
	require.True(t, ok)
	require.Equal(t, Point{Least: 80, Recall: Ratio{2, 4}, False: 4}, p)
	require.InDelta(t, 2.0, s.PerThousand(p.False), 0)
	require.Equal(t, Ratio{2, 3}, s.Recall(FoundBy(Published)))
	_, ok = s.AtRecall(Plain)
	require.False(t, ok, "nothing is scored without places here")

	require.Equal(t, "reached", goal(1, 10))
	require.Equal(t, "missed", goal(2, 19))
	require.Equal(t, "0.105", ratioText(2, 19))
	require.Equal(t, "-", ratioText(2, 0))
}
