package conversation

import (
	"encoding/json"
	"net/url"

	"concurrentsessions/internal/epoch"
)

// SearchInfo is what getinfo tells about the search. Any part may be missing,
// most of all where splunkd merely parses the search. The session key is left
// out on purpose: nothing here needs it, and what is not kept cannot leak.
type SearchInfo struct {
	// Args are the arguments without their double quotes, RawArgs the same
	// arguments as typed. Splunkd splits at blanks, those around "=" included,
	// and may split at commas.
	Args, RawArgs []string
	// Command is the name the search calls the command by.
	Command string
	// SID is the job's id; empty, "tmp" and the like at parse time.
	SID string
	// App and Owner are the search's context.
	App, Owner string
	// DispatchDir is the job's folder, which the command may write to.
	DispatchDir string
	// SplunkVersion is as in "9.2.1".
	SplunkVersion string
	// Search is the whole search, or what was sent for it when that could not
	// be decoded.
	Search string
	// MaxResultRows is splunkd's limit for rows of a result; 0 is unknown.
	MaxResultRows int64
	// EarliestTime and LatestTime bound the search: from the one, up to but
	// not including the other. They are 0 when not set.
	EarliestTime, LatestTime epoch.Micros
	HasEarliest, HasLatest   bool
	// Preview is set when the process serves a preview. The command plans as
	// always; it is not asked to execute.
	Preview bool
}

// searchInfo is the wire form.
type searchInfo struct {
	Args          texts `json:"args"`
	RawArgs       texts `json:"raw_args"`
	Command       text  `json:"command"`
	SID           text  `json:"sid"`
	App           text  `json:"app"`
	Owner         text  `json:"owner"`
	DispatchDir   text  `json:"dispatch_dir"`
	SplunkVersion text  `json:"splunk_version"`
	Search        text  `json:"search"`
	MaxResultRows text  `json:"maxresultrows"`
	EarliestTime  text  `json:"earliest_time"`
	LatestTime    text  `json:"latest_time"`
}

func newSearchInfo(r *request) *SearchInfo {
	var wire searchInfo
	if len(r.SearchInfo) > 0 && r.SearchInfo[0] == '{' {
		// It was checked with the whole, and no member is of a wrong type.
		_ = json.Unmarshal(r.SearchInfo, &wire)
	}
	info := &SearchInfo{
		Args:          wire.Args.strings(),
		RawArgs:       wire.RawArgs.strings(),
		Command:       string(wire.Command),
		SID:           string(wire.SID),
		App:           string(wire.App),
		Owner:         string(wire.Owner),
		DispatchDir:   string(wire.DispatchDir),
		SplunkVersion: string(wire.SplunkVersion),
		Search:        string(wire.Search),
		MaxResultRows: wire.MaxResultRows.count(),
		Preview:       bool(r.Preview),
	}
	if decoded, err := url.PathUnescape(info.Search); err == nil {
		info.Search = decoded
	}
	info.EarliestTime, info.HasEarliest = wire.EarliestTime.moment()
	info.LatestTime, info.HasLatest = wire.LatestTime.moment()
	return info
}
