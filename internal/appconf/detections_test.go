package appconf

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/escu"
	"concurrentsessions/internal/profile"
)

func app(t *testing.T) *App {
	t.Helper()
	a, err := ReadApp(root)
	require.NoError(t, err)
	return a
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(path)))
	require.NoError(t, err)
	return string(text)
}

// each runs a test for every detection.
func each(t *testing.T, test func(t *testing.T, a *App, d Detection)) {
	t.Helper()
	a := app(t)
	detections := a.Detections()
	require.Len(t, detections, len(a.SavedSearches.Stanzas), "a saved search that is no detection")
	var profiles []string
	for _, d := range detections {
		profiles = append(profiles, d.Profile)
		t.Run(d.Profile, func(t *testing.T) { test(t, a, d) })
	}
	require.ElementsMatch(t, profile.Names(), profiles)
}

// What Splunk, AppInspect and Enterprise Security ask of every detection.
func TestDetections(t *testing.T) {
	each(t, func(t *testing.T, _ *App, d Detection) {
		for key, want := range map[string]string{
			"disabled": "1", "enableSched": "1", "realtime_schedule": "0", "schedule_window": "0", "allow_skew": "0",
			"counttype": "number of events", "relation": "greater than", "quantity": "0", "is_visible": "false",
			"alert.digest_mode": "1", "alert.suppress": "1", "alert.suppress.fields": "finding_id",
			"action.correlationsearch.enabled": "1", "action.correlationsearch.label": d.Name,
			"action.correlationsearch.detection_type": "ebd",
			"action.risk": "1", "action.risk.param._risk_score": "0", "action.risk.param.verbose": "0",
		} {
			require.Equal(t, want, d.Get(key), key)
		}
		require.Regexp(t, `^Concurrent Sessions - .* - Rule$`, d.Name)
		require.LessOrEqual(t, len("Identity - "+d.Name+" - Rule"), 99, "a clone of it could not be edited")
		require.Regexp(t, `^\d+[smh]$`, d.Get("alert.suppress.period"))
		require.NotEmpty(t, d.Get("description"))
		require.NotContains(t, d.Get("search"), "\n")
		require.NotContains(t, strings.Join(d.Keys, " "), "action.email")
	})
}

// The score, the techniques and what follows from them (detections of a kind
// that makes findings of its own, TTP, or only moves the risk, anomalies).
func TestAnnotations(t *testing.T) {
	wanted := map[string]struct {
		kind, technique string
		stories         []string
	}{
		"aws_cloudtrail":    {"TTP", "T1185", []string{"AWS Identity and Access Management Account Takeover", "Compromised User Account"}},
		"aws_access_key":    {"Anomaly", "T1185", []string{"AWS Identity and Access Management Account Takeover", "Compromised User Account"}},
		"aws_security_lake": {"Anomaly", "T1185", []string{"AWS Identity and Access Management Account Takeover", "Compromised User Account"}},
		"o365":              {"TTP", "T1185", []string{"Office 365 Account Takeover"}},
		"azure_ad":          {"TTP", "T1185", []string{"Azure Active Directory Account Takeover", "Compromised User Account"}},
		"okta":              {"Anomaly", "T1539", []string{"Okta Account Takeover", "Suspicious Okta Activity"}},
		"authentication":    {"Anomaly", "T1185", []string{"Compromised User Account"}},
	}
	each(t, func(t *testing.T, a *App, d Detection) {
		var got struct {
			Story      []string `json:"analytic_story"`
			CIS        []string `json:"cis20"`
			Source     []string `json:"data_source"`
			KillChain  []string `json:"kill_chain_phases"`
			Techniques []string `json:"mitre_attack"`
			NIST       []string `json:"nist"`
			Kind       string   `json:"type"`
			Kinds      []string `json:"type_list"`
			Impact     int      `json:"impact"`
			Confidence int      `json:"confidence"`
		}
		parse(t, d.Get("action.correlationsearch.annotations"), &got)
		want, p := wanted[d.Profile], profileOf(t, d)
		nist := map[string]string{"TTP": "DE.CM", "Anomaly": "DE.AE"}[want.kind]
		require.ElementsMatch(t, append(want.stories, "Concurrent Sessions"), got.Story)
		require.Equal(t, []string{want.technique}, got.Techniques)
		require.Equal(t, []string{"CIS 10"}, got.CIS)
		require.Equal(t, []string{"Exploitation"}, got.KillChain)
		require.Equal(t, []string{nist}, got.NIST)
		require.Equal(t, want.kind, got.Kind)
		require.Equal(t, []string{want.kind}, got.Kinds)
		require.NotEmpty(t, got.Source)
		require.Equal(t, []int{p.Impact, p.Confidence}, []int{got.Impact, got.Confidence})
		require.Equal(t, p.BaseScore, got.Impact*got.Confidence/100)

		require.Equal(t, want.kind == "TTP", d.Get("action.notable") == "1")
		if want.kind == "TTP" {
			require.Contains(t, []string{"access", "endpoint", "network", "identity", "audit", "threat"}, d.Get("action.notable.param.security_domain"))
			require.Equal(t, "medium", d.Get("action.notable.param.severity"), "scores from 41 to 60")
		}
		require.Contains(t, d.Get("search"), fmt.Sprintf("`cs_risk_score(%d)`", p.BaseScore))
		require.NotNil(t, a.Stories.Stanza("savedsearch://"+d.Name))
	})
}

// The detection ids are random UUIDs of our own: those of the published searches
// would collide with them.
func TestDetectionIDs(t *testing.T) {
	published := []string{
		"51c04fdb-2746-465a-b86e-b413a09c9085", "b3424bbe-3204-4469-887b-ec144483a336", "58e034de-1f87-4812-9dc3-a4f68c7db930",
		"a9126f73-9a9b-493d-96ec-0dd06695490d", "71ad47d1-d6bd-4e0a-b35c-020ad9a6959e",
	}
	seen := map[string]bool{}
	each(t, func(t *testing.T, _ *App, d Detection) {
		var got struct {
			Deprecated  string
			ID          string  `json:"detection_id"`
			Version     string  `json:"detection_version"`
			PublishTime float64 `json:"publish_time"`
		}
		parse(t, d.Get("action.correlationsearch.metadata"), &got)
		require.Regexp(t, `^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`, got.ID)
		require.NotContains(t, published, got.ID)
		require.False(t, seen[got.ID])
		seen[got.ID] = true
		require.Equal(t, "0", got.Deprecated)
		require.Regexp(t, `^\d+$`, got.Version)
		require.Zero(t, int64(got.PublishTime)%86400, "midnight, UTC")
	})
}

// Values that look like JSON are JSON, without the characters that break in XML.
func TestJSONValues(t *testing.T) {
	a := app(t)
	n := 0
	for _, f := range []*File{a.SavedSearches, a.Stories} {
		for _, s := range f.Stanzas {
			for _, key := range s.Keys {
				value := s.Get(key)
				if strings.HasPrefix(value, "{") || strings.HasPrefix(value, "[") {
					n++
					require.True(t, json.Valid([]byte(value)), "[%s] %s", s.Name, key)
					require.NotRegexp(t, `[<>&']`, value, "[%s] %s", s.Name, key)
				}
			}
		}
	}
	require.Greater(t, n, 40)
}

// Stories name only what exists, and none that is published by others.
func TestStories(t *testing.T) {
	a := app(t)
	var stories []string
	for _, s := range a.Stories.Stanzas {
		kind, name, _ := strings.Cut(s.Name, "://")
		switch kind {
		case "analytic_story":
			stories = append(stories, name)
			var searches []string
			parse(t, s.Get("searches"), &searches)
			for _, d := range a.Detections() {
				require.Contains(t, searches, d.Name)
			}
			require.Len(t, searches, len(a.Detections()))
		case "savedsearch":
			require.NotNil(t, a.SavedSearches.Stanza(name), name)
		default:
			require.Fail(t, "unknown kind", s.Name)
		}
	}
	require.Equal(t, []string{"Concurrent Sessions"}, stories)

	conf, err := ReadFile(filepath.Join(root, "default", "app.conf"))
	require.NoError(t, err)
	require.Equal(t, "simple", conf.Stanza("triggers").Get("reload.analyticstories"))
	server, err := ReadFile(filepath.Join(root, "default", "server.conf"))
	require.NoError(t, err)
	require.Equal(t, "true", server.Stanza("shclustering").Get("conf_replication_include.analyticstories"))
}

// Published names are macros of this app alone, ours are seen by every app.
func TestWhoSeesMacros(t *testing.T) {
	a := app(t)
	require.Equal(t, "system", a.Meta.Stanza("macros").Get("export"))
	escape := strings.NewReplacer("(", "%28", ")", "%29")
	for _, s := range a.MacroFile.Stanzas {
		meta := a.Meta.Stanza("macros/" + escape.Replace(s.Name))
		if strings.HasPrefix(s.Name, "cs_") {
			require.Nil(t, meta, s.Name)
		} else {
			require.NotNil(t, meta, s.Name)
			require.Equal(t, "none", meta.Get("export"), s.Name)
		}
	}
	for _, published := range escu.All() {
		for _, call := range regexp.MustCompile("`([a-z0-9_]+)`").FindAllStringSubmatch(published.String(), -1) {
			require.NotNil(t, a.MacroFile.Stanza(call[1]), "%s calls it", published.Title)
		}
	}
}

// Every macro can be expanded, is plain text, and every name in it exists.
func TestMacrosAreComplete(t *testing.T) {
	a := app(t)
	used := map[string]bool{}
	for _, s := range a.MacroFile.Stanzas {
		require.NotEmpty(t, s.Get("definition"), s.Name)
		require.Equal(t, "0", s.Get("iseval"), s.Name)
		_, err := a.Macros.Expand(s.Get("definition"))
		require.NoError(t, err, s.Name)
		require.Equal(t, strings.HasSuffix(s.Name, ")"), s.Get("args") != "", s.Name)
		for _, name := range Calls(s.Get("definition")) {
			used[name] = true
		}
	}
	for _, d := range a.Detections() {
		for _, name := range Calls(d.Get("search")) {
			used[name] = true
			require.NotNil(t, a.MacroFile.Stanza(name), "%s calls %s", d.Name, name)
			require.True(t, strings.HasPrefix(name, "cs_"), name)
		}
	}
	for _, s := range a.MacroFile.Stanzas {
		alternative := strings.HasSuffix(s.Name, "_by_time") || strings.HasSuffix(s.Name, "_by_minute")
		isBase := slices.Contains(profile.Names(), strings.TrimPrefix(s.Name, "cs_"))
		if strings.HasPrefix(s.Name, "cs_") && !alternative && !isBase {
			require.True(t, used[s.Name], "nothing calls %s", s.Name)
		}
	}
}

// Every lookup that a search names is defined and has the fields it is asked for.
func TestLookups(t *testing.T) {
	a := app(t)
	for _, s := range a.Transforms.Stanzas {
		if collection := s.Get("collection"); collection != "" {
			require.NotNil(t, a.Collections.Stanza(collection), s.Name)
			for field := range strings.SplitSeq(s.Get("fields_list"), ", ") {
				if field != "_key" {
					require.NotEmpty(t, a.Collections.Stanza(collection).Get("field."+field), "%s: %s", s.Name, field)
				}
			}
		} else {
			require.FileExists(t, filepath.Join(root, "app", "lookups", s.Get("filename")))
		}
	}
	call := regexp.MustCompile(`^lookup local=true (\w+) (\w+) AS \w+ OUTPUT (\w+) AS \w+, (\w+) AS \w+$`)
	n := 0
	for _, d := range a.Detections() {
		spl, err := a.Macros.Expand(d.Get("search"))
		require.NoError(t, err)
		for _, command := range Pipeline(spl) {
			if !strings.HasPrefix(command, "lookup") {
				continue
			}
			n++
			match := call.FindStringSubmatch(command)
			require.NotNil(t, match, command)
			lookup := a.Transforms.Stanza(match[1])
			require.NotNil(t, lookup, command)
			for _, field := range match[2:] {
				require.Contains(t, strings.Split(lookup.Get("fields_list"), ", "), field)
			}
			require.Contains(t, lookup.Get("match_type"), "("+match[2]+")")
		}
	}
	require.Equal(t, 2*len(profile.Names()), n)
}

// Nothing depends on when a search is run again.
func TestNothingDependsOnNow(t *testing.T) {
	each(t, func(t *testing.T, a *App, d Detection) {
		spl, err := a.Macros.Expand(d.Get("search"))
		require.NoError(t, err)
		require.NotRegexp(t, `\bnow\(|\btime\(|relative_time|\bearliest=|\blatest=|\brandom\(`, spl)
	})
}

func profileOf(t *testing.T, d Detection) *profile.Profile {
	t.Helper()
	p, ok := profile.ByName(d.Profile)
	require.True(t, ok, d.Profile)
	return p
}

func parse(t *testing.T, text string, into any) {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	require.NoError(t, decoder.Decode(into), text)
}
