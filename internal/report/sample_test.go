package report_test

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/report"
)

// start is 2026-01-15 09:00:00 UTC.
const start = 1_768_467_600 * epoch.Second

// client is what one origin looks like in the samples.
type client struct{ origin, agent, os, browser, city, country, asn string }

var clients = []client{
	{"192.0.2.17", "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36", "Windows", "Chrome", "Utrecht", "NL", "AS64500 Example Access"},
	{"198.51.100.8", "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Linux", "Firefox", "Tallinn", "EE", "AS64511 Example Hosting"},
	{"2001:db8:7:21::/64", "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15", "macOS", "Safari", "Porto", "PT", "AS64502 Example Mobile"},
	{"203.0.113.40", "python-requests/2.32.3", "", "python-requests", "Oslo", "NO", "AS64503 Example Cloud"},
}

// made is a finding of a user, seen from the clients in the order of way, at the
// given seconds.
func made(user, profile string, base int, way string, seconds ...float64) report.Finding {
	f := report.Finding{
		ID: fmt.Sprintf("%032x", len(user)*7919+base), Profile: profile, ProfileTitle: titles[profile], User: user,
		Key: []report.KeyPart{{Column: "user", Value: user}}, Score: base, Window: 300 * epoch.Second, Count: len(way),
		Reasons: []string{fmt.Sprintf("base score %d", base)},
	}
	gap := epoch.Forever
	shows := map[string][]string{}
	for i, c := range way {
		who := clients[c-'A']
		at := start + epoch.Micros(seconds[i]*float64(epoch.Second))
		f.Sightings = append(f.Sightings, report.Sighting{
			At: at, Src: strings.Replace(who.origin, "::/64", "::9", 1), Origin: who.origin, UserAgent: who.agent, OS: who.os, Browser: who.browser,
			City: who.city, Country: who.country, ASN: who.asn, App: "Example Console", Action: "success", File: "logs/2026-01-15.ndjson", Line: 40 + 3*i,
			Raw: fmt.Sprintf(`{"time":%s,"actor":{"name":%q,"session":"s-4711"},"client":{"ip":%q,"agent":%q},"outcome":{"result":"SUCCESS","codes":[]}}`, at, user, who.origin, who.agent),
		})
		if i > 0 && way[i] != way[i-1] {
			f.Switches++
			gap = min(gap, at-f.Sightings[i-1].At)
		}
		for name, value := range map[string]string{"user_agent": who.agent, "os": who.os, "browser": who.browser, "country": who.country} {
			if value != "" && !strings.Contains(strings.Join(shows[name], "\n"), value) {
				shows[name] = append(shows[name], value)
			}
		}
		if !strings.Contains(strings.Join(f.Origins, "\n"), who.origin) {
			f.Origins = append(f.Origins, who.origin)
		}
	}
	for _, name := range []string{"user_agent", "os", "browser", "country"} {
		f.Attributes = append(f.Attributes, report.Attribute{Name: name, Values: shows[name]})
	}
	f.First, f.Last = f.Sightings[0].At, f.Sightings[len(f.Sightings)-1].At
	for i, s := range f.Sightings {
		if s.Origin != f.Sightings[0].Origin {
			f.Trigger = f.Sightings[i].At
			break
		}
	}
	f.End = f.Last + f.Window
	f.ClosestGap = gap.String()
	f.Interleaved = f.Switches >= len(f.Origins)
	step := func(points int, reason string) {
		f.Score += points
		f.Reasons = append(f.Reasons, fmt.Sprintf("%+d %s", points, reason))
	}
	if f.Interleaved {
		step(20, "one origin was seen both before and after another: two holders at once")
	}
	step(15, "different countries")
	if f.Switches == 1 {
		step(-15, "a single move from one origin to another")
	}
	f.Score = min(f.Score, 100)
	return f
}

var titles = map[string]string{
	"okta":           "Okta: one device token from several networks and clients",
	"o365":           "Office 365: one session from several networks",
	"aws_cloudtrail": "AWS CloudTrail: one console user from several networks",
}

// small is a report as an analyst would get it.
func small() *report.Page {
	okta := made("ada@example.com", "okta", 56, "AABABBACBA", 0, 40, 52.5, 95, 130, 171, 200, 236, 260, 300)
	okta.Key = []report.KeyPart{{Column: "device_token", Value: "7c1e0f22b4d94d6a"}, {Column: "user", Value: "ada@example.com"}}
	okta.Ongoing = true
	burst := made("build-agent@example.com", "aws_cloudtrail", 42, "ADADDA", 3600, 3600.2, 3600.9, 3601.1, 3601.4, 7100)
	move := made("grace@example.org", "o365", 42, "AAAC", 7200, 7260, 7320, 7440)
	twins := made("alan@example.org", "o365", 42, "CBCB", 86400, 86430, 86520, 86700)
	twins.LeftOut = 3
	return &report.Page{
		Title: "Concurrent sessions", Version: "0.1.0", Generated: "logs/ read on 2026-01-16",
		Sources: []report.Source{
			{Profile: "aws_cloudtrail", Title: titles["aws_cloudtrail"], Rows: 18240, Sightings: 17911, Findings: 1, Skipped: []report.Skip{{Reason: "source is no address (origin)", Rows: 329}}},
			{Profile: "o365", Title: titles["o365"], Rows: 1204, Sightings: 1204, Findings: 2},
			{Profile: "okta", Title: titles["okta"], Rows: 5120, Sightings: 5096, Findings: 1, Skipped: []report.Skip{{Reason: "no device_token", Rows: 21}, {Reason: "no time", Rows: 3}}},
		},
		Findings: []report.Finding{okta, burst, move, twins},
		Notes:    []string{"2 records of logs/old.json were no JSON and were left out."},
	}
}

// compared is a comparison with a row of each verdict.
func compared() *report.Comparison {
	who := func(user string) []report.KeyPart { return []report.KeyPart{{Column: "user", Value: user}} }
	return &report.Comparison{
		Title: "Ours beside the published search", Version: "0.1.0",
		Rows: []report.ComparisonRow{
			{Verdict: report.Both, Profile: "okta", At: start, Who: who("ada@example.com"), Origins: []string{"192.0.2.17", "198.51.100.8"}, FindingID: "00aa", Score: 91},
			{Verdict: report.OnlyOurs, Profile: "aws_cloudtrail", At: start + 290*epoch.Second, Who: who("build-agent@example.com"), Origins: []string{"192.0.2.17", "203.0.113.40"}, Code: "bin_edge", Reason: "A bin edge at 09:05:00 lies between the events: the published search counts them apart.", FindingID: "00bb", Score: 72},
			{Verdict: report.OnlyTheirs, Profile: "aws_cloudtrail", At: start + 900*epoch.Second, Who: who("grace@example.org"), Origins: []string{"192.0.2.17", "cloudformation.amazonaws.com"}, Code: "no_address", Reason: "cloudformation.amazonaws.com is no address: the provider acts for the user."},
			{Verdict: report.OnlyTheirs, Profile: "o365", At: start + 1900*epoch.Second, Who: who("alan@example.org"), Origins: []string{"2001:db8:7:21::9", "2001:db8:7:21::a"}, Code: "same_network", Reason: "Both addresses lie in 2001:db8:7:21::/64, the network of one host."},
		},
		Notes: []string{"aws_access_key has no published search and was left out."},
	}
}

// many is a page of n findings with the given number of sightings each.
func many(n, sightings int) *report.Page {
	random := rand.New(rand.NewPCG(1, 2))
	p := &report.Page{Title: "Many", Version: "0.1.0"}
	names := []string{"okta", "o365", "aws_cloudtrail"}
	for i := range n {
		var way strings.Builder
		seconds := make([]float64, sightings)
		at := float64(random.IntN(30 * 86400))
		for j := range sightings {
			way.WriteByte("ABCD"[random.IntN(2+i%3)])
			at += random.Float64() * 60
			seconds[j] = at
		}
		f := made(fmt.Sprintf("user%05d@example.com", i), names[i%len(names)], 1+random.IntN(60), way.String(), seconds...)
		f.ID = fmt.Sprintf("%032x", i)
		p.Findings = append(p.Findings, f)
	}
	return p
}
