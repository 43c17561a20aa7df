package samples

import "time"

// writeEventTable rebuilds the attack data published for the Azure AD search
// (splunk/attack_data, T1185), event by event: one user within 107 seconds on
// 2023-01-24, the pair of successes on either side of 23:15, so that 5-minute
// bins lose it. Times, clients, networks and error codes are those of the
// original, but for the inner times of E09 to E13, which are not known;
// addresses, user and ids are invented. E07 stands twice, as there.
func writeEventTable() [][]byte {
	west := &network{asn: 16509, city: "Boardman", state: "Oregon", code: "US", lat: 45.7372, lon: -119.8114}
	east := &network{asn: 12271, city: "Buffalo", state: "New York", code: "US", lat: 42.8864, lon: -78.8784}
	a, windows := west.at("203.0.113.153"), client{
		agent:   "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:108.0) Gecko/20100101 Firefox/108.0",
		entraOS: "Windows 10", entraBrowser: "Firefox 108.0",
	}
	b, mac := east.at("198.51.100.43"), client{
		agent:   "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/108.0.0.0 Safari/537.36",
		entraOS: "MacOs", entraBrowser: "Chrome 108.0.0",
	}
	rows := []struct {
		event, at          string
		from               place
		with               client
		code               int
		app                string
		correlation, token string
	}{
		{"E01", "23:13:31.943", a, windows, 50074, "OfficeHome", "C1", "T01"},
		{"E02", "23:13:31.943", a, windows, 50074, "OfficeHome", "C1", "T01"},
		{"E03", "23:13:41.569", a, windows, 50140, "OfficeHome", "C1", "T01"},
		{"E04", "23:13:59.633", b, mac, 0, "OfficeHome", "C2", "T02"},
		{"E05", "23:14:02.358", b, mac, 0, "Azure Portal", "C3", "T03"},
		{"E06", "23:14:31.262", b, mac, 50140, "Azure Portal", "C4", "T04"},
		{"E07", "23:14:31.262", b, mac, 50140, "Azure Portal", "C4", "T04"},
		{"E07", "23:14:31.262", b, mac, 50140, "Azure Portal", "C4", "T04"},
		{"E08", "23:14:36.694", b, mac, 0, "Azure Portal", "C4", "T05"},
		{"E09", "23:14:42.349", b, mac, 0, "OfficeHome", "C5", "T06"},
		{"E10", "23:14:43.118", b, mac, 0, "Microsoft Graph", "C5", "T07"},
		{"E11", "23:14:44.207", b, mac, 0, "Office365 Shell WCSS-Client", "C6", "T08"},
		{"E12", "23:14:45.260", b, mac, 0, "Office 365 Exchange Online", "C6", "T09"},
		{"E13", "23:14:46.037", b, mac, 0, "OfficeHome", "C7", "T10"},
		{"E14", "23:15:19.229", a, windows, 0, "Azure Portal", "C8", "T11"},
	}
	details := map[int]string{50074: "Strong authentication is required.", 50140: "Interrupted by 'Keep me signed in'."}
	var lines [][]byte
	for _, r := range rows {
		at, _ := time.Parse("2006-01-02 15:04:05.000", "2023-01-24 "+r.at) // a test holds the times
		in := signIn{
			moment: moment{at: at, who: tableUser, from: r.from, with: r.with}, created: at,
			id: "table/" + r.event, correlation: "table/" + r.correlation, token: "table/" + r.token,
			category: "NonInteractiveUserSignInLogs", app: r.app, code: r.code, detail: details[r.code], detailed: true, level: 4,
		}
		if r.code != 0 {
			in.category = "SignInLogs" // asked of the user, so interactive
		}
		lines = append(lines, in.object().line())
	}
	return lines
}

var tableUser = person{login: "casey.ashgrove", name: "Casey Ashgrove"}

// eventTableScene is the public attack example; writeEventTable has its events.
var eventTableScene = scene{
	title: "event table", who: tableUser, in: eventTable, ours: eventTable,
	why: "the attack data published for the Azure AD search: two successes 33 seconds apart, with 23:15 between",
}
