package epoch

import (
	"bytes"
	"time"
)

// Parse reads one time: epoch seconds with or without a fraction, RFC 3339,
// or one of the spellings that the five sources use beside it. It reports
// false for everything else, and for moments outside [Min, Max].
//
// The spellings beside RFC 3339: an offset without a colon (-0700, Splunk's
// inputlookup), a blank instead of the T, no zone at all (UTC, Microsoft 365),
// and the American 1/15/2025 9:35:20 PM of the Entra portal (UTC).
func Parse(text []byte) (Micros, bool) {
	if m, ok := parseTenDigits(text); ok {
		return m, true
	}
	if m, ok := parseInstant(text); ok {
		return m, true
	}
	text = bytes.TrimSpace(text)
	if m, ok := parseSeconds(text); ok {
		return m, true
	}
	if len(text) < len("1/2/2006 3:04:05 PM") || len(text) > 64 {
		return 0, false
	}
	if text[0] >= '0' && text[0] <= '9' && bytes.IndexByte(text[:3], '/') > 0 {
		t, err := time.Parse("1/2/2006 3:04:05 PM", string(text))
		return fromTime(t, err)
	}
	return parseDateTime(text)
}

// ParseScaled reads a time like [Parse], except that a whole number may also
// be milliseconds or microseconds, told apart by size, since the OCSF field
// time comes in all three. Milliseconds and microseconds before March 1973
// would be taken for seconds.
func ParseScaled(text []byte) (Micros, bool) {
	text = bytes.TrimSpace(text)
	n, ok := parseInt(text)
	switch {
	case ok && n >= 100_000_000_000_000:
		return Micros(n), Micros(n) <= Max
	case ok && n >= 100_000_000_000:
		return Micros(n) * 1000, true
	}
	return Parse(text)
}

// parseSeconds reads [+-]digits[.digits]. Digits after the sixth are cut.
func parseSeconds(text []byte) (Micros, bool) {
	i, neg := 0, false
	if i < len(text) && (text[i] == '-' || text[i] == '+') {
		neg = text[i] == '-'
		i++
	}
	start := i
	var whole Micros
	for ; i < len(text) && isDigit(text[i]); i++ {
		whole = whole*10 + Micros(text[i]-'0')
		if whole > Max/Second {
			return 0, false
		}
	}
	if i == start {
		return 0, false
	}
	m := whole * Second
	if i < len(text) && text[i] == '.' {
		i++
		for unit := Second / 10; i < len(text) && isDigit(text[i]); i++ {
			m += unit * Micros(text[i]-'0')
			unit /= 10
		}
	}
	if i != len(text) || m > Max {
		return 0, false
	}
	if neg {
		m = -m
	}
	return m, true
}

func parseInt(text []byte) (int64, bool) {
	if len(text) == 0 || len(text) > 18 {
		return 0, false
	}
	var n int64
	for _, c := range text {
		if !isDigit(c) {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	return n, true
}

func fromTime(t time.Time, err error) (Micros, bool) {
	if err != nil {
		return 0, false
	}
	return Micros(t.UnixMicro()), true
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
