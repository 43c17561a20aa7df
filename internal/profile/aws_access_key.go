package profile

// awsAccessKey looks at every CloudTrail event, not only at the console's, and
// holds each access key to one place: stolen keys are used by tools.
var awsAccessKey = Profile{
	Name:    "aws_access_key",
	Title:   "AWS CloudTrail: one access key from several networks",
	Key:     []KeyPart{{"access_key_id", Session}},
	Session: "access_key_id",
	Window:  fiveMinutes, When: severalOrigins,
	Impact: 70, Confidence: 60, BaseScore: 42,
	Roles: cloudTrailRoles,
	Signs: cloudTrailSigns,
}
