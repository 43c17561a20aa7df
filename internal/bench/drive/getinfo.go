package drive

import (
	"encoding/json"
	"fmt"
)

// getinfo is the first request, frame and all.
func getinfo(args []string, dispatchDir string) []byte {
	type info struct {
		Args        []string `json:"args"`
		RawArgs     []string `json:"raw_args"`
		DispatchDir string   `json:"dispatch_dir"`
		SID         string   `json:"sid"`
		App         string   `json:"app"`
		Owner       string   `json:"owner"`
		Username    string   `json:"username"`
		SplunkdURI  string   `json:"splunkd_uri"`
		Version     string   `json:"splunk_version"`
		Search      string   `json:"search"`
		Command     string   `json:"command"`
		MaxRows     int      `json:"maxresultrows"`
		Earliest    string   `json:"earliest_time"`
		Latest      string   `json:"latest_time"`
	}
	text, _ := json.Marshal(struct { // of texts and a number: it cannot fail
		Action  string `json:"action"`
		Preview bool   `json:"preview"`
		Info    info   `json:"searchinfo"`
	}{"getinfo", false, info{
		Args: args, RawArgs: args, DispatchDir: dispatchDir, SID: "1700000000.12", App: "search",
		Owner: "admin", Username: "admin", SplunkdURI: "https://127.0.0.1:8089", Version: "8.2.1",
		Search: "search%20index%3Dmain", Command: "concurrentsessions", MaxRows: 50000, Earliest: "0", Latest: "0",
	}})
	return append(fmt.Appendf(nil, "chunked 1.0,%d,0\n", len(text)), text...)
}
