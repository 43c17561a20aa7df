package hec

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/tidwall/gjson"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/profile"
)

// Clock reads and moves the times that stand in the events of a source.
type Clock struct{ paths []string }

// NewClock makes the clock of a profile, or, with nil, one that knows the time
// fields of all profiles.
func NewClock(p *profile.Profile) *Clock {
	c := &Clock{}
	if p != nil {
		c.add(p)
		return c
	}
	for _, name := range profile.Names() {
		each, _ := profile.ByName(name)
		c.add(each)
	}
	return c
}

func (c *Clock) add(p *profile.Profile) {
	for _, field := range p.Roles[profile.Time].Raw {
		if field == "_time" {
			continue // Splunk's own, no part of the event
		}
		members := strings.Split(field, ".")
		for i, member := range members {
			members[i] = gjson.Escape(member)
		}
		if at := strings.Join(members, "."); !slices.Contains(c.paths, at) {
			c.paths = append(c.paths, at)
		}
	}
}

// Read is when the event happened, if it says so.
func (c *Clock) Read(event []byte) (epoch.Micros, bool) {
	for _, at := range c.paths {
		if m, ok := epoch.ParseScaled([]byte(gjson.GetBytes(event, at).String())); ok && m != 0 {
			return m, true
		}
	}
	return 0, false
}

// Move appends the event with each of its times moved by whole seconds, and
// everything else as it is, byte for byte.
func (c *Clock) Move(dst, event []byte, seconds int64) []byte {
	type edit struct {
		start, end int
		text       string
	}
	var edits []edit
	for _, at := range c.paths {
		v := gjson.GetBytes(event, at)
		if v.Index == 0 || v.Type != gjson.String && v.Type != gjson.Number {
			continue
		}
		text, quote := v.Raw, ""
		if v.Type == gjson.String {
			text, quote = v.Raw[1:len(v.Raw)-1], `"`
		}
		if moved, ok := restamp(text, seconds); ok {
			edits = append(edits, edit{v.Index, v.Index + len(v.Raw), quote + moved + quote})
		}
	}
	slices.SortFunc(edits, func(a, b edit) int { return a.start - b.start })
	from := 0
	for _, e := range edits {
		dst = append(dst, event[from:e.start]...)
		dst = append(dst, e.text...)
		from = e.end
	}
	return append(dst, event[from:]...)
}

// The spellings of times that package epoch reads. Zone and fraction are left
// as they are, since whole seconds do not touch them.
var (
	dateTime = regexp.MustCompile(`^(\d{4}-\d\d-\d\d)([Tt ])(\d\d:\d\d:\d\d)(.*)$`)
	american = regexp.MustCompile(`^\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d\d:\d\d [AP]M$`)
	number   = regexp.MustCompile(`^([1-9]\d{0,17})(\.\d*)?$`)
)

// restamp moves one time, in its own spelling. What would leave the calendar
// stays.
func restamp(text string, seconds int64) (string, bool) {
	if !isTime(text) {
		return "", false
	}
	moved, ok := respell(text, seconds)
	return moved, ok && isTime(moved)
}

func isTime(text string) bool {
	_, ok := epoch.ParseScaled([]byte(text))
	return ok
}

func respell(text string, seconds int64) (string, bool) {
	by := time.Duration(seconds) * time.Second
	if m := dateTime.FindStringSubmatch(text); m != nil {
		const layout = "2006-01-02 15:04:05"
		t, err := time.Parse(layout, m[1]+" "+m[3])
		date, clock, _ := strings.Cut(t.Add(by).Format(layout), " ")
		return date + m[2] + clock + m[4], err == nil
	}
	if american.MatchString(text) {
		const layout = "1/2/2006 3:04:05 PM"
		t, err := time.Parse(layout, text)
		return t.Add(by).Format(layout), err == nil
	}
	m := number.FindStringSubmatch(text)
	if m == nil {
		return "", false
	}
	n, err := strconv.ParseInt(m[1], 10, 64)
	switch { // as epoch.ParseScaled tells them apart
	case m[2] != "":
	case n >= 100_000_000_000_000:
		seconds *= 1_000_000
	case n >= 100_000_000_000:
		seconds *= 1_000
	}
	n += seconds
	return strconv.FormatInt(n, 10) + m[2], err == nil && n > 0
}
