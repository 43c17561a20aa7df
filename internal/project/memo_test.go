package project

import (
	"fmt"
	"maps"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// What a projector remembers of earlier rows changes nothing: it reads each row
// as one does that never saw another, and in the end of each role as all those
// together.
func TestRememberingChangesNothing(t *testing.T) {
	t.Parallel()
	for name, spec := range map[string]Spec{
		"the user is key and attribute":         {By: []string{"user"}},
		"so is the user agent":                  {By: []string{"user", "user_agent"}},
		"so is the operating system":            {By: []string{"os"}},
		"so is the browser":                     {By: []string{"browser"}},
		"so is the latitude":                    {By: []string{"lat"}},
		"the city is the source":                {By: []string{"app"}, Src: "src_city"},
		"columns of names and values":           {Profile: mustProfile(t, "o365")},
		"columns of a place beside a filter":    {Profile: mustProfile(t, "aws_cloudtrail"), WithFilter: true},
		"a number that is an attribute as well": {By: []string{"user"}, Count: "app"},
	} {
		plan := compile(t, network(spec))
		names := plan.RequiredFields()
		rapid.Check(t, func(t *rapid.T) {
			value := rapid.SampledFrom([]string{
				"a", "b", "-", "192.0.2.1", "198.51.100.2", "DescribeEventAggregates", "47.4",
				"Mozilla/5.0 (Windows NT 10.0) Firefox/120.0", "Mozilla/5.0 (X11; Linux x86_64) Chrome/119.0",
			})
			values := rapid.SliceOfN(value, 0, 2)
			var usual [2]row
			for i := range usual {
				usual[i] = row{"_time": one("1")}
				for _, name := range names[1:] {
					usual[i][name] = values.Draw(t, name)
				}
			}
			pr, had := plan.NewProjector(), map[int]bool{}
			for range 20 {
				r := maps.Clone(rapid.SampledFrom(usual[:]).Draw(t, "usual"))
				for range 2 {
					r[rapid.SampledFrom(names[1:]).Draw(t, "other")] = values.Draw(t, "values")
				}
				alone := plan.NewProjector()
				require.Equal(t, take(alone, alone.CSV(memoryRow{names, r})), take(pr, pr.CSV(memoryRow{names, r})), name)
				for i, role := range alone.Roles() {
					had[i] = had[i] || role.Had
				}
			}
			for i, role := range pr.Roles() {
				require.Equal(t, had[i], role.Had, "%s: %s", name, role.Name)
			}
		})
	}
}

// What is remembered is bounded, and given up where it is of no use.
func TestMemoIsBounded(t *testing.T) {
	t.Parallel()
	spec := network(Spec{By: []string{"user"}})
	useful, useless := compile(t, spec).NewProjector(), compile(t, spec).NewProjector()
	for i := range 3 * maxMemo {
		r := row{"_time": one("1"), "user": one("ann"), "src": one("192.0.2.1"), "app": one(fmt.Sprint(i))}
		for _, pr := range []*Projector{useful, useful, useful, useless} {
			require.Len(t, take(pr, pr.CSV(memoryRow{pr.plan.RequiredFields(), r})).sightings, 1)
			require.LessOrEqual(t, len(pr.memo.known), maxMemo)
		}
	}
	require.False(t, useful.memo.off)
	require.True(t, useless.memo.off)
	require.Empty(t, useless.memo.known)
}
