package epoch

import (
	"errors"
	"strings"
)

// ErrSpan is what every refused span wraps.
var ErrSpan = errors.New("want a whole number with a unit such as 90s, 5m, 24h or 7d (a bare number is seconds), more than 0 and at most 100000d")

// spanUnits maps Splunk's unit names to their length.
var spanUnits = map[string]Micros{
	"": Second, "s": Second, "sec": Second, "secs": Second, "second": Second, "seconds": Second,
	"m": 60 * Second, "min": 60 * Second, "mins": 60 * Second, "minute": 60 * Second, "minutes": 60 * Second,
	"h": 3600 * Second, "hr": 3600 * Second, "hrs": 3600 * Second, "hour": 3600 * Second, "hours": 3600 * Second,
	"d": 86400 * Second, "day": 86400 * Second, "days": 86400 * Second,
	"w": 7 * 86400 * Second, "week": 7 * 86400 * Second, "weeks": 7 * 86400 * Second,
	"ms": Second / 1000, "us": 1,
}

// ParseSpan reads a span: a number (a fraction is allowed) and a unit. The
// span is more than 0 and at most [MaxSpan].
func ParseSpan(text string) (Micros, error) {
	digits := strings.TrimRight(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
	unit, known := spanUnits[strings.ToLower(text[len(digits):])]
	n, isNumber := parseSeconds([]byte(digits))
	if !known || !isNumber || n <= 0 || n > MaxSpan {
		return 0, ErrSpan
	}
	whole, frac := n/Second, n%Second
	if whole > MaxSpan/unit {
		return 0, ErrSpan
	}
	span := whole*unit + frac*unit/Second
	if span <= 0 || span > MaxSpan {
		return 0, ErrSpan
	}
	return span, nil
}
