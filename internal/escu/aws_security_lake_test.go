package escu

import "testing"

func TestAWSSecurityLake(t *testing.T) {
	t.Parallel()
	e := event{
		"_time": "1", "time": "1700000000000", "api.operation": "DescribeEventAggregates",
		"http_request.user_agent": "agent/1", "src_endpoint.domain": "example.com", "src_endpoint.ip": "192.0.2.1",
		"cloud.region": "us-east-1", "actor.user.account_uid": "1", "actor.user.uid": "arn:aws:iam::1:user/ann",
	}
	second := e.with(event{"src_endpoint.ip": "192.0.2.2", "time": "1700000099999", "_time": "9999"})
	row := event{
		"time": "1699999800", "api.operation": "DescribeEventAggregates", "aws_account_id": "1",
		"user": "arn:aws:iam::1:user/ann", "src_ip": []string{"192.0.2.1", "192.0.2.2"}, "distinct_ip_count": "2",
		"region": []string{"us-east-1"},
	}
	check(t, "aws_security_lake", []caseOf{
		{"two addresses in five minutes, whatever _time says", []event{e, second}, []event{row}},
		{"the next five minutes", []event{e, second.with(event{"time": "1700000100000"})}, nil},
		{"seconds are read as milliseconds", []event{
			e.with(event{"time": "1700000000"}), second.with(event{"time": "1700099999"}),
		}, []event{row.with(event{"time": "1699800"})}},
		{"a time that is no number is none", []event{
			e.with(event{"time": "2023-11-14T22:13:20Z"}), second.with(event{"time": "2023-11-14T22:13:20Z"}),
		}, nil},
		{"nor is infinity", []event{e.with(event{"time": "inf"}), second.with(event{"time": "inf"})}, nil},
		{"nor is not a number", []event{e.with(event{"time": "nan"}), second.with(event{"time": "nan"})}, nil},
		{"nor are two", []event{e, second.with(event{"time": []string{"1700000000000", "1700000000001"}})}, nil},
		{"microseconds are far in the future", []event{
			e.with(event{"time": "900000000000000.5"}), second.with(event{"time": "900000000000000"}),
		}, []event{row.with(event{"time": "900000000000"})}},
		{"the operation is compared in any case, grouped by as it stands", []event{
			e, second.with(event{"api.operation": "describeEventAggregates"}),
		}, nil},
		{"user agent AWS Internal is dropped", []event{e, second.with(event{"http_request.user_agent": "AWS Internal"})}, nil},
		{"no user agent is dropped too", []event{e, second.with(event{"http_request.user_agent": ""})}, nil},
		{"the Health service is dropped", []event{e, second.with(event{"src_endpoint.domain": "health.amazonaws.com"})}, nil},
		{"no domain is dropped too", []event{e, second.with(event{"src_endpoint.domain": ""})}, nil},
		{"no account, no group", []event{
			e.with(event{"actor.user.account_uid": ""}), second.with(event{"actor.user.account_uid": ""}),
		}, nil},
		{"no address counts as none", []event{e, second.with(event{"src_endpoint.ip": ""})}, nil},
		{"regions are listed", []event{e, second.with(event{"cloud.region": "eu-west-1"})}, []event{
			row.with(event{"region": []string{"eu-west-1", "us-east-1"}}),
		}},
	})
}
