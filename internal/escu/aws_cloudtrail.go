package escu

// awsCloudTrail is AWS Concurrent Sessions From Different Ips, version 1 of
// 2023-02-01. Its flaws: events seconds apart can be in two bins; and
// health.amazonaws.com, which the filter does not know, is a second address
// wherever the add-on copies sourceIPAddress to src_ip.
func awsCloudTrail() *Search {
	return &Search{
		Profile: "aws_cloudtrail",
		Title:   "AWS Concurrent Sessions From Different Ips",
		Version: 1,
		Fields: []Field{
			{Name: "_time", Raw: []string{"_time", "eventTime"}},
			{Name: "eventName", Raw: []string{"eventName"}},
			{Name: "src_ip", Raw: []string{"sourceIPAddress"}},
			{Name: "user_arn", Raw: []string{"userIdentity.arn"}},
			{Name: "userAgent", Raw: []string{"userAgent"}},
		},
		source: "cloudtrail",
		filter: filter{is("eventName", "DescribeEventAggregates"), isNot("src_ip", "AWS Internal")},
		rows:   []rowOperator{bin{"bin", fiveMinutes, "_time"}},
		stats: stats{
			aggregates: []aggregate{
				values("userAgent"),
				values("eventName"),
				values("src_ip").as("src_ip"),
				dc("src_ip").as("distinct_ip_count"),
			},
			by: []string{"_time", "user_arn"},
		},
		where:    above{"distinct_ip_count", 1},
		lastWord: "aws_concurrent_sessions_from_different_ips_filter",
	}
}
