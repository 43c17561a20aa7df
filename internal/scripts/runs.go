package scripts

import (
	"errors"
	"fmt"

	"concurrentsessions/internal/epoch"
)

// Run is one run of a search over a half-open time range.
type Run struct {
	// Earliest and Latest bound it, if IsBound.
	Earliest, Latest epoch.Micros
	IsBound          bool
	// IsScheduled says that rows indexed from Latest on are not there yet.
	IsScheduled bool
}

// readRuns reads what stands before the first pipe: "search", "search
// earliest=08:00 latest=10:00", or "schedule from=09:00 to=12:00 every=30m
// range=2h", whose runs begin at from and end at to.
func readRuns(head string) ([]Run, error) {
	args, err := readFields(head[len(firstWord(head)):])
	if err != nil {
		return nil, err
	}
	at := func(name string) (m moment) {
		if err == nil {
			m, err = readMoment(args.one(name), 0)
		}
		return m
	}
	span := func(name string) (m moment) {
		if err == nil {
			m, err = epoch.ParseSpan(args.one(name))
		}
		return m
	}
	if firstWord(head) == "search" {
		if len(args) == 0 {
			return []Run{{}}, nil
		}
		run := Run{Earliest: at("earliest"), Latest: at("latest"), IsBound: true}
		if err != nil {
			return nil, fmt.Errorf("want search earliest=08:00 latest=10:00: %w", err)
		}
		return []Run{run}, nil
	}
	from, to, every, width := at("from"), at("to"), span("every"), span("range")
	if err != nil {
		return nil, fmt.Errorf("want schedule from=09:00 to=12:00 every=30m range=2h: %w", err)
	}
	var runs []Run
	for now := from; now <= to; now += every {
		runs = append(runs, Run{Earliest: now - width, Latest: now, IsBound: true, IsScheduled: true})
	}
	if runs == nil {
		return nil, errors.New("the schedule ends before it begins")
	}
	return runs, nil
}

// sees says whether the row is there when the run searches.
func (run Run) sees(r *row) bool {
	if !run.IsBound || r.timeless {
		return true
	}
	return run.Earliest <= r.time && r.time < run.Latest && !(run.IsScheduled && r.indexed >= run.Latest)
}

// one is the value of a name, "" if it has none.
func (f fields) one(name string) string {
	if values := f[name]; len(values) > 0 {
		return values[0]
	}
	return ""
}
