package profile

// azureAD reads the sign-in logs of Entra ID as Azure Monitor streams them,
// and, as the last resort, as Microsoft Graph answers them (the same members
// without "properties").
var azureAD = Profile{
	Name:    "azure_ad",
	Title:   "Azure AD (Entra ID): one user from several networks",
	Key:     []KeyPart{{"user", User}},
	Session: "session_id",
	Window:  fiveMinutes, When: severalOrigins,
	// The published search sets its score of 50 directly.
	Impact: 50, Confidence: 100, BaseScore: 50,
	Roles: [NumRoles]Fields{
		// The moment of the sign-in. _time and time may be when it was logged,
		// minutes later.
		Time:    {Raw: []string{"properties.createdDateTime", "createdDateTime", "_time", "time"}},
		EventID: {Raw: []string{"properties.id", "id"}},
		Session: {Raw: []string{"properties.sessionId", "sessionId"}},
		User: {
			Extracted: []string{"user"},
			Raw:       []string{"properties.userPrincipalName", "userPrincipalName", "properties.userId", "userId"},
		},
		Src: {
			Extracted: []string{"src", "src_ip"},
			Raw:       []string{"callerIpAddress", "properties.ipAddress", "ipAddress"},
		},
		UserAgent: {Extracted: []string{"user_agent"}, Raw: []string{"properties.userAgent", "userAgent"}},
		OS:        {Raw: []string{"properties.deviceDetail.operatingSystem", "deviceDetail.operatingSystem"}},
		Browser:   {Raw: []string{"properties.deviceDetail.browser", "deviceDetail.browser"}},
		Device: {Raw: []string{
			"properties.deviceDetail.deviceId", "deviceDetail.deviceId", "properties.deviceDetail.displayName",
		}},
		City: {Raw: []string{"properties.location.city", "location.city"}},
		// Beside the object in properties, location is the bare country code.
		Country: {Raw: []string{"properties.location.countryOrRegion", "location.countryOrRegion", "location"}},
		ASN:     {Raw: []string{"properties.autonomousSystemNumber", "autonomousSystemNumber"}},
		Lat:     {Raw: []string{"properties.location.geoCoordinates.latitude", "location.geoCoordinates.latitude"}},
		Lon:     {Raw: []string{"properties.location.geoCoordinates.longitude", "location.geoCoordinates.longitude"}},
		App: {
			Extracted: []string{"app"},
			Raw:       []string{"properties.appDisplayName", "appDisplayName", "properties.appId", "appId"},
		},
		Action:  {Raw: []string{"operationName"}},
		Dest:    {Extracted: []string{"dest"}, Raw: []string{"properties.resourceDisplayName", "resourceDisplayName"}},
		Account: {Extracted: []string{"vendor_account"}, Raw: []string{"tenantId", "properties.tenantId"}},
		Product: {Extracted: []string{"vendor_product"}, Constant: "Microsoft Entra ID"},
		Outcome: azureOutcome,
	},
	Filter: Filter{
		// The second is what Graph has in place of the category.
		{Fields{Raw: []string{"category", "signInEventTypes{}"}}, []string{"NonInteractiveUserSignInLogs", "nonInteractiveUser"}},
		{azureOutcome, []string{"0", "success"}},
	},
	Signs: []Sign{
		{"category", "operationName"},
		{"createdDateTime", "ipAddress"}, // Microsoft Graph
	},
}

// azureOutcome is the result code, 0 for success. The spelling of keys varies.
var azureOutcome = Fields{
	Extracted: []string{"action"},
	Raw:       []string{"resultType", "resulttype", "properties.status.errorCode", "status.errorCode"},
}
