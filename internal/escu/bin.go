package escu

import (
	"fmt"

	"concurrentsessions/internal/epoch"
)

// bin sets a time to the start of its clock-aligned slice, also before 1970.
// What is no time stays as it is.
type bin struct {
	command string // bin or bucket, two names of one command
	span    epoch.Micros
	field   string
}

func (b bin) step(s *schema) rowStep {
	slot := s.slot(b.field)
	return func(row []cell) {
		if m, ok := row[slot].time(); ok {
			row[slot] = cell{kind: moment, moment: epoch.Micros(m.Slice(b.span)) * b.span}
		}
	}
}

func (b bin) String() string {
	return fmt.Sprintf("%s span=%dm %s", b.command, b.span/(60*epoch.Second), b.field)
}

const fiveMinutes = 5 * 60 * epoch.Second
