package escu

// fillnull without a list writes "0" into every null of a field that exists,
// that is, has a value in at least one row of the whole result. Which fields
// exist is known after the last row only: until then such a null is marked,
// and the groups keep it apart from "0" and from plain null.
type fillnull struct{}

func (fillnull) step(s *schema) rowStep {
	return func(row []cell) {
		for i := range row {
			if row[i].kind == null {
				row[i].kind = filled
			} else {
				s.exists[i] = true
			}
		}
	}
}

func (fillnull) String() string { return "fillnull" }

// fillValue is what fillnull writes.
const fillValue = "0"
