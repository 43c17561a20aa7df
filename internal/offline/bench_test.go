package offline

import (
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/forms"
	"concurrentsessions/internal/samples"
)

// A log of 16 MB in which most events are like some before them: with the
// profile named and recognised, packed, and without workers.
func BenchmarkOffline(b *testing.B) {
	events := samples.Events(sourceOf("aws_cloudtrail"))
	for len(events)*len(events[0]) < 16<<20 {
		events = append(events, events...)
	}
	lines := forms.Lines(events)
	for _, c := range []struct {
		name    string
		content []byte
		workers int
		args    []string
	}{
		{"named", lines, 0, []string{"profile=aws_cloudtrail"}},
		{"named, one core", lines, -1, []string{"profile=aws_cloudtrail"}},
		{"recognised", lines, 0, nil},
		{"gzip", forms.Gzip(lines), 0, []string{"profile=aws_cloudtrail"}},
	} {
		b.Run(c.name, func(b *testing.B) {
			p := plan(b, []string{writeLog(b, c.content)}, c.args...)
			p.AllEvents, p.Sightings, p.workers = true, 0, c.workers
			b.SetBytes(int64(len(lines)))
			b.ReportAllocs()
			for b.Loop() {
				require.EqualValues(b, len(events), run1(b, p).Events)
			}
		})
	}
}
