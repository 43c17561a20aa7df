package escu

import "slices"

// awsSecurityLake is ASL AWS Concurrent Sessions From Different Ips, version 2
// of 2024-02-13.
//
// The published search turns time into text (ctime) before it bins it, and bin
// leaves text alone: read to the letter it groups by the same second. What is
// meant, what the next version wrote again and what is reproduced here are
// clock-aligned slices of five minutes.
//
// Its flaws: it drops the user agent "AWS Internal", which most of these
// events have; it wants a src_endpoint.domain, which only AWS itself sets; it
// groups by actor.user.account_uid, which OCSF 1.1 has moved; and time is
// always read as milliseconds. The rename of the user agent does nothing, as
// stats has dropped the field, and the filter macro is that of another search.
func awsSecurityLake() *Search {
	return &Search{
		Profile: "aws_security_lake",
		Title:   "ASL AWS Concurrent Sessions From Different Ips",
		Version: 2,
		// The search never looks at _time: it goes by time.
		Fields: slices.Concat(
			[]Field{{Name: "_time", Raw: []string{"_time", "time_dt"}}},
			same(
				"time", "api.operation", "http_request.user_agent", "src_endpoint.domain", "src_endpoint.ip",
				"cloud.region", "actor.user.account_uid", "actor.user.uid",
			),
		),
		source: "amazon_security_lake",
		filter: filter{
			is("api.operation", "DescribeEventAggregates"),
			isNot("http_request.user_agent", "AWS Internal"),
			isNot("src_endpoint.domain", "health.amazonaws.com"),
		},
		rows: []rowOperator{milliseconds{"time"}, bin{"bin", fiveMinutes, "time"}},
		stats: stats{
			aggregates: []aggregate{
				values("src_endpoint.ip").as("src_ip"),
				dc("src_endpoint.ip").as("distinct_ip_count"),
				values("cloud.region").as("cloud.region"),
			},
			by: []string{"time", "api.operation", "actor.user.account_uid", "actor.user.uid"},
		},
		where: above{"distinct_ip_count", 1},
		renames: []rename{
			{"cloud.region", "region"},
			{"http_request.user_agent", "user_agent"},
			{"actor.user.account_uid", "aws_account_id"},
			{"actor.user.uid", "user"},
		},
		lastWord: "aws_concurrent_sessions_from_different_ips_filter",
	}
}
