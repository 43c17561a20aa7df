package samples

import "time"

// profiles is a set of sources, each as one profile reads it.
type profiles uint8

const (
	cloudTrail profiles = 1 << iota
	accessKey           // the CloudTrail file, every event by its access key
	securityLake
	o365
	azureAD
	okta
	eventTable // azure_event_table.ndjson, which has its own script

	// The profiles by the length of their window.
	fiveMinutes = cloudTrail | accessKey | securityLake | azureAD
	oneHour     = o365 | okta
	everywhere  = fiveMinutes | oneHour

	// published are those with a published search to compare with.
	published = everywhere &^ accessKey
)

func (p profiles) has(q profiles) bool { return p&q != 0 }

// scene is a short piece of the day, the same in every file it is part of.
type scene struct {
	title  string
	who    person
	in     profiles // the files it is part of
	ours   profiles // where the command has to find it
	theirs profiles // where the published search finds it, over the whole file
	why    string
	steps  []step
}

// step is one request of a scene.
type step struct {
	at   string // clock time of the day
	from place
	with client
	op   string // what is done; empty: what the source's detection looks at
	how  manner
}

// manner is what is special about a step.
type manner uint8

const (
	failed     manner = 1 << iota // refused by the source
	twice                         // delivered twice, byte for byte
	noSession                     // the event names no session
	newSession                    // in the person's second session of the day
)

func (m manner) has(q manner) bool { return m&q != 0 }

// stay is the everyday activity around the scenes: somebody at one place.
type stay struct {
	who      person
	from, to string // clock times of the day
	place    place
	with     client
	how      manner
}

// moment is one thing that happens, ready for a source to write down.
type moment struct {
	at   time.Time
	who  person
	from place
	with client
	op   string
	how  manner
	told bool // part of a scene, so nothing about it is left to chance
}

// session names the session, browser cookie or temporary key in use.
func (m moment) session() string {
	if m.how.has(newSession) {
		return m.who.login + "/2"
	}
	return m.who.login + "/1"
}

// clock is the moment of a clock time on the day, 10 March 2026 UTC. A text
// that is no time gives the zero time, which a test refuses.
func clock(text string) time.Time {
	t, err := time.Parse("2006-01-02 15:04:05", "2026-03-10 "+text)
	if err != nil {
		return time.Time{}
	}
	return t
}

func (s scene) moments() []moment {
	var list []moment
	for _, st := range s.steps {
		list = append(list, moment{clock(st.at), s.who, st.from, st.with, st.op, st.how, true})
	}
	return list
}
