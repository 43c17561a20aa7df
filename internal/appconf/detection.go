package appconf

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// App is the app's configuration in a checkout.
type App struct {
	SavedSearches, Transforms, Collections, Stories, Meta *File

	Macros Macros
	// MacroFile is macros.conf itself.
	MacroFile *File
}

// ReadApp reads the configuration below the root of a checkout.
func ReadApp(root string) (*App, error) {
	a := &App{}
	for path, file := range map[string]**File{
		"default/savedsearches.conf":   &a.SavedSearches,
		"default/transforms.conf":      &a.Transforms,
		"default/collections.conf":     &a.Collections,
		"default/analyticstories.conf": &a.Stories,
		"default/macros.conf":          &a.MacroFile,
		"metadata/default.meta":        &a.Meta,
	} {
		var err error
		if *file, err = ReadFile(filepath.Join(root, filepath.FromSlash(path))); err != nil {
			return nil, err
		}
	}
	a.Macros = NewMacros(a.MacroFile)
	return a, nil
}

// Detection is one scheduled correlation search.
type Detection struct {
	*Stanza
	// Profile is the profile that its command names.
	Profile string
}

// Detections lists the detections in the order of the file.
func (a *App) Detections() (list []Detection) {
	for i := range a.SavedSearches.Stanzas {
		s := &a.SavedSearches.Stanzas[i]
		if match := profileOption.FindStringSubmatch(s.Get("search")); match != nil {
			list = append(list, Detection{s, match[1]})
		}
	}
	return list
}

var profileOption = regexp.MustCompile(`\| concurrentsessions profile=(\w+) `)

// Schedule is when a detection runs, and over what.
type Schedule struct {
	// Minutes are those of each hour at which it runs, ascending.
	Minutes []int
	// Earliest, Latest and IndexLatest are how far before a run's time its
	// range starts and ends; each is cut to the whole minute.
	Earliest, Latest, IndexLatest time.Duration
}

// Period is the time from run to run; 0 if that is not always the same.
func (s Schedule) Period() time.Duration {
	n := len(s.Minutes)
	for i, minute := range s.Minutes {
		if s.Minutes[(i+1)%n]+60*((i+1)/n)-minute != 60/n || 60%n != 0 {
			return 0
		}
	}
	return time.Hour / time.Duration(n)
}

// Schedule reads the detection's schedule.
func (d Detection) Schedule() (s Schedule, err error) {
	fields := strings.Fields(d.Get("cron_schedule"))
	if len(fields) != 5 || strings.Join(fields[1:], " ") != "* * * *" {
		return s, fmt.Errorf("cron_schedule = %s: want a list of minutes and every hour", d.Get("cron_schedule"))
	}
	for text := range strings.SplitSeq(fields[0], ",") {
		minute, err := strconv.Atoi(text)
		if err != nil || minute < 0 || minute > 59 {
			return s, fmt.Errorf("cron_schedule = %s: %q is no minute", d.Get("cron_schedule"), text)
		}
		s.Minutes = append(s.Minutes, minute)
	}
	for key, back := range map[string]*time.Duration{
		"dispatch.earliest_time": &s.Earliest, "dispatch.latest_time": &s.Latest, "dispatch.index_latest": &s.IndexLatest,
	} {
		match := minutesBack.FindStringSubmatch(d.Get(key))
		if match == nil {
			return s, fmt.Errorf("%s = %s: want minutes back, as in -5m@m", key, d.Get(key))
		}
		n, _ := strconv.Atoi(match[1]) // digits, few
		*back = time.Duration(n) * time.Minute
	}
	return s, nil
}

var minutesBack = regexp.MustCompile(`^-(\d{1,5})m@m$`)
