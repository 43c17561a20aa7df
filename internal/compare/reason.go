package compare

// Code is the short name of a reason. It does not change from version to
// version.
type Code string

// Why the published search missed a finding of ours.
const (
	// Filtered: its filter drops events of ours.
	Filtered Code = "filtered"
	// NullField: stats drops events that lack a BY field.
	NullField Code = "null_field"
	// BinEdge: a bin edge lies between the events.
	BinEdge Code = "bin_edge"
	// SplitGroup: it counts the events apart, in groups that we do not make.
	SplitGroup Code = "split_group"
	// Condition: it counts the events together, but its condition wants more.
	Condition Code = "condition"
)

// Why the published search made a row that is no finding of ours.
const (
	// NoAddress: what is no address, as a provider's name, counts as one.
	NoAddress Code = "no_address"
	// MissingSource: a missing source counts as an address, such as 0.
	MissingSource Code = "missing_source"
	// MissingKey: events without a session or user are lumped together.
	MissingKey Code = "missing_key"
	// Spelling: one address, spelled in several ways.
	Spelling Code = "spelling"
	// SameNetwork: several addresses of one network.
	SameNetwork Code = "same_network"
	// SameClient: a new version counts as another client.
	SameClient Code = "same_client"
	// FarApart: the events are farther apart than our window.
	FarApart Code = "far_apart"
)

const (
	// Several: no single cause, but the named ones together.
	Several Code = "several"
	// Unknown: no cause found.
	Unknown Code = "unknown"
)

const (
	severalText = "no single cause found, but together these: "
	unknownText = "no single cause found"
)
