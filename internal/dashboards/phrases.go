package dashboards

import (
	"encoding/json"
	"fmt"
	"strings"
)

// A source is one log source as the dashboards speak of it.
type source struct {
	profile, label, colour string
	// addOn gives the fields that the profile reads.
	addOn string
}

// sources are in the order of the profiles. The data model has a search of
// another form and is left out.
var sources = []source{
	{"aws_cloudtrail", "AWS CloudTrail", "#F2A900", "Splunk Add-on for AWS"},
	{"aws_access_key", "AWS access keys", "#C65F00", "Splunk Add-on for AWS"},
	{"aws_security_lake", "Amazon Security Lake", "#8F5FD7", "Splunk Add-on for AWS (Security Lake input)"},
	{"o365", "Office 365", "#D94E17", "Splunk Add-on for Microsoft Office 365"},
	{"azure_ad", "Azure AD (Entra ID)", "#1D92A6", "Splunk Add-on for Microsoft Cloud Services"},
	{"okta", "Okta", "#3C6BD6", "Splunk Add-on for Okta Identity Cloud"},
}

// phrases are what the definitions share. Those of SPL are written as they
// stand in a JSON string.
func phrases() map[string]string {
	return map[string]string{
		"sources":         items(),
		"sources_and_all": `{"label": "all", "value": "*"}, ` + items(),
		"source_colours":  colours(),
		"score_bands":     scoreBands,
		"score":           `{ "width": 85, "rowColors": "> table | seriesByName(\"score\") | rangeValue(bands)" }`,
		"lanes_chart":     lanesChart,
		"findings_of_all": spl(findingsOfAll()),
		"chosen":          spl(`| search profile="$source$" score>=$score$`),
		"base":            spl(base("$source$", "")),
		"base_of_user":    spl(base("$source$", `"$user$"`)),
		"findings":        spl(findings("$source$")),
		"options":         spl("profile=$source$ `cs_$source$_options`"),
		"also_trusted":    spl(alsoTrusted),
		"client":          spl(client),
		"lanes":           spl(lanes),
		"add_on":          spl(addOn()),
		"demo":            spl("| inputlookup cs_demo_events"),
		"tuning_note":     spl(tuningNote),
	}
}

// base is the search for a source's events, as the detections have it, and
// terms that narrow it.
func base(profile, terms string) string {
	search := strings.TrimSpace(fmt.Sprintf("search `cs_%s` %s", profile, terms))
	return fmt.Sprintf("%s | `cs_%s_rows` | `cs_drop_trusted_networks` | `cs_drop_ignored_identities`", search, profile)
}

// findings is the command as the detections run it, but for what a single run
// reports: all of the time range is shown.
func findings(profile string) string {
	return fmt.Sprintf("| concurrentsessions profile=%s `cs_%s_options` | `cs_%s_filter`", profile, profile, profile)
}

// findingsOfAll runs every source's search, one after the other. A subsearch
// may run for 15 minutes: it hands over findings, which are few.
func findingsOfAll() string {
	var spl strings.Builder
	for i, s := range sources {
		one := base(s.profile, "") + " " + findings(s.profile)
		if i == 0 {
			spl.WriteString(one)
		} else {
			spl.WriteString(" | append maxtime=900 timeout=900 [" + one + "]")
		}
	}
	return spl.String()
}

// alsoTrusted leaves out the rows of the network that tuning tries.
const alsoTrusted = `| where isnull(if(cidrmatch("$cidr$",cs_src),1,null()))`

// client names the client of an event, from the fields that some source has.
const client = `coalesce(user_agent,userAgent,UserAgent,'properties.userAgent','http_request.user_agent','client.userAgent.rawUserAgent',"-")`

// lanes makes one series of the way from origin to origin, and one of each
// origin's sightings. An origin's height is the order of its first sighting.
// Sightings stand side by side, however far apart in time, so that the way is
// seen at any time range; hot ones come first where there are too many.
const lanes = `| mvexpand cs_origin | sort 0 -cs_hot -_time | head 100 | sort 0 _time | streamstats dc(cs_origin) AS seen | eventstats min(seen) AS way BY cs_origin | eval at=strftime(_time,"%H:%M:%S") | fields at way cs_origin | eval {cs_origin}=way | fields - _time cs_origin | table at way *`

const lanesChart = `{
        "legendDisplay": "bottom",
        "nullValueDisplay": "gaps",
        "markerDisplay": "filled",
        "yAxisTitleVisibility": "hide",
        "xAxisTitleVisibility": "hide",
        "yAxisLabelVisibility": "hide",
        "showYMajorGridLines": false,
        "seriesColorsByField": { "way": "#8A94A6" }
      }`

const scoreBands = `[{ "to": 40, "value": "#5A9F68" }, { "from": 40, "to": 60, "value": "#B58900" }, { "from": 60, "to": 80, "value": "#D9730D" }, { "from": 80, "value": "#C4262E" }]`

// addOn tells which add-on gives the fields of the profile.
func addOn() string {
	var cases []string
	for _, s := range sources {
		cases = append(cases, fmt.Sprintf("profile=%q,%q", s.profile, s.addOn))
	}
	return "case(" + strings.Join(cases, ",") + ")"
}

const tuningNote = `**Now** is the detection as it is: its trusted networks, its ignored identities, its options.

**Tried** is the same events with the options above, and without those of one more network (255.255.255.255/32 is none).

To keep what you tried, change the source's options macro or add the network to the lookup of trusted networks. Nothing on this page changes anything.`

func items() string {
	var list []string
	for _, s := range sources {
		list = append(list, fmt.Sprintf(`{"label": %q, "value": %q}`, s.label, s.profile))
	}
	return strings.Join(list, ", ")
}

func colours() string {
	var list []string
	for _, s := range sources {
		list = append(list, fmt.Sprintf("%q: %q", s.profile, s.colour))
	}
	return "{" + strings.Join(list, ", ") + "}"
}

// spl is SPL as it stands within a JSON string.
func spl(text string) string {
	quoted, _ := json.Marshal(text) // a string can always be written
	text = string(quoted[1 : len(quoted)-1])
	return strings.NewReplacer(`\u003e`, ">", `\u003c`, "<", `\u0026`, "&").Replace(text)
}
