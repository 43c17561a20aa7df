package escu

// azureAD is Azure AD Concurrent Sessions From Different Ips, version 15 of
// 2026-05-13. Its flaws: events seconds apart can be in two bins; firstTime
// and lastTime are the start of the bin; a missing address counts as the
// address 0 and missing users are one user 0, both by the bare fillnull; and
// where the add-on gives no vendor_account or vendor_product to any event, no
// event is in a group.
//
// What the add-on for Microsoft Cloud Services (6 and later) gives, so far as
// it can be told from raw events: user, src, dest and vendor_account are
// copied from the places below, the first that has a value; action is success
// for the result 0 and failure for any other; vendor_product is a constant.
// user_agent is an alias of properties.userAgent; the second rename overwrites
// it with the same value. Of the fields below properties only those that the
// search goes on to use are read: no sign-in event has a user, src, dest or
// category there that the first rename could bring up.
func azureAD() *Search {
	return &Search{
		Profile: "azure_ad",
		Title:   "Azure AD Concurrent Sessions From Different Ips",
		Version: 15,
		Fields: []Field{
			{Name: "_time", Raw: []string{"_time", "time"}},
			{Name: "properties.authenticationDetails{}.succeeded", Raw: []string{"properties.authenticationDetails{}.succeeded"}},
			{Name: "category", Raw: []string{"category"}},
			{
				Name:  "action",
				Raw:   []string{"resultType", "resulttype", "properties.status.errorCode"},
				Reads: map[string]string{"0": "success", "success": "success"}, Otherwise: "failure",
			},
			{Name: "user", Raw: []string{"properties.userPrincipalName", "properties.userId", "identity"}},
			{Name: "src", Raw: []string{"callerIpAddress", "properties.ipAddress"}},
			{Name: "dest", Raw: []string{"properties.resourceDisplayName"}},
			{Name: "vendor_account", Raw: []string{"tenantId", "properties.tenantId"}},
			{Name: "vendor_product", Const: "Microsoft Entra ID"},
			{Name: "userAgent"}, // no event has it at the top; an add-on might
			{Name: "user_agent", Raw: []string{"properties.userAgent"}},
			{Name: "properties.userAgent", Raw: []string{"properties.userAgent"}},
		},
		source: "azure_monitor_aad",
		filter: filter{
			is("properties.authenticationDetails{}.succeeded", "true"),
			is("category", "NonInteractiveUserSignInLogs"),
			is("action", "success"),
		},
		rows: []rowOperator{
			rename{"properties.*", "*"},
			bin{"bucket", fiveMinutes, "_time"},
			rename{"userAgent", "user_agent"},
			fillnull{},
		},
		stats: stats{
			aggregates: []aggregate{
				count(),
				minimum("_time").as("firstTime"),
				maximum("_time").as("lastTime"),
				dc("src").as("unique_ips"),
				values("dest").as("dest"),
				values("src").as("src"),
				values("user_agent").as("user_agent"),
			},
			by: []string{"user", "_time", "vendor_account", "vendor_product", "category"},
		},
		where:    above{"unique_ips", 1},
		lastWord: "azure_ad_concurrent_sessions_from_different_ips_filter",
	}
}
