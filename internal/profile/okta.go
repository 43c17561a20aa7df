package profile

// okta reads the Okta System Log. dtHash is the hash of the device token, the
// cookie that a thief takes along; nothing else in the event stands in for it.
var okta = Profile{
	Name:    "okta",
	Title:   "Okta: one device token from several networks and clients",
	Key:     []KeyPart{{"device_token", Session}, {"user", User}},
	Session: "device_token",
	Window:  oneHour,
	When:    mustCondition("dc(origin)>1 AND (dc(os)>1 OR dc(browser)>1)"),
	Impact:  80, Confidence: 70, BaseScore: 56,
	Roles: [NumRoles]Fields{
		Time:      {Raw: []string{"_time", "published"}},
		EventID:   {Raw: []string{"uuid"}},
		Session:   {Raw: []string{"debugContext.debugData.dtHash"}},
		User:      {Extracted: []string{"user"}, Raw: []string{"actor.alternateId", "actor.id"}},
		Src:       {Extracted: []string{"src_ip", "src"}, Raw: []string{"client.ipAddress"}},
		UserAgent: {Extracted: []string{"user_agent"}, Raw: []string{"client.userAgent.rawUserAgent"}},
		OS:        {Raw: []string{"client.userAgent.os", "device.os_platform"}},
		Browser:   {Raw: []string{"client.userAgent.browser"}},
		Device:    {Raw: []string{"client.device"}},
		City:      {Raw: []string{"client.geographicalContext.city"}},
		Country:   {Raw: []string{"client.geographicalContext.country"}},
		ASN:       {Raw: []string{"securityContext.asNumber"}},
		Lat:       {Raw: []string{"client.geographicalContext.geolocation.lat"}},
		Lon:       {Raw: []string{"client.geographicalContext.geolocation.lon"}},
		App:       {Extracted: []string{"app"}, Raw: []string{"target{type=AppInstance}.displayName"}},
		Action:    {Raw: []string{"eventType"}},
		Dest:      {Extracted: []string{"dest"}},
		Product:   {Extracted: []string{"vendor_product"}, Constant: "Okta Identity Cloud"},
		Outcome:   {Raw: []string{"outcome.result"}},
	},
	Filter: Filter{
		{Fields{Raw: []string{"eventType"}}, []string{"policy.evaluate_sign_on"}},
		{Fields{Raw: []string{"outcome.result"}}, []string{"ALLOW", "SUCCESS"}},
	},
	Signs: []Sign{{"eventType", "actor"}},
}
