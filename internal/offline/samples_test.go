package offline

import (
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/command"
	"concurrentsessions/internal/samples"
)

var sampleFolder = filepath.Join("..", "..", "testdata", "samples")

// plan reads the paths with options of the command.
func plan(t testing.TB, paths []string, args ...string) Plan {
	t.Helper()
	o, err := command.ParseOffline(args)
	require.NoError(t, err)
	return Plan{Paths: paths, Options: o, Sightings: 100, Problems: 10}
}

func run1(t testing.TB, p Plan) *Result {
	t.Helper()
	r, err := Run(t.Context(), p)
	require.NoError(t, err)
	return r
}

// keys are those of the findings of one profile, by the names of their parts.
func keys(findings []Finding, profile string) (list []map[string]string) {
	for _, f := range findings {
		if f.Profile.Name != profile {
			continue
		}
		key := map[string]string{}
		for i, column := range f.KeyColumns {
			key[column] = f.Key[i]
		}
		list = append(list, key)
	}
	return list
}

// A folder with the logs of all sources gives each source's findings and no
// others; every event is recognised.
func TestFolderOfAllSources(t *testing.T) {
	t.Parallel()
	r := run1(t, plan(t, []string{sampleFolder}))
	require.Empty(t, r.Problems)
	require.EqualValues(t, len(samples.Expected()), r.Unrecognised, "the sheet of what is in the samples is no log")
	want := map[string][]map[string]string{}
	for _, e := range samples.Expected() {
		for _, id := range e.Found {
			want[e.Profile] = append(want[e.Profile], id.Key)
		}
	}
	for profile, found := range want {
		require.ElementsMatch(t, found, keys(r.Findings, profile), profile)
	}
	require.Len(t, r.Findings, len(slices.Concat(slices.Collect(maps.Values(want))...)))
	require.True(t, slices.IsSortedFunc(r.Findings, byTriggerAndKey))
}
