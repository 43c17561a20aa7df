package profile

// cloudTrailRoles are the fields of CloudTrail events, as the Splunk Add-on
// for AWS extracts them and as AWS writes them. CloudTrail knows no operating
// system, browser or place; the last two may come from iplocation.
var cloudTrailRoles = [NumRoles]Fields{
	// @timestamp is where Logstash moves eventTime to.
	Time:    {Raw: []string{"_time", "eventTime", "@timestamp"}},
	EventID: {Raw: []string{"eventID"}},
	Session: {Extracted: []string{"user_access_key"}, Raw: []string{"userIdentity.accessKeyId"}},
	// The ARN tells accounts and roles apart; a bare user name does not, so it
	// comes last.
	User: {
		Extracted: []string{"user_arn", "userIdentity.arn", "user", "user_name"},
		Raw:       []string{"userIdentity.arn", "userIdentity.principalId", "userIdentity.userName"},
	},
	// AWS writes a service name or "AWS Internal" here when it acts itself.
	Src:       {Extracted: []string{"src_ip", "src"}, Raw: []string{"sourceIPAddress"}},
	UserAgent: {Extracted: []string{"user_agent"}, Raw: []string{"userAgent"}},
	City:      located.city,
	Country:   located.country,
	ASN:       located.asn,
	Lat:       located.lat,
	Lon:       located.lon,
	App:       {Extracted: []string{"app"}, Raw: []string{"eventSource"}},
	Action:    {Extracted: []string{"command", "signature"}, Raw: []string{"eventName"}},
	Dest:      {Extracted: []string{"dest"}},
	Account: {
		Extracted: []string{"vendor_account", "aws_account_id"},
		Raw:       []string{"recipientAccountId", "userIdentity.accountId"},
	},
	Region:  {Extracted: []string{"vendor_region"}, Raw: []string{"awsRegion"}},
	Product: {Extracted: []string{"vendor_product"}, Constant: "AWS CloudTrail"},
	Outcome: {Raw: []string{"errorCode"}},
}

// cloudTrailSigns are in every event of CloudTrail.
var cloudTrailSigns = []Sign{{"eventSource", "eventName"}}

var awsCloudTrail = Profile{
	Name:    "aws_cloudtrail",
	Title:   "AWS CloudTrail: one console user from several networks",
	Key:     []KeyPart{{"user", User}},
	Session: "access_key_id",
	Window:  fiveMinutes, When: severalOrigins,
	Impact: 70, Confidence: 60, BaseScore: 42,
	Roles: cloudTrailRoles,
	Filter: Filter{
		{Fields{Raw: []string{"eventName"}}, []string{"DescribeEventAggregates"}},
	},
	Signs: cloudTrailSigns,
}
