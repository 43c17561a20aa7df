package profile

// o365 reads the Office 365 Management Activity API. The session id is in a
// list of name and value pairs; the Splunk Add-on for Microsoft Office 365
// lifts it out as SessionId. CreationTime is UTC and has no zone.
var o365 = Profile{
	Name:    "o365",
	Title:   "Office 365: one session from several networks",
	Key:     []KeyPart{{"user", User}, {"session_id", Session}},
	Session: "session_id",
	Window:  oneHour, When: severalOrigins,
	Impact: 70, Confidence: 60, BaseScore: 42,
	Roles: [NumRoles]Fields{
		Time:    {Raw: []string{"_time", "CreationTime"}},
		EventID: {Raw: []string{"Id"}},
		// Exchange writes it as a member of its own, newer events of other
		// workloads in AppAccessContext.
		Session: {Raw: []string{
			"SessionId", "DeviceProperties{Name=SessionId}.Value", "AppAccessContext.AADSessionId",
		}},
		// Type 5 of an actor is the user principal name.
		User: {Extracted: []string{"user"}, Raw: []string{"UserId", "Actor{Type=5}.ID", "UserKey"}},
		// With a port where Exchange wrote the event.
		Src: {
			Extracted: []string{"src_ip", "src"},
			Raw:       []string{"ClientIP", "ActorIpAddress", "ClientIPAddress"},
		},
		UserAgent: {
			Extracted: []string{"user_agent", "UserAgent"},
			Raw:       []string{"ExtendedProperties{Name=UserAgent}.Value", "UserAgent"},
		},
		OS:      {Extracted: []string{"OS"}, Raw: []string{"DeviceProperties{Name=OS}.Value"}},
		Browser: {Extracted: []string{"BrowserType"}, Raw: []string{"DeviceProperties{Name=BrowserType}.Value", "BrowserName"}},
		Device:  {Raw: []string{"DeviceProperties{Name=DisplayName}.Value", "DeviceProperties{Name=Id}.Value"}},
		City:    located.city,
		Country: located.country,
		ASN:     located.asn,
		Lat:     located.lat,
		Lon:     located.lon,
		App:     {Extracted: []string{"app"}, Raw: []string{"ApplicationId"}},
		Action:  {Raw: []string{"Operation"}},
		Dest:    {Extracted: []string{"dest"}},
		Account: {Extracted: []string{"vendor_account"}, Raw: []string{"OrganizationId"}},
		Product: {Extracted: []string{"vendor_product"}, Constant: "Microsoft Office 365"},
		Outcome: {Raw: []string{"ResultStatus"}},
	},
	Filter: Filter{
		{Fields{Raw: []string{"Workload"}}, []string{"AzureActiveDirectory"}},
		{Fields{Raw: []string{"Operation"}}, []string{"UserLoggedIn"}},
	},
	Signs: []Sign{{"Workload", "Operation"}},
}
