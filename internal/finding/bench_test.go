package finding_test

import (
	"testing"

	"concurrentsessions/internal/finding"
	"concurrentsessions/internal/sighting"
	"concurrentsessions/internal/splunkcsv"
)

// From an episode to the row of its finding.
func BenchmarkFinding(b *testing.B) {
	layout := finding.NewLayout([]string{"device_token", "account"}, []sighting.Attribute{sighting.Src, sighting.Origin, sighting.UserAgent, sighting.User})
	w := splunkcsv.NewWriter(layout.Columns())
	e := episode()
	header := len(w.Body())
	layout.Write(w, finding.New(e, "okta", 56))
	b.SetBytes(int64(len(w.Body()) - header))
	b.ReportAllocs()
	for b.Loop() {
		w.Reset()
		layout.Write(w, finding.New(e, "okta", 56))
	}
}
