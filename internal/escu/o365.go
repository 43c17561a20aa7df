package escu

// o365 is O365 Concurrent Sessions From Different Ips, version 1 of
// 2023-12-04. Its flaws: it has no window, so the time range of the run is
// one; sign-ins without SessionId are never seen; and one address with two
// ports is two addresses.
func o365() *Search {
	return &Search{
		Profile: "o365",
		Title:   "O365 Concurrent Sessions From Different Ips",
		Version: 1,
		Fields: []Field{
			{Name: "_time", Raw: []string{"_time", "CreationTime"}},
			{Name: "Workload", Raw: []string{"Workload"}},
			{Name: "Operation", Raw: []string{"Operation"}},
			{Name: "src_ip", Raw: []string{"ClientIP", "ActorIpAddress"}},
			{Name: "user_agent", Raw: []string{"ExtendedProperties{Name=UserAgent}.Value"}},
			{Name: "user", Raw: []string{"UserId"}},
			{Name: "SessionId", Raw: []string{"DeviceProperties{Name=SessionId}.Value"}},
		},
		source: "o365_management_activity",
		filter: filter{is("Workload", "AzureActiveDirectory"), is("Operation", "UserLoggedIn")},
		stats: stats{
			aggregates: []aggregate{
				minimum("_time").as("firstTime"),
				maximum("_time").as("lastTime"),
				values("src_ip").as("ips"),
				values("user_agent").as("user_agents"),
			},
			by: []string{"Operation", "user", "SessionId"},
		},
		where:    countAbove{"ips", 1},
		lastWord: "o365_concurrent_sessions_from_different_ips_filter",
	}
}
