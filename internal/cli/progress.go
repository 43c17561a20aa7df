package cli

import (
	"io"
	"time"

	"github.com/jedib0t/go-pretty/v6/progress"

	"concurrentsessions/internal/offline"
)

// bar shows how far the reading is, on a terminal only.
type bar struct {
	out     progress.Writer // nil where nobody looks
	tracker *progress.Tracker
	reading int
}

var readings = map[int]string{1: "reading", 2: "collecting the sightings"}

func newProgress(w io.Writer, quiet bool) *bar {
	if quiet || !isTerminal(w) {
		return &bar{}
	}
	out := progress.NewWriter()
	out.SetOutputWriter(w)
	out.SetUpdateFrequency(200 * time.Millisecond)
	out.SetTrackerLength(24)
	out.SetAutoStop(false)
	out.SetStyle(progress.StyleBlocks)
	out.Style().Visibility.ETA = true
	out.Style().Visibility.Speed = true
	out.Style().Options.SpeedOverallFormatter = progress.FormatBytes
	return &bar{out: out}
}

// show tells how far the run is.
func (b *bar) show(p offline.Progress) {
	if b.out == nil {
		return
	}
	if p.Reading != b.reading {
		if b.tracker == nil {
			go b.out.Render()
		} else {
			b.tracker.MarkAsDone()
		}
		b.reading = p.Reading
		b.tracker = &progress.Tracker{Message: readings[p.Reading], Total: p.Total, Units: progress.UnitsBytes}
		b.out.AppendTracker(b.tracker)
	}
	b.tracker.SetValue(p.Read)
}

// stop ends the showing; it may be called twice.
func (b *bar) stop() {
	if b.out == nil || b.tracker == nil {
		return
	}
	b.tracker.MarkAsDone()
	b.out.Stop()
	for b.out.IsRenderInProgress() {
		time.Sleep(10 * time.Millisecond)
	}
	b.out = nil
}
