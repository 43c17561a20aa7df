package offline

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/forms"
	"concurrentsessions/internal/samples"
	"concurrentsessions/internal/sighting"
)

func writeLog(t testing.TB, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "log")
	require.NoError(t, os.WriteFile(path, content, 0o600))
	return path
}

func ids(r *Result) (list []string) {
	for _, f := range r.Findings {
		list = append(list, f.ID)
	}
	return list
}

// The same events give the same findings in every form, with the same
// sightings behind them.
func TestSameFindingsInEveryForm(t *testing.T) {
	t.Parallel()
	for _, s := range samples.Sources() {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			events := samples.Events(s)
			want := run1(t, plan(t, []string{writeLog(t, forms.Lines(events))}))
			require.NotEmpty(t, want.Findings)
			require.Zero(t, want.Unrecognised)
			for i, form := range forms.All() {
				content := form.Write(events)
				if packings := forms.Packings(); i < len(packings) {
					content = packings[i].Pack("log", content)
				}
				got := run1(t, plan(t, []string{writeLog(t, content)}))
				require.Empty(t, got.Problems, form.Name)
				require.Equal(t, want.Events, got.Events, form.Name)
				require.Equal(t, ids(want), ids(got), form.Name)
				requireSameSightings(t, want, got, form.AsIs)
			}
		})
	}
}

// requireSameSightings compares what is behind the findings, the events' text
// only if it is kept.
func requireSameSightings(t *testing.T, want, got *Result, asIs bool) {
	t.Helper()
	for i := range want.Findings {
		a, b := want.Findings[i], got.Findings[i]
		require.Equal(t, a.Score, b.Score)
		require.Equal(t, a.More, b.More)
		require.Len(t, b.Sightings, len(a.Sightings))
		for j := range a.Sightings {
			require.Equal(t, a.Sightings[j].At, b.Sightings[j].At)
			require.Equal(t, a.Sightings[j].Shows, b.Sightings[j].Shows)
			if asIs {
				require.Equal(t, string(a.Sightings[j].Raw), string(b.Sightings[j].Raw))
			}
		}
	}
}

// Security Lake's Parquet gives what the JSON of the same events gives.
func TestSameFindingsInParquet(t *testing.T) {
	t.Parallel()
	events := samples.Events(sourceOf("aws_security_lake"))
	want := run1(t, plan(t, []string{writeLog(t, forms.Lines(events))}))
	for _, codec := range forms.Codecs() {
		got := run1(t, plan(t, []string{writeLog(t, forms.LakeParquet(events, codec))}))
		require.Empty(t, got.Problems)
		require.Equal(t, ids(want), ids(got))
	}
}

// What the Entra portal downloads gives what Azure Monitor streams.
func TestSameFindingsFromPortal(t *testing.T) {
	t.Parallel()
	events := samples.Events(sourceOf("azure_ad"))
	want := run1(t, plan(t, []string{writeLog(t, forms.Lines(events))}))
	require.NotEmpty(t, want.Findings)
	for name, content := range map[string][]byte{"json": forms.Graph(events), "csv": forms.EntraCSV(events)} {
		got := run1(t, plan(t, []string{writeLog(t, content)}))
		require.Empty(t, got.Problems, name)
		require.Zero(t, got.Unrecognised, name)
		require.Equal(t, ids(want), ids(got), name)
		for i := range want.Findings {
			for _, a := range []sighting.Attribute{sighting.Src, sighting.OS, sighting.Browser, sighting.City, sighting.Country, sighting.App} {
				require.Equal(t, want.Findings[i].Shows[a], got.Findings[i].Shows[a], "%s %s", name, a)
			}
		}
	}
	// The download of interactive sign-ins is known by its name.
	dir := t.TempDir()
	path := filepath.Join(dir, "InteractiveSignIns_2026-03-10.csv")
	require.NoError(t, os.WriteFile(path, forms.EntraCSV(events), 0o600))
	require.Empty(t, run1(t, plan(t, []string{path})).Findings)
	all := plan(t, []string{path})
	all.AllEvents = true
	require.Subset(t, ids(run1(t, all)), ids(want))
}

func sourceOf(name string) samples.Source {
	for _, s := range samples.Sources() {
		if s.Name == name {
			return s
		}
	}
	return samples.Source{}
}

// Duplicates and the order of files change no finding.
func TestOrderAndDuplicates(t *testing.T) {
	t.Parallel()
	events := samples.Events(sourceOf("o365"))
	want := run1(t, plan(t, []string{writeLog(t, forms.Lines(events))}))
	half := len(events) / 2
	a, b := writeLog(t, forms.Lines(events[:half])), writeLog(t, forms.Lines(events[half:]))
	p := plan(t, []string{b, "-", a})
	p.Stdin = bytes.NewReader(forms.Gzip(forms.Lines(events)))
	twice := run1(t, p)
	require.Equal(t, ids(want), ids(twice))
	for i, f := range twice.Findings {
		require.Equal(t, 2*want.Findings[i].Count, f.Count)
		require.Len(t, f.Sightings, 2*len(want.Findings[i].Sightings))
	}
}
