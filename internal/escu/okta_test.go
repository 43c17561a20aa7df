package escu

import "testing"

func TestOkta(t *testing.T) {
	t.Parallel()
	e := event{
		"_time": "1700000000.5", "user": "ann@example.com", "eventType": "policy.evaluate_sign_on", "outcome.result": "ALLOW",
		"outcome.reason": "granted", "client.ipAddress": "192.0.2.1", "client.userAgent.rawUserAgent": "agent/1",
		"client.userAgent.os": "Mac OS 15.5", "client.userAgent.browser": "CHROME", "client.geographicalContext.city": "Bern",
		"device.os_platform": "OSX", "debugContext.debugData.dtHash": "d1",
	}
	second := e.with(event{"_time": "1700009999", "client.ipAddress": "192.0.2.2", "client.userAgent.os": "Mac OS 15.6"})
	row := event{
		"debugContext.debugData.dtHash": "d1", "user": "ann@example.com", "_time": "1700000000.5",
		"src_ip": []string{"192.0.2.1", "192.0.2.2"}, "user_agent": []string{"agent/1"},
		"userAgentOS_list": []string{"Mac OS 15.5", "Mac OS 15.6"}, "city": []string{"Bern"},
		"userAgentBrowser_list": []string{"CHROME"}, "okta_device_os": []string{"OSX"}, "dc_userAgentBrowser": "1",
		"dc_userAgentOS": "2", "dc_src_ip": "2", "reason": []string{"granted"},
	}
	sameOS := event{"client.userAgent.os": "Mac OS 15.5"}
	check(t, "okta", []caseOf{
		{"another address and another version", []event{e, second}, []event{row}},
		{"the other way round: the earliest time", []event{second, e}, []event{row}},
		{"another browser is enough", []event{e, second.with(sameOS).with(event{"client.userAgent.browser": "SAFARI"})}, []event{
			row.with(event{
				"userAgentOS_list": []string{"Mac OS 15.5"}, "dc_userAgentOS": "1",
				"userAgentBrowser_list": []string{"CHROME", "SAFARI"}, "dc_userAgentBrowser": "2",
			}),
		}},
		{"the same client", []event{e, second.with(sameOS)}, nil},
		{"the same address", []event{e, second.with(event{"client.ipAddress": "192.0.2.1"})}, nil},
		{"SUCCESS in any case is in the list", []event{e, second.with(event{"outcome.result": "success"})}, []event{row}},
		{"CHALLENGE is not", []event{e, second.with(event{"outcome.result": "CHALLENGE"})}, nil},
		{"another event type", []event{e, second.with(event{"eventType": "user.session.start"})}, nil},
		{"no device token, no group", []event{
			e.with(event{"debugContext.debugData.dtHash": ""}), second.with(event{"debugContext.debugData.dtHash": ""}),
		}, nil},
		{"no browser at all counts 0", []event{
			e.with(event{"client.userAgent.browser": ""}), second.with(event{"client.userAgent.browser": ""}),
		}, []event{row.with(event{"dc_userAgentBrowser": "0"}).without("userAgentBrowser_list")}},
	})
}
