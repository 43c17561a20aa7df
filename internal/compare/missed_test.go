package compare

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhyOnlyOurs(t *testing.T) {
	t.Parallel()
	type fields = map[string]string
	for _, c := range []struct {
		name, profile string
		events        []seen
		code          Code
		reason        string
	}{
		{
			"a bin edge", "aws_cloudtrail",
			[]seen{{at: 290}, {at: 310, fields: fields{"src_ip": "198.51.100.1"}}},
			BinEdge, "split by a bin edge: its events are in the bins that start at 1970-01-01T00:00:00Z and 1970-01-01T00:05:00Z",
		},
		{
			"the published filter", "aws_security_lake",
			[]seen{{at: 10}, {at: 20, fields: fields{"src_endpoint.ip": "198.51.100.1", "http_request.user_agent": "AWS Internal"}}},
			Filtered, `the published filter drops events of it: they do not meet http_request.user_agent!="AWS Internal"`,
		},
		{
			"two terms of the filter", "aws_security_lake",
			[]seen{
				{at: 10, fields: fields{"src_endpoint.domain": ""}},
				{at: 20, fields: fields{"src_endpoint.ip": "198.51.100.1", "http_request.user_agent": ""}},
			},
			Filtered, `the published filter drops events of it: they do not meet http_request.user_agent!="AWS Internal", ` +
				`nor src_endpoint.domain!=health.amazonaws.com`,
		},
		{
			"a null BY field", "azure_ad",
			[]seen{{at: 10, fields: fields{"vendor_account": ""}}, {at: 20, fields: fields{"vendor_account": "", "src": "198.51.100.1"}}},
			NullField, "stats drops events of it: they have no vendor_account",
		},
		{
			"groups that we do not make", "azure_ad",
			[]seen{{at: 10}, {at: 20, fields: fields{"vendor_account": "t2", "src": "198.51.100.1"}}},
			SplitGroup, "the published search counts its events apart: vendor_account=t1 and vendor_account=t2",
		},
		{
			"the condition", "okta",
			[]seen{
				{at: 10, fields: fields{"client.userAgent.os": ""}},
				{at: 20, fields: fields{"client.ipAddress": "198.51.100.1", "client.userAgent.os": ""}},
			},
			Condition, "the published condition dc_src_ip>1 AND (dc_userAgentOS>1 OR dc_userAgentBrowser>1) is not met: " +
				"dc_userAgentBrowser is 1, dc_userAgentOS is 0, dc_src_ip is 2",
		},
		{
			"the condition on a list", "o365",
			[]seen{{at: 10}, {at: 20, fields: fields{"src_ip": ""}}},
			Condition, "the published condition mvcount(ips)>1 is not met: ips has 1",
		},
		{
			"a bin edge and the filter", "aws_cloudtrail",
			[]seen{{at: 290}, {at: 310, fields: fields{"src_ip": "198.51.100.1", "eventName": "ListBuckets"}}},
			Several, "no single cause found, but together these: the published filter drops events of it: " +
				"they do not meet eventName=DescribeEventAggregates; " +
				"split by a bin edge: its events are in the bins that start at 1970-01-01T00:00:00Z and 1970-01-01T00:05:00Z",
		},
		{
			"none of these", "aws_cloudtrail",
			[]seen{{at: 10}, {at: 310}},
			Unknown, "no single cause found",
		},
		{"no events", "aws_cloudtrail", nil, Unknown, "no single cause found"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for i := range c.events {
				c.events[i].key = ann
			}
			in := input(t, c.profile, 5*minute, c.events...)
			in.Ours = []Ours{finding(0, 400)}
			pairs := Compare(in)
			require.Len(t, pairs, 1)
			require.Equal(t, OnlyOurs, pairs[0].Verdict)
			require.Nil(t, pairs[0].Theirs)
			require.Same(t, &in.Ours[0], pairs[0].Ours)
			require.Equal(t, c.reason, pairs[0].Reason)
			require.Equal(t, c.code, pairs[0].Code)
		})
	}
}
