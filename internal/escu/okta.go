package escu

// okta is Okta Suspicious Use of a Session Cookie, version 2 of 2024-03-17.
// Its flaws: it has no window, so the time range of the run is one; and it
// compares operating systems and browsers as text, so an update of either is
// another client.
func okta() *Search {
	return &Search{
		Profile: "okta",
		Title:   "Okta Suspicious Use of a Session Cookie",
		Version: 2,
		Fields: append(
			[]Field{
				{Name: "_time", Raw: []string{"_time", "published"}},
				{Name: "user", Raw: []string{"actor.alternateId"}},
			},
			same(
				"eventType", "outcome.result", "outcome.reason", "client.ipAddress", "client.userAgent.rawUserAgent",
				"client.userAgent.os", "client.userAgent.browser", "client.geographicalContext.city",
				"device.os_platform", "debugContext.debugData.dtHash",
			)...,
		),
		source: "okta",
		filter: filter{in("eventType", "policy.evaluate_sign_on"), in("outcome.result", "ALLOW", "SUCCESS")},
		stats: stats{
			aggregates: []aggregate{
				earliest("_time").as("_time"),
				values("client.ipAddress").as("src_ip"),
				values("client.userAgent.rawUserAgent").as("user_agent"),
				values("client.userAgent.os").as("userAgentOS_list"),
				values("client.geographicalContext.city").as("city"),
				values("client.userAgent.browser").as("userAgentBrowser_list"),
				values("device.os_platform").as("okta_device_os"),
				dc("client.userAgent.browser").as("dc_userAgentBrowser"),
				dc("client.userAgent.os").as("dc_userAgentOS"),
				dc("client.ipAddress").as("dc_src_ip"),
				values("outcome.reason").as("reason"),
			},
			by: []string{"debugContext.debugData.dtHash", "user"},
		},
		where: and{
			above{"dc_src_ip", 1},
			or{above{"dc_userAgentOS", 1}, above{"dc_userAgentBrowser", 1}},
		},
		lastWord: "okta_suspicious_use_of_a_session_cookie_filter",
	}
}
