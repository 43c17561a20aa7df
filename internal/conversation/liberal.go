package conversation

import (
	"encoding/json"
	"math"
	"strconv"

	"concurrentsessions/internal/epoch"
)

// The types below read JSON values whose type differs between versions of
// Splunk. A value of another kind reads as the zero value, never as an error.

// text is a string, or a number as it was written.
type text string

// UnmarshalJSON accepts any value.
func (t *text) UnmarshalJSON(data []byte) error {
	var s string
	switch c := data[0]; {
	case c == '"':
		if err := json.Unmarshal(data, &s); err != nil {
			return err
		}
	case c == '-', '0' <= c && c <= '9':
		s = string(data)
	}
	*t = text(s)
	return nil
}

// count is a whole number from 0 up; fractions are cut.
func (t text) count() int64 {
	n, err := strconv.ParseInt(string(t), 10, 64)
	if err != nil {
		f, err := strconv.ParseFloat(string(t), 64)
		switch {
		case err != nil || !(f > 0): // not a number, or NaN
			return 0
		case f >= math.MaxInt64:
			return math.MaxInt64
		}
		n = int64(f)
	}
	return max(n, 0)
}

// moment is a time in epoch seconds; ok is false for 0, which stands for none.
func (t text) moment() (m epoch.Micros, ok bool) {
	m, ok = epoch.Parse([]byte(t))
	if !ok {
		f, err := strconv.ParseFloat(string(t), 64) // 1.7e9
		if err != nil {
			return 0, false
		}
		m, ok = epoch.Parse(strconv.AppendFloat(nil, f, 'f', 6, 64))
	}
	return m, ok && m != 0
}

// flag is a boolean, also as a string or a number.
type flag bool

// UnmarshalJSON accepts any value.
func (f *flag) UnmarshalJSON(data []byte) error {
	if string(data) == "true" {
		*f = true
		return nil
	}
	var t text
	if err := t.UnmarshalJSON(data); err != nil {
		return err
	}
	v, err := strconv.ParseBool(string(t))
	*f = flag(err == nil && v)
	return nil
}

// texts is a list of strings; numbers in it count as strings.
type texts []text

// UnmarshalJSON accepts any value.
func (l *texts) UnmarshalJSON(data []byte) error {
	*l = nil
	if data[0] != '[' {
		return nil
	}
	var list []text
	if err := json.Unmarshal(data, &list); err != nil {
		return err
	}
	*l = list
	return nil
}

func (l texts) strings() []string {
	if l == nil {
		return nil
	}
	out := make([]string, len(l))
	for i, t := range l {
		out[i] = string(t)
	}
	return out
}
