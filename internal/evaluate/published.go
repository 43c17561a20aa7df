package evaluate

import (
	"maps"
	"slices"
	"strings"

	"concurrentsessions/internal/epoch"
)

// How Splunk's ES Content Update schedules its searches: cron 0 * * * *,
// earliest -70m@m, latest -10m@m. What a search looks for may be indexed until
// it starts.
const (
	every = 3600 * epoch.Second
	hold  = 600 * epoch.Second
)

// runOf is the number of the scheduled run whose range holds a moment: run n
// starts n hours after 1970 began.
func runOf(at epoch.Micros) int64 { return (at + hold).Slice(every) + 1 }

// published runs the published search as it is scheduled.
func (j *judge) published() {
	runs := map[int64][]*Event{}
	for _, e := range j.events {
		if n := runOf(e.Logged); e.Indexed <= epoch.Micros(n)*every {
			runs[n] = append(runs[n], e)
		}
	}
	for _, n := range slices.Sorted(maps.Keys(runs)) {
		if events := runs[n]; severalSources(events) {
			j.publishedRun(events)
		}
	}
}

// severalSources says whether there is anything to find: all searches ask for
// two addresses. Of provider's names, which labels leave out, there may be two.
func severalSources(events []*Event) bool {
	for _, e := range events {
		if e.Src != events[0].Src || (e.Src == "" && len(events) > 1) {
			return true
		}
	}
	return false
}

func (j *judge) publishedRun(events []*Event) {
	run := j.search.Start()
	rows := make([][][]string, len(events)) // by event and field
	for i, e := range events {
		j.reader.Event(e.Raw, nil)
		rows[i] = make([][]string, len(j.search.Fields))
		for field := range rows[i] {
			rows[i][field] = j.reader.Values(field)
		}
		run.Row(func(field int) []string { return rows[i][field] })
	}
	table := run.Table()
	if len(table) == 0 {
		return
	}
	members := map[string][]*Event{} // by group
	for i, e := range events {
		for _, group := range run.Groups(func(field int) []string { return rows[i][field] }) {
			text := strings.Join(group, "\x00")
			members[text] = append(members[text], e)
		}
	}
	for _, row := range table {
		by := slices.Concat(row[:j.search.GroupColumns()]...)
		j.count(Published, behind(members[strings.Join(by, "\x00")], func(src string) string { return src }))
	}
}
