package engine

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// The sightings of an episode's key within its reach are its members.
func TestLawReachHoldsTheMembers(t *testing.T) {
	eachMode(t, func(t *rapid.T, mode Mode) {
		s := anyScene(mode).Draw(t, "scene")
		for _, e := range run(t, s.plan, s.rows) {
			from, to := s.plan.Reach(&e)
			members := slices.DeleteFunc(slices.Clone(s.rows), func(row oracleRow) bool {
				return !oracleCounts(s.plan, row) || !slices.Equal(row.Key, e.Key) ||
					!stretch{from, to}.meets(stretch{row.First, row.Last})
			})
			first, last := oracleFirstLast(members)
			require.Equal(t, stretch{e.First, e.Last}, stretch{first, last}, tell(e))
			require.Equal(t, e.Count, oracleCount(members), tell(e))
			require.Equal(t, oracleShows(members), e.Shows, tell(e))
		}
	})
}
