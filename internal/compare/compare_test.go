package compare

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/escu"
	"concurrentsessions/internal/origin"
	"concurrentsessions/internal/sighting"
)

// seen is an event in few words: published fields by name, and our sighting.
type seen struct {
	at     int64 // seconds
	fields map[string]string
	// key is our key; without one we skip the event.
	key         []string
	os, browser string
}

// templates are events that each search's filter lets through.
var templates = map[string]map[string]string{
	"aws_cloudtrail": {"eventName": "DescribeEventAggregates", "src_ip": "192.0.2.1", "user_arn": "ann", "userAgent": "agent/1"},
	"aws_security_lake": {
		"api.operation": "DescribeEventAggregates", "http_request.user_agent": "agent/1", "src_endpoint.domain": "example.com",
		"src_endpoint.ip": "192.0.2.1", "actor.user.account_uid": "1", "actor.user.uid": "ann",
	},
	"o365": {
		"Workload": "AzureActiveDirectory", "Operation": "UserLoggedIn", "src_ip": "192.0.2.1", "user": "ann", "SessionId": "s1",
	},
	"azure_ad": {
		"properties.authenticationDetails{}.succeeded": "true", "category": "NonInteractiveUserSignInLogs", "action": "success",
		"user": "ann", "src": "192.0.2.1", "vendor_account": "t1", "vendor_product": "p",
	},
	"okta": {
		"user": "ann", "eventType": "policy.evaluate_sign_on", "outcome.result": "ALLOW", "client.ipAddress": "192.0.2.1",
		"client.userAgent.os": "Windows 11", "client.userAgent.browser": "CHROME", "debugContext.debugData.dtHash": "d1",
	},
}

func (s seen) event(search *escu.Search) Event {
	e := Event{Published: make([][]string, len(search.Fields)), At: epoch.Micros(s.at) * epoch.Second}
	for i, f := range search.Fields {
		value, ok := s.fields[f.Name]
		switch {
		case ok:
		case f.Name == "_time":
			value = fmt.Sprint(s.at)
		case f.Name == "time":
			value = fmt.Sprint(s.at * 1000)
		default:
			value = templates[search.Profile][f.Name]
		}
		if value != "" {
			e.Published[i] = []string{value}
		}
	}
	if s.key != nil {
		sight := sighting.Sighting{Key: s.key}
		if s.os != "" {
			sight.Shows[sighting.OS] = []string{s.os}
		}
		if s.browser != "" {
			sight.Shows[sighting.Browser] = []string{s.browser}
		}
		e.Sightings = []sighting.Sighting{sight}
	}
	return e
}

func input(t *testing.T, profile string, window epoch.Micros, events ...seen) Input {
	search, ok := escu.ByProfile(profile)
	require.True(t, ok)
	in := Input{Search: search, Window: window, Rule: origin.Default()}
	for _, s := range events {
		in.Events = append(in.Events, s.event(search))
	}
	return in
}

const minute = 60 * epoch.Second

var ann = []string{"ann"}

func finding(first, last int64) Ours {
	return Ours{
		Key: ann, First: epoch.Micros(first) * epoch.Second, Last: epoch.Micros(last) * epoch.Second,
		Trigger: epoch.Micros(last) * epoch.Second,
	}
}

func TestBoth(t *testing.T) {
	t.Parallel()
	other := map[string]string{"src_ip": "198.51.100.1"}
	in := input(t, "aws_cloudtrail", 5*minute,
		seen{at: 550, key: ann}, seen{at: 500, key: ann, fields: other}, // bin 300
		seen{at: 610, key: ann}, seen{at: 620, key: ann, fields: other}, // bin 600
		seen{at: 9000, key: ann}, // of another episode
	)
	in.Ours = []Ours{finding(500, 620)}
	pairs := Compare(in)
	require.Len(t, pairs, 2, "the episode spans two bins")
	for i, bin := range []string{"300", "600"} {
		require.Equal(t, Both, pairs[i].Verdict)
		require.Same(t, &in.Ours[0], pairs[i].Ours)
		require.Equal(t, []string{bin}, pairs[i].Theirs.Get("_time"))
		require.Equal(t, []string{"192.0.2.1", "198.51.100.1"}, pairs[i].Theirs.Get("src_ip"))
		require.Nil(t, pairs[i].Theirs.Get("no such column"))
		require.Equal(t, 620*epoch.Second, pairs[i].At)
		require.Empty(t, pairs[i].Code)
		require.Empty(t, pairs[i].Reason)
	}
}

func TestNothingOnNeitherSide(t *testing.T) {
	t.Parallel()
	require.Empty(t, Compare(input(t, "okta", 60*minute, seen{at: 1, key: ann})))
}

func TestSameTimeAnotherUserIsNoPair(t *testing.T) {
	t.Parallel()
	in := input(t, "aws_cloudtrail", 5*minute,
		seen{at: 10, key: ann}, seen{at: 320, key: ann, fields: map[string]string{"src_ip": "198.51.100.1"}},
		seen{at: 10, fields: map[string]string{"user_arn": "bob"}},
		seen{at: 20, fields: map[string]string{"user_arn": "bob", "src_ip": "198.51.100.1"}},
	)
	in.Ours = []Ours{finding(10, 320)}
	pairs := Compare(in)
	require.Len(t, pairs, 2)
	require.Equal(t, OnlyTheirs, pairs[0].Verdict, "in the order of time")
	require.Equal(t, OnlyOurs, pairs[1].Verdict)
	require.Equal(t, []string{"bob"}, pairs[0].Theirs.Get("user_arn"))
}
