package offline

import (
	"concurrentsessions/internal/jsonscan"
	"concurrentsessions/internal/profile"
)

// recogniser tells by an event's members of which sources it is.
type recogniser struct {
	bits  map[string]uint32 // by the name of a member
	signs []sign
}

// sign is one of a profile's signs, as bits.
type sign struct {
	bits    uint32
	profile int
	// general says that the sign counts only if no other does, since events of
	// one source may carry its members beside their own.
	general bool
}

// newRecogniser makes one, which any number of goroutines may use.
func newRecogniser(profiles []*profile.Profile) *recogniser {
	r := &recogniser{bits: map[string]uint32{}}
	for i, p := range profiles {
		for _, names := range p.Signs {
			s := sign{profile: i, general: p == profile.Authentication()}
			for _, name := range names {
				if r.bits[name] == 0 {
					r.bits[name] = 1 << len(r.bits)
				}
				s.bits |= r.bits[name]
			}
			r.signs = append(r.signs, s)
		}
	}
	return r
}

// recognise appends the numbers of the profiles that the event is of. It looks
// no further than to the end of the first sign; whole says that the event is
// an object all the same, as far as it had to be read.
func (r *recogniser) recognise(dst []int, event []byte) (profiles []int, whole bool) {
	var have uint32
	m := jsonscan.MembersOf(event)
	for m.Next() {
		bit := r.bits[string(m.Key)]
		if bit == 0 || have&bit != 0 {
			continue
		}
		have |= bit
		if list := r.matching(dst, have, false); len(list) > len(dst) {
			return list, true
		}
	}
	return r.matching(dst, have, true), m.Whole()
}

// matching appends the profiles whose signs are all there, each once.
func (r *recogniser) matching(dst []int, have uint32, general bool) []int {
	start := len(dst)
	for _, s := range r.signs {
		if have&s.bits != s.bits || s.general != general {
			continue
		}
		if n := len(dst); n == start || dst[n-1] != s.profile {
			dst = append(dst, s.profile)
		}
	}
	return dst
}
