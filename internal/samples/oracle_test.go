package samples

import (
	"encoding/json"
	"maps"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"
)

// The oracle reads the samples and decides, in the plainest way and with no
// code of the product, who has to be reported. It must agree with the
// verdicts written in the scenes.

// view is an event as both searches see it.
type view struct {
	at, logged  time.Time // differ in Azure AD
	who         string
	key         map[string]string // empty when a part is missing
	src         string            // as written
	os, browser string
	counted     bool // by our profile
	published   bool // by the published search
}

func read(profile string, line []byte) view {
	e := gjson.ParseBytes(line)
	get := func(path string) string { return e.Get(path).String() }
	var v view
	switch profile {
	case "aws_cloudtrail", "aws_access_key":
		v.logged, v.who, v.src = parseTime(get("eventTime")), get("userIdentity.arn"), get("sourceIPAddress")
		health := get("eventName") == "DescribeEventAggregates"
		v.key, v.counted = key("user", v.who), health
		v.published = health && v.src != "AWS Internal"
		if profile == "aws_access_key" {
			v.key, v.counted, v.published = key("access_key_id", get("userIdentity.accessKeyId")), true, false
		}
	case "aws_security_lake":
		v.logged, v.who = time.UnixMilli(e.Get("time").Int()), get("actor.user.uid")
		v.src = get("src_endpoint.ip")
		v.key, v.counted = key("user", v.who), get("api.operation") == "DescribeEventAggregates"
		v.published = v.counted && get("http_request.user_agent") != "AWS Internal" && get("src_endpoint.domain") != "health.amazonaws.com"
		if v.src == "" {
			v.src = get("src_endpoint.domain")
			v.published = false // nothing to count
		}
	case "o365":
		v.logged, v.who, v.src = parseTime(get("CreationTime")+"Z"), get("UserId"), get("ClientIP")
		v.key = key("user", v.who, "session_id", get(`DeviceProperties.#(Name=="SessionId").Value`))
		v.counted = get("Workload") == "AzureActiveDirectory" && get("Operation") == "UserLoggedIn"
		v.published = v.counted
	case "azure_ad":
		v.at, v.logged = parseTime(get("properties.createdDateTime")), parseTime(get("time"))
		v.who, v.src = get("properties.userPrincipalName"), get("callerIpAddress")
		v.key = key("user", v.who)
		v.counted = get("category") == "NonInteractiveUserSignInLogs" && get("resultType") == "0"
		v.published = v.counted && e.Get("properties.authenticationDetails.#(succeeded==true)").Exists()
	case "okta":
		v.logged, v.who, v.src = parseTime(get("published")), get("actor.alternateId"), get("client.ipAddress")
		v.key = key("device_token", get("debugContext.debugData.dtHash"), "user", v.who)
		v.os, v.browser = get("client.userAgent.os"), get("client.userAgent.browser")
		v.counted = get("eventType") == "policy.evaluate_sign_on" && slices.Contains([]string{"ALLOW", "SUCCESS"}, get("outcome.result"))
		v.published = v.counted
	}
	if v.at.IsZero() {
		v.at = v.logged
	}
	return v
}

func parseTime(text string) time.Time {
	t, _ := time.Parse(time.RFC3339, text)
	return t.UTC()
}

func eventTime(t *testing.T, profile string, line []byte) time.Time {
	at := read(profile, line).logged
	require.False(t, at.IsZero(), "%s", line)
	return at
}

// key is nil when a part has no value.
func key(pairs ...string) map[string]string {
	k := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			return nil
		}
		k[pairs[i]] = pairs[i+1]
	}
	return k
}

// origin is the network of a source, by the default rules, or "".
func origin(src string) string {
	if ap, err := netip.ParseAddrPort(src); err == nil {
		src = ap.Addr().String()
	}
	addr, err := netip.ParseAddr(src)
	if err != nil {
		return ""
	}
	if addr = addr.Unmap(); addr.Is4() {
		return addr.String()
	}
	return netip.PrefixFrom(addr, 64).Masked().String()
}

// family is an operating system without its version.
func family(os string) string { return strings.Split(strings.ToLower(os), " ")[0] }

// suspicious is the condition of a profile on values seen together.
func suspicious(profile string, origins, systems, browsers map[string]bool) bool {
	if profile == "okta" {
		return len(origins) > 1 && (len(systems) > 1 || len(browsers) > 1)
	}
	return len(origins) > 1
}

type group struct{ origins, systems, browsers map[string]bool }

func newGroup() *group {
	return &group{map[string]bool{}, map[string]bool{}, map[string]bool{}}
}

// ours are the keys that are suspicious at some event, on what the window
// before it shows. Where time is ambiguous, moment chooses it.
func ours(profile string, views []view, moment func(view) time.Time) map[string]map[string]string {
	window := 5 * time.Minute
	if profile == "o365" || profile == "okta" {
		window = time.Hour
	}
	found, byKey := map[string]map[string]string{}, map[string][]view{}
	for _, v := range views {
		if v.counted && v.key != nil {
			byKey[text(v.key)] = append(byKey[text(v.key)], v)
		}
	}
	for _, last := range slices.Concat(slices.Collect(maps.Values(byKey))...) {
		g := newGroup()
		for _, v := range byKey[text(last.key)] {
			if back := moment(last).Sub(moment(v)); back < 0 || back > window {
				continue
			}
			if o := origin(v.src); o != "" {
				g.origins[o], g.systems[family(v.os)], g.browsers[v.browser] = true, true, true
			}
		}
		if suspicious(profile, g.origins, g.systems, g.browsers) {
			found[text(last.key)] = last.key
		}
	}
	return found
}

// theirs are the keys that the published search reports: texts compared as
// they stand, in bins of the clock or in none.
func theirs(profile string, views []view) map[string]map[string]string {
	groups, keys := map[string]*group{}, map[string]map[string]string{}
	for _, v := range views {
		if !v.published || v.key == nil {
			continue
		}
		name := text(v.key)
		keys[name] = v.key
		if profile != "o365" && profile != "okta" {
			name += " " + strconv.FormatInt(v.logged.Unix()/300, 10)
			keys[name] = v.key
		}
		if groups[name] == nil {
			groups[name] = newGroup()
		}
		groups[name].origins[v.src], groups[name].systems[v.os], groups[name].browsers[v.browser] = true, true, true
	}
	found := map[string]map[string]string{}
	for name, g := range groups {
		if suspicious(profile, g.origins, g.systems, g.browsers) {
			found[text(keys[name])] = keys[name]
		}
	}
	return found
}

// text of a key has its columns in order.
func text(key map[string]string) string {
	b, _ := json.Marshal(key)
	return string(b)
}

func TestVerdictsHold(t *testing.T) {
	for _, e := range Expected() {
		t.Run(e.Source, func(t *testing.T) {
			var views []view
			for _, line := range Events(Source{e.Source, e.File, e.Profile}) {
				views = append(views, read(e.Profile, line))
			}
			want := map[string]map[string]string{}
			for _, id := range e.Found {
				want[text(id.Key)] = id.Key
			}
			require.Equal(t, want, ours(e.Profile, views, func(v view) time.Time { return v.at }))
			require.Equal(t, want, ours(e.Profile, views, func(v view) time.Time { return v.logged }), "by the time of logging")

			reported := slices.Collect(maps.Values(theirs(e.Profile, views)))
			for _, id := range slices.Concat(e.Found, e.NotFound) {
				i := slices.IndexFunc(reported, func(k map[string]string) bool { return covers(k, id.Key) })
				require.Equal(t, id.Published, i >= 0, "published, %v: %s", id.Key, id.Why)
				if i >= 0 {
					reported = slices.Delete(reported, i, i+1)
				}
			}
			require.Empty(t, reported, "reported by the published search and not told")
		})
	}
}

// covers reports whether the key has the values that part names.
func covers(key, part map[string]string) bool {
	for column, value := range part {
		if key[column] != value {
			return false
		}
	}
	return true
}

func TestEventTableKeepsItsDistances(t *testing.T) {
	var times []time.Time
	ids := map[string]map[string]bool{"correlationId": {}, "properties.uniqueTokenIdentifier": {}}
	byID := map[string]string{}
	for _, line := range writeEventTable() {
		times = append(times, read("azure_ad", line).at)
		for path, seen := range ids {
			id := gjson.GetBytes(line, path).String()
			seen[id] = true
			src := read("azure_ad", line).src
			require.Contains(t, []string{"", src}, byID[id], "an id on two addresses")
			byID[id] = src
		}
	}
	require.Len(t, times, 15)
	require.True(t, slices.IsSortedFunc(times, time.Time.Compare))
	require.Equal(t, 79596*time.Millisecond, times[14].Sub(times[3]).Round(time.Millisecond), "E04 to E14")
	require.Equal(t, 33192*time.Millisecond, times[14].Sub(times[13]).Round(time.Millisecond), "E13 to E14")
	require.Len(t, ids["correlationId"], 8)
	require.Len(t, ids["properties.uniqueTokenIdentifier"], 11)
}

// Splunk extracts the first 5,000 bytes of JSON: some events go beyond.
func TestSomeEventsOutgrowSplunksExtraction(t *testing.T) {
	long := 0
	for _, s := range Sources() {
		for _, line := range Events(s) {
			if len(line) > 5000 {
				long++
			}
		}
	}
	require.NotZero(t, long)
}
