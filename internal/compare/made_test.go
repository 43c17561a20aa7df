package compare

import (
	"testing"

	"github.com/stretchr/testify/require"

	"concurrentsessions/internal/epoch"
	"concurrentsessions/internal/origin"
)

func TestWhyOnlyTheirs(t *testing.T) {
	t.Parallel()
	type fields = map[string]string
	const hour = 60 * minute
	exact := origin.Rule{Mode: origin.Exact}
	address := origin.Rule{Mode: origin.Address}
	for _, c := range []struct {
		name, profile string
		window        epoch.Micros
		rule          origin.Rule
		events        []seen
		code          Code
		reason        string
	}{
		{
			"a provider's name", "aws_cloudtrail", 5 * minute, origin.Default(),
			[]seen{{at: 10, key: ann}, {at: 20, fields: fields{"src_ip": "health.amazonaws.com"}}},
			NoAddress, "counts as an address what is none, as a provider's name: health.amazonaws.com",
		},
		{
			"a name is a value if we compare as text", "aws_cloudtrail", 5 * minute, exact,
			[]seen{{at: 10, key: ann}, {at: 20, key: ann, fields: fields{"src_ip": "health.amazonaws.com"}}},
			Unknown, "no single cause found",
		},
		{
			"a null source", "azure_ad", 5 * minute, origin.Default(),
			[]seen{{at: 10, key: ann}, {at: 20, fields: fields{"src": ""}}},
			MissingSource, "a missing source counts as the address 0",
		},
		{
			"a placeholder for a source", "o365", hour, origin.Default(),
			[]seen{{at: 10, key: ann}, {at: 20, fields: fields{"src_ip": "<null>"}}},
			MissingSource, "a missing source counts as the address <null>",
		},
		{
			"a placeholder for a session", "o365", hour, origin.Default(),
			[]seen{
				{at: 10, fields: fields{"SessionId": "00000000-0000-0000-0000-000000000000"}},
				{at: 20, fields: fields{"SessionId": "00000000-0000-0000-0000-000000000000", "src_ip": "198.51.100.1"}},
			},
			MissingKey, "events without a holder are lumped together under SessionId 00000000-0000-0000-0000-000000000000",
		},
		{
			"null users beside others", "azure_ad", 5 * minute, origin.Default(),
			[]seen{
				{at: 10, fields: fields{"user": ""}},
				{at: 20, fields: fields{"user": "", "src": "198.51.100.1"}},
				{at: 9000, key: []string{"bob"}, fields: fields{"user": "bob"}},
			},
			MissingKey, "events without a holder are lumped together under user 0",
		},
		{
			"two spellings", "o365", hour, origin.Default(),
			[]seen{
				{at: 10, key: ann, fields: fields{"src_ip": "::ffff:192.0.2.1"}},
				{at: 15, key: ann, fields: fields{"src_ip": "192.0.2.1:443"}},
				{at: 20, key: ann},
			},
			Spelling, "its addresses are one origin: 192.0.2.1:443 is another spelling of 192.0.2.1, " +
				"::ffff:192.0.2.1 is another spelling of 192.0.2.1",
		},
		{
			"one network", "azure_ad", 5 * minute, origin.Default(),
			[]seen{{at: 10, key: ann, fields: fields{"src": "2001:db8::1"}}, {at: 20, key: ann, fields: fields{"src": "2001:db8::2"}}},
			SameNetwork, "its addresses are one origin: 2001:db8::1 is in 2001:db8::/64, 2001:db8::2 is in 2001:db8::/64",
		},
		{
			"one network is no reason if we count addresses", "azure_ad", 5 * minute, address,
			[]seen{{at: 10, key: ann, fields: fields{"src": "2001:db8::1"}}, {at: 20, key: ann, fields: fields{"src": "2001:db8::2"}}},
			Unknown, "no single cause found",
		},
		{
			"a new version", "okta", hour, origin.Default(),
			[]seen{
				{at: 10, key: ann, os: "Windows", browser: "Chrome"},
				{at: 20, key: ann, os: "Windows", browser: "Chrome", fields: fields{
					"client.ipAddress": "198.51.100.1", "client.userAgent.os": "Windows 10",
				}},
			},
			SameClient, "operating systems and browsers are compared as text, versions included: " +
				"Windows 10 is Windows, CHROME is Chrome; Windows 11 is Windows, CHROME is Chrome",
		},
		{
			"families that we do not know are no reason", "okta", hour, origin.Default(),
			[]seen{
				{at: 10, key: ann, os: "Windows"},
				{at: 20, key: ann, fields: fields{"client.ipAddress": "198.51.100.1", "client.userAgent.os": "Windows 10"}},
			},
			Unknown, "no single cause found",
		},
		{
			"far apart", "o365", hour, origin.Default(),
			[]seen{
				{at: 0, key: ann}, {at: 3600, key: ann}, {at: 7201, key: ann, fields: fields{"src_ip": "198.51.100.1"}},
			},
			FarApart, "farther apart than the window: its nearest events from different sources are 1h0m1s apart, the window is 1h0m0s",
		},
		{
			"one window apart is not far", "o365", hour, origin.Default(),
			[]seen{{at: 3600, key: ann}, {at: 7200, key: ann, fields: fields{"src_ip": "198.51.100.1"}}},
			Unknown, "no single cause found",
		},
		{
			"nothing is far with an endless window", "o365", epoch.Forever, origin.Default(),
			[]seen{{at: 0, key: ann}, {at: 900_000, key: ann, fields: fields{"src_ip": "198.51.100.1"}}},
			Unknown, "no single cause found",
		},
		{
			"addresses together, clients far apart", "okta", hour, origin.Default(),
			[]seen{
				{at: 0, key: ann},
				{at: 10, key: ann, fields: fields{"client.ipAddress": "198.51.100.1"}},
				{at: 9000, key: ann, fields: fields{"client.userAgent.os": "Linux"}},
			},
			FarApart, "farther apart than the window: its condition is not met within any 1h0m0s",
		},
		{
			"a name and a network", "azure_ad", 5 * minute, origin.Default(),
			[]seen{
				{at: 10, key: ann, fields: fields{"src": "2001:db8::1"}},
				{at: 20, key: ann, fields: fields{"src": "2001:db8::2"}},
				{at: 30, fields: fields{"src": "relay.example.com"}},
				{at: 40, fields: fields{"vendor_product": ""}},
			},
			Several, "no single cause found, but together these: counts as an address what is none, as a provider's name: " +
				"relay.example.com; its addresses are one origin: 2001:db8::1 is in 2001:db8::/64, 2001:db8::2 is in 2001:db8::/64",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := input(t, c.profile, c.window, c.events...)
			in.Rule = c.rule
			pairs := Compare(in)
			require.Len(t, pairs, 1)
			require.Equal(t, OnlyTheirs, pairs[0].Verdict)
			require.Nil(t, pairs[0].Ours)
			require.NotNil(t, pairs[0].Theirs)
			require.Equal(t, c.reason, pairs[0].Reason)
			require.Equal(t, c.code, pairs[0].Code)
			require.Equal(t, epoch.Micros(c.events[0].at)*epoch.Second, pairs[0].At)
		})
	}
}
