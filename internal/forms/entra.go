package forms

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strconv"
)

// signIn is what Azure Monitor streams of a sign-in.
type signIn struct {
	Category   string          `json:"category"`
	ResultType string          `json:"resultType"`
	Properties json.RawMessage `json:"properties"`
}

func (s signIn) kind() string {
	if s.Category == "NonInteractiveUserSignInLogs" {
		return "nonInteractiveUser"
	}
	return "interactiveUser"
}

// Graph writes sign-ins of Azure Monitor as Microsoft Graph and the portal's
// JSON have them.
func Graph(events [][]byte) []byte {
	var list [][]byte
	for _, e := range events {
		var s signIn
		must(json.Unmarshal(e, &s))
		var members map[string]any
		must(json.Unmarshal(s.Properties, &members))
		members["signInEventTypes"] = []string{s.kind()}
		b, err := json.Marshal(members)
		must(err)
		list = append(list, b)
	}
	return indented("  ", "[", ",", "]")(list)
}

// EntraCSV writes the sign-ins of Azure Monitor that are not interactive as
// the portal's CSV has them.
func EntraCSV(events [][]byte) []byte {
	var b bytes.Buffer
	b.WriteString("\xef\xbb\xbf")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	must(w.Write([]string{
		"Date (UTC)", "Request ID", "User agent", "User", "Username", "User ID", "Application", "Application ID ",
		"IP address", "Location", "Status", "Sign-in error code", "Device ID", "Browser", "Operating System", "Autonomous system  number",
	}))
	for _, e := range events {
		var s signIn
		must(json.Unmarshal(e, &s))
		if s.kind() != "nonInteractiveUser" {
			continue
		}
		var p struct {
			CreatedDateTime, ID, UserAgent, UserDisplayName, UserPrincipalName, UserID, AppDisplayName, AppID, IPAddress string

			AutonomousSystemNumber int
			Status                 struct{ ErrorCode int }
			Location               struct{ City, State, CountryOrRegion string }
			DeviceDetail           struct{ DeviceID, OperatingSystem, Browser string }
		}
		must(json.Unmarshal(s.Properties, &p))
		status, code := "Failure", strconv.Itoa(p.Status.ErrorCode)
		if p.Status.ErrorCode == 0 {
			status, code = "Success", "None"
		}
		must(w.Write([]string{
			p.CreatedDateTime, p.ID, p.UserAgent, p.UserDisplayName, p.UserPrincipalName, p.UserID, p.AppDisplayName, p.AppID,
			p.IPAddress, p.Location.City + ", " + p.Location.State + ", " + p.Location.CountryOrRegion, status, code,
			p.DeviceDetail.DeviceID, p.DeviceDetail.Browser, p.DeviceDetail.OperatingSystem, strconv.Itoa(p.AutonomousSystemNumber),
		}))
	}
	w.Flush()
	must(w.Error())
	return b.Bytes()
}
