package profile

// awsSecurityLake reads OCSF 1.0.0-rc.2 to 1.5, as Amazon Security Lake
// delivers CloudTrail. Splunk names its fields like the JSON.
var awsSecurityLake = Profile{
	Name:    "aws_security_lake",
	Title:   "Amazon Security Lake: one console user from several networks",
	Key:     []KeyPart{{"user", User}},
	Session: "access_key_id",
	Window:  fiveMinutes, When: severalOrigins,
	Impact: 70, Confidence: 60, BaseScore: 42,
	ScaledTime: true,
	Roles: [NumRoles]Fields{
		Time:    {Raw: []string{"_time", "time", "time_dt"}},
		EventID: {Raw: []string{"metadata.uid"}},
		Session: {Raw: []string{"actor.user.credential_uid", "actor.session.credential_uid"}},
		// The ARN: uuid in 1.0.0-rc.2, uid since 1.1. Users of the Identity
		// Center have neither.
		User: {Raw: []string{"actor.user.uuid", "actor.user.uid", "actor.user.uid_alt", "actor.user.name"}},
		// When AWS itself calls, the address is empty and its name is in domain.
		Src:       {Raw: []string{"src_endpoint.ip", "src_endpoint.domain"}},
		UserAgent: {Raw: []string{"http_request.user_agent"}},
		OS:        {Raw: []string{"src_endpoint.os.name"}},
		City:      {Extracted: located.city.Extracted, Raw: []string{"src_endpoint.location.city"}},
		Country:   {Extracted: located.country.Extracted, Raw: []string{"src_endpoint.location.country"}},
		ASN:       {Extracted: located.asn.Extracted, Raw: []string{"src_endpoint.autonomous_system.number"}},
		Lat:       {Extracted: located.lat.Extracted, Raw: []string{"src_endpoint.location.lat"}},
		Lon:       {Extracted: located.lon.Extracted, Raw: []string{"src_endpoint.location.long"}},
		App:       {Raw: []string{"api.service.name"}},
		Action:    {Raw: []string{"api.operation"}},
		Account: {Raw: []string{
			"actor.user.account.uid", "actor.user.account_uid", "cloud.account.uid", "unmapped.recipientAccountId",
		}},
		Region:  {Raw: []string{"cloud.region"}},
		Product: {Raw: []string{"metadata.product.name"}, Constant: "Amazon Security Lake"},
		Outcome: {Raw: []string{"status"}},
	},
	Filter: Filter{
		{Fields{Raw: []string{"api.operation"}}, []string{"DescribeEventAggregates"}},
	},
	Signs: []Sign{{"class_uid", "metadata"}},
}
