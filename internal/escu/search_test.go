package escu

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The published text, written out by hand. Left out are only the macros that
// format times.
var published = map[string]struct {
	spl     []string
	columns string // * marks one that may have several values
}{
	"aws_cloudtrail": {[]string{
		"`cloudtrail` eventName=DescribeEventAggregates AND src_ip!=\"AWS Internal\"",
		"| bin span=5m _time",
		"| stats values(userAgent) values(eventName) values(src_ip) as src_ip dc(src_ip) as distinct_ip_count by _time user_arn",
		"| where distinct_ip_count>1",
		"| `aws_concurrent_sessions_from_different_ips_filter`",
	}, "_time user_arn values(userAgent)* values(eventName)* src_ip* distinct_ip_count"},
	"aws_security_lake": {[]string{
		"`amazon_security_lake` api.operation=DescribeEventAggregates AND http_request.user_agent!=\"AWS Internal\" AND " +
			"src_endpoint.domain!=health.amazonaws.com",
		"| eval time=time/pow(10,3)",
		"| bin span=5m time",
		"| stats values(src_endpoint.ip) as src_ip dc(src_endpoint.ip) as distinct_ip_count values(cloud.region) as cloud.region " +
			"by time api.operation actor.user.account_uid actor.user.uid",
		"| where distinct_ip_count>1",
		"| rename cloud.region as region",
		"| rename http_request.user_agent as user_agent",
		"| rename actor.user.account_uid as aws_account_id",
		"| rename actor.user.uid as user",
		"| `aws_concurrent_sessions_from_different_ips_filter`",
	}, "time api.operation aws_account_id user src_ip* distinct_ip_count region*"},
	"o365": {[]string{
		"`o365_management_activity` Workload=AzureActiveDirectory AND Operation=UserLoggedIn",
		"| stats min(_time) as firstTime max(_time) as lastTime values(src_ip) as ips values(user_agent) as user_agents " +
			"by Operation user SessionId",
		"| where mvcount(ips)>1",
		"| `o365_concurrent_sessions_from_different_ips_filter`",
	}, "Operation user SessionId firstTime lastTime ips* user_agents*"},
	"azure_ad": {[]string{
		"`azure_monitor_aad` properties.authenticationDetails{}.succeeded=true AND category=NonInteractiveUserSignInLogs AND action=success",
		"| rename properties.* as *",
		"| bucket span=5m _time",
		"| rename userAgent as user_agent",
		"| fillnull",
		"| stats count min(_time) as firstTime max(_time) as lastTime dc(src) as unique_ips values(dest) as dest values(src) as src " +
			"values(user_agent) as user_agent by user _time vendor_account vendor_product category",
		"| where unique_ips>1",
		"| `azure_ad_concurrent_sessions_from_different_ips_filter`",
	}, "user _time vendor_account vendor_product category count firstTime lastTime unique_ips dest* src* user_agent*"},
	"okta": {[]string{
		"`okta` eventType IN (policy.evaluate_sign_on) AND outcome.result IN (ALLOW, SUCCESS)",
		"| stats earliest(_time) as _time values(client.ipAddress) as src_ip values(client.userAgent.rawUserAgent) as user_agent " +
			"values(client.userAgent.os) as userAgentOS_list values(client.geographicalContext.city) as city " +
			"values(client.userAgent.browser) as userAgentBrowser_list values(device.os_platform) as okta_device_os " +
			"dc(client.userAgent.browser) as dc_userAgentBrowser dc(client.userAgent.os) as dc_userAgentOS " +
			"dc(client.ipAddress) as dc_src_ip values(outcome.reason) as reason by debugContext.debugData.dtHash user",
		"| where dc_src_ip>1 AND (dc_userAgentOS>1 OR dc_userAgentBrowser>1)",
		"| `okta_suspicious_use_of_a_session_cookie_filter`",
	}, "debugContext.debugData.dtHash user _time src_ip* user_agent* userAgentOS_list* city* userAgentBrowser_list* " +
		"okta_device_os* dc_userAgentBrowser dc_userAgentOS dc_src_ip reason*"},
}

func TestSearchesAsPublished(t *testing.T) {
	t.Parallel()
	require.Len(t, All(), len(published))
	for profile, want := range published {
		t.Run(profile, func(t *testing.T) {
			s := search(t, profile)
			require.Equal(t, strings.Join(want.spl, "\n"), s.String())
			var columns []string
			for _, c := range s.Columns() {
				if c.Multi {
					c.Name += "*"
				}
				columns = append(columns, c.Name)
			}
			require.Equal(t, want.columns, strings.Join(columns, " "))
			require.Equal(t, len(s.GroupFields()), s.GroupColumns())
		})
	}
	_, ok := ByProfile("aws_access_key")
	require.False(t, ok, "only five profiles have a published search")
}

// TestFieldsAreDeclared keeps an operator from reading a field that nobody
// supplies.
func TestFieldsAreDeclared(t *testing.T) {
	t.Parallel()
	for _, s := range All() {
		names := s.RequiredFields()
		require.Equal(t, "_time", names[0], s.Profile)
		for _, term := range s.filter {
			require.Contains(t, names, term.field, s.Profile)
		}
		for _, name := range s.stats.by {
			require.Contains(t, names, name, s.Profile)
		}
		for _, a := range s.stats.aggregates {
			if a.function != countRows {
				require.Contains(t, names, a.field, s.Profile)
			}
		}
	}
}
