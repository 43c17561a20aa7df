package scripts

import (
	"fmt"
	"strings"
	"time"

	"concurrentsessions/internal/epoch"
)

// moment is a time of the script's day. Hours go on after 24: 26:00 is two
// o'clock in the morning of the next day.
type moment = epoch.Micros

// midnight is when the day of every script begins, in UTC. What the day is does
// not matter; that it begins on a full hour does, for windows cut by the clock.
var midnight = epoch.Micros(time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC).Unix()) * epoch.Second

const (
	minute = 60 * epoch.Second
	hour   = 60 * minute
)

// readMoment reads 9:00, 09:00:30, 09:00:30.5, or +5m, which is after before.
func readMoment(text string, before moment) (moment, error) {
	if span, ok := strings.CutPrefix(text, "+"); ok {
		after, err := epoch.ParseSpan(span)
		return before + after, err
	}
	var h, m moment
	var seconds string
	if n, _ := fmt.Sscanf(text+":0", "%d:%d:%s", &h, &m, &seconds); n != 3 || h < 0 || m < 0 || m > 59 {
		return 0, fmt.Errorf("%q is no time; want 09:00, 09:00:30 or +5m", text)
	}
	s, ok := epoch.Parse([]byte(strings.TrimSuffix(seconds, ":0")))
	if !ok || s < 0 || s >= minute {
		return 0, fmt.Errorf("%q is no time; want seconds from 0 to 59.999999", text)
	}
	return midnight + h*hour + m*minute + s, nil
}

// clock writes a moment as it is read.
func clock(at moment) string {
	at -= midnight
	text := fmt.Sprintf("%02d:%02d", at/hour, at/minute%60)
	if s := at % minute; s != 0 {
		text += ":"
		if s < 10*epoch.Second {
			text += "0"
		}
		text += s.String()
	}
	return text
}

// clockOf writes epoch seconds as a moment.
func clockOf(seconds string) string {
	at, ok := epoch.Parse([]byte(seconds))
	if !ok {
		return seconds
	}
	return clock(at)
}

// duration writes seconds as 90s, 5m or 1h30m.
func duration(seconds string) string {
	at, ok := epoch.Parse([]byte(seconds))
	if !ok {
		return seconds
	}
	text := (time.Duration(at) * time.Microsecond).String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}
