package project

// Reason says why a row gives no sighting.
type Reason uint8

// The reasons.
const (
	// None: the row gives sightings.
	None Reason = iota
	// NotJSON: the event is no JSON object, or a cut one that misses what
	// makes a sighting.
	NotJSON
	// NoTime: no time, or none that can be read.
	NoTime
	// BadFirst, BadLast: the field that first= or last= names is missing or
	// cannot be read.
	BadFirst
	BadLast
	// LastBeforeFirst: the row ends before it starts.
	LastBeforeFirst
	// Filtered: the profile's filter does not want the event.
	Filtered
	// NoKey: a part of the key has no value.
	NoKey
	// NoSource: no source address.
	NoSource
	// NotAddress: the source is no address but the provider's own name, or
	// cannot be read, and the origin is wanted.
	NotAddress
	// TooMany: more combinations of key and source values than any event has.
	TooMany
	// AcrossSlices: the row starts in one slice of the clock and ends in
	// another, so tumbling windows cannot place it. The engine finds this.
	AcrossSlices
	// TrustedNetwork, IgnoredIdentity: a list of the user's says so. All that
	// the row would have given is on it.
	TrustedNetwork
	IgnoredIdentity
	NumReasons
)

var reasonNames = [NumReasons]string{
	"none", "not_json", "no_time", "bad_first", "bad_last", "last_before_first",
	"filtered", "no_key", "no_src", "src_not_address", "too_many_values",
	"across_slices", "trusted_network", "ignored_identity",
}

// String is the reason's name, for counters.
func (r Reason) String() string { return reasonNames[r] }

// Skip is why a row gives no sighting, and the role or field to blame. The
// zero value is no skip.
type Skip struct {
	Reason Reason
	// Field is a column of the key, the name of a field or of a role, or "".
	Field string
}
