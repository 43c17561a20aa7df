package escu

import "testing"

func TestAWSCloudTrail(t *testing.T) {
	t.Parallel()
	e := event{
		"_time": "1700000000", "eventName": "DescribeEventAggregates", "src_ip": "192.0.2.1",
		"user_arn": "arn:aws:iam::1:user/ann", "userAgent": "agent/1",
	}
	row := event{
		"_time": "1699999800", "user_arn": "arn:aws:iam::1:user/ann", "values(userAgent)": []string{"agent/1"},
		"values(eventName)": []string{"DescribeEventAggregates"}, "src_ip": []string{"192.0.2.1", "198.51.100.2"},
		"distinct_ip_count": "2",
	}
	second := e.with(event{"src_ip": "198.51.100.2", "_time": "1700000099.999999"})
	check(t, "aws_cloudtrail", []caseOf{
		{"two addresses in one bin", []event{e, second}, []event{row}},
		{"one address twice", []event{e, e}, nil},
		{"a bin ends before the next begins", []event{e, second.with(event{"_time": "1700000100"})}, nil},
		{"a bin begins with its start", []event{e, second.with(event{"_time": "1699999800"})}, []event{row}},
		{"bins before 1970", []event{
			e.with(event{"_time": "-0.5"}), second.with(event{"_time": "-300"}),
		}, []event{row.with(event{"_time": "-300"})}},
		{"bins differ across 1970", []event{
			e.with(event{"_time": "-0.000001"}), second.with(event{"_time": "0"}),
		}, nil},
		{"the filter takes any case", []event{
			e.with(event{"eventName": "describeeventaggregates"}), second,
		}, []event{row.with(event{"values(eventName)": []string{"DescribeEventAggregates", "describeeventaggregates"}})}},
		{"another event name", []event{e.with(event{"eventName": "ListBuckets"}), second}, nil},
		{"AWS Internal is dropped in any case", []event{e, second.with(event{"src_ip": "aws internal"})}, nil},
		{"a service name counts", []event{e, second.with(event{"src_ip": "health.amazonaws.com"})}, []event{
			row.with(event{"src_ip": []string{"192.0.2.1", "health.amazonaws.com"}}),
		}},
		{"a missing address is no value", []event{e, second.with(event{"src_ip": []string{}})}, nil},
		{"an empty address is no value", []event{e, second.with(event{"src_ip": ""})}, nil},
		{"an empty value of several is none", []event{
			e.with(event{"src_ip": []string{"", "198.51.100.2", "", "192.0.2.1"}}),
		}, []event{row}},
		{"of several values one that differs is enough", []event{
			e.with(event{"src_ip": []string{"AWS Internal", "192.0.2.1"}}),
		}, []event{row.with(event{"src_ip": []string{"192.0.2.1", "AWS Internal"}})}},
		{"no user, no group", []event{e.with(event{"user_arn": ""}), second.with(event{"user_arn": ""})}, nil},
		{"users differ by case", []event{e, second.with(event{"user_arn": "arn:aws:iam::1:user/Ann"})}, nil},
		{"a row is in the group of each of its users", []event{
			e.with(event{"user_arn": []string{"b", "a"}}), second.with(event{"user_arn": []string{"a", "b", "c"}}),
		}, []event{row.with(event{"user_arn": "a"}), row.with(event{"user_arn": "b"})}},
		{"spellings of one address are two", []event{
			e.with(event{"src_ip": "2001:db8::1"}), e.with(event{"src_ip": "2001:DB8::1"}),
		}, []event{row.with(event{"src_ip": []string{"2001:DB8::1", "2001:db8::1"}})}},
		{"values are sorted byte by byte", []event{
			e.with(event{"src_ip": "9.1.1.1"}), e.with(event{"src_ip": "10.9.0.1"}), e.with(event{"src_ip": "b"}), e.with(event{"src_ip": "B"}),
		}, []event{row.with(event{"src_ip": []string{"10.9.0.1", "9.1.1.1", "B", "b"}, "distinct_ip_count": "4"})}},
		{"no user agent is null", []event{
			e.with(event{"userAgent": ""}), second.with(event{"userAgent": ""}),
		}, []event{row.without("values(userAgent)")}},
		{"rows are sorted by bin and user", []event{
			e.with(event{"user_arn": "b"}), second.with(event{"user_arn": "b"}),
			e.with(event{"user_arn": "a"}), second.with(event{"user_arn": "a"}),
		}, []event{row.with(event{"user_arn": "a"}), row.with(event{"user_arn": "b"})}},
	})
}
