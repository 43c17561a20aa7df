package evaluate

import (
	"fmt"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/score"
	"concurrentsessions/internal/simulate"
)

// Method is a way to search.
type Method int

// The methods.
const (
	// Published is the published search as it is scheduled: every hour, over
	// the time from 70 to 10 minutes before, over what is indexed by then.
	Published Method = iota
	// Tumbling is our command with mode=tumbling.
	Tumbling
	// Sliding is our command as it is shipped.
	Sliding
	NumMethods
)

var methodNames = [NumMethods]string{"published", "tumbling", "sliding"}

// String is the method's name.
func (m Method) String() string { return methodNames[m] }

// Variant is what the sightings are scored with.
type Variant int

// The variants.
const (
	// Plain: the events alone.
	Plain Variant = iota
	// Located: with country and network number of the address, from the event
	// or, as a search adds them, from a database.
	Located
	NumVariants
)

var variantNames = [NumVariants]string{"events alone", "with places"}

// String is the variant in words.
func (v Variant) String() string { return variantNames[v] }

// Result is the outcome over all sources, of one or several seeds.
type Result struct {
	Users, Days int
	Seeds       []uint64
	Sources     []*Source
}

// Add adds the outcome of another seed over the same sources. The error says
// what differs.
func (r *Result) Add(other *Result) error {
	if r.Users != other.Users || r.Days != other.Days || len(r.Sources) != len(other.Sources) {
		return fmt.Errorf("add results: want %d users, %d days and %d sources in each", r.Users, r.Days, len(r.Sources))
	}
	r.Seeds = append(r.Seeds, other.Seeds...)
	for i, s := range other.Sources {
		if s.Name != r.Sources[i].Name {
			return fmt.Errorf("add results: source %d is %s here and %s there", i+1, r.Sources[i].Name, s.Name)
		}
		r.Sources[i].add(s)
	}
	return nil
}

// Source is the outcome at one source.
type Source struct {
	Name string
	// UserDays is users times days; Events is how many arrived.
	UserDays, Events int
	Attacks          []Attack
	Methods          [NumMethods]Alerts
	// Scores has the false alarms of Sliding by score.
	Scores   [NumVariants]ByScore
	Evidence Evidence
	Sweeps   []Sweep
}

// Alerts counts the alerts of a method.
type Alerts struct {
	All   int
	False map[simulate.Cause]int
}

// Wrong is how many were false.
func (a *Alerts) Wrong() (n int) {
	for _, count := range a.False {
		n += count
	}
	return n
}

// ByScore counts false alarms by cause and score.
type ByScore map[simulate.Cause]*[score.Most + 1]int

// Above counts, by cause, those with at least the score.
func (b ByScore) Above(least int) map[simulate.Cause]int {
	counts := map[simulate.Cause]int{}
	for cause, scores := range b {
		for _, n := range scores[least:] {
			counts[cause] += n
		}
	}
	return counts
}

// Attack is what became of an attack.
type Attack struct {
	simulate.Attack
	// Reach says whether it can be seen at all.
	Reach Reach
	// Found says which methods found it.
	Found [NumMethods]bool
	// Score is the highest score of a finding of Sliding, 0 for none.
	Score [NumVariants]int
	// Without is Score with places as it would be without a rule.
	Without []int
	// Swept says which sweeps found it.
	Swept []bool
}

// Reach says how close the thief's requests come to others of the session, in
// what has arrived, and why none can be held against another.
type Reach struct {
	// Gap is the distance of the closest requests from two addresses, one of
	// them in the attack; HasGap is false if there are none.
	Gap    epoch.Micros
	HasGap bool
	// Within says that Gap is at most the window, and, where the condition asks
	// for different clients, that such a pair has two.
	Within bool
	// Why not, if not: one of the reasons below.
	Why string
}

// Why an attack is out of reach.
const (
	WhyLost       = "no event of the thief arrived"
	WhyNoSession  = "the events name no session"
	WhyAlone      = "no request of the owner arrived"
	WhyFar        = "farther apart than the window"
	WhySameClient = "the same client, and the condition asks for another"
)

func newSource(name string) *Source {
	s := &Source{Name: name, Evidence: newEvidence()}
	for m := range s.Methods {
		s.Methods[m].False = map[simulate.Cause]int{}
	}
	for v := range s.Scores {
		s.Scores[v] = ByScore{}
	}
	s.Sweeps = sweeps(name)
	return s
}

// add adds the outcome of other people.
func (s *Source) add(o *Source) {
	s.UserDays += o.UserDays
	s.Events += o.Events
	s.Attacks = append(s.Attacks, o.Attacks...)
	for m := range s.Methods {
		s.Methods[m].add(&o.Methods[m])
	}
	for v := range s.Scores {
		for cause, scores := range o.Scores[v] {
			for at, n := range scores {
				s.Scores[v].count(cause, at, n)
			}
		}
	}
	s.Evidence.add(&o.Evidence)
	for i := range s.Sweeps {
		s.Sweeps[i].add(&o.Sweeps[i].Alerts)
	}
}

func (a *Alerts) add(o *Alerts) {
	a.All += o.All
	for cause, n := range o.False {
		a.False[cause] += n
	}
}

func (b ByScore) count(cause simulate.Cause, at, n int) {
	if b[cause] == nil {
		b[cause] = new([score.Most + 1]int)
	}
	b[cause][at] += n
}
