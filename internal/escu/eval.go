package escu

import (
	"fmt"
	"math"
	"strconv"

	"concurrentsessions/internal/epoch"
)

// milliseconds is the eval that reads a field as milliseconds and leaves
// seconds. What is no number becomes null, as arithmetic on a string does; so
// does a number too large for a moment.
type milliseconds struct{ field string }

func (e milliseconds) step(s *schema) rowStep {
	slot := s.slot(e.field)
	return func(row []cell) {
		c := row[slot]
		row[slot] = cell{}
		if c.kind != text || len(c.texts) > 1 {
			return
		}
		// A double, as eval computes: exact for milliseconds of this age.
		number, err := strconv.ParseFloat(c.texts[0], 64)
		micros := math.Floor(number * 1000)
		if err == nil && micros >= float64(epoch.Min) && micros <= float64(epoch.Max) {
			row[slot] = cell{kind: moment, moment: epoch.Micros(micros)}
		}
	}
}

func (e milliseconds) String() string { return fmt.Sprintf("eval %[1]s=%[1]s/pow(10,3)", e.field) }
