package finding_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/finding"
	"concurrentsessions/internal/sighting"
	"concurrentsessions/internal/splunkcsv"
)

// From an episode to the row of its finding.
func BenchmarkFinding(b *testing.B) {
	layout := finding.NewLayout([]string{"device_token", "account"}, []sighting.Attribute{sighting.Src, sighting.Origin, sighting.UserAgent, sighting.User})
	w := splunkcsv.NewWriter(layout.Columns())
	e, maker := episode(), finding.NewMaker("okta", 56)
	header := len(w.Body())
	layout.Write(w, maker.Make(e))
	b.SetBytes(int64(len(w.Body()) - header))
	b.ReportAllocs()
	for b.Loop() {
		w.Reset()
		layout.Write(w, maker.Make(e))
	}
}

// The text of its ID is all that a finding costs.
func TestAllocationsOfFindings(t *testing.T) {
	if testing.CoverMode() != "" {
		t.Skip("coverage allocates")
	}
	layout := finding.NewLayout([]string{"device_token", "account"}, []sighting.Attribute{sighting.Src, sighting.Origin, sighting.UserAgent, sighting.User})
	w := splunkcsv.NewWriter(layout.Columns())
	e, maker := episode(), finding.NewMaker("okta", 56)
	require.LessOrEqual(t, testing.AllocsPerRun(100, func() {
		w.Reset()
		layout.Write(w, maker.Make(e))
	}), 1.0)
}
