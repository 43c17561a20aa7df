package escu

import "testing"

func TestO365(t *testing.T) {
	t.Parallel()
	e := event{
		"_time": "1700000000", "Workload": "AzureActiveDirectory", "Operation": "UserLoggedIn", "src_ip": "192.0.2.1",
		"user_agent": "agent/1", "user": "ann@example.com", "SessionId": "s1",
	}
	second := e.with(event{"src_ip": "192.0.2.2", "_time": "1700086400.25"})
	row := event{
		"Operation": "UserLoggedIn", "user": "ann@example.com", "SessionId": "s1", "firstTime": "1700000000",
		"lastTime": "1700086400.25", "ips": []string{"192.0.2.1", "192.0.2.2"}, "user_agents": []string{"agent/1"},
	}
	check(t, "o365", []caseOf{
		{"two addresses a day apart", []event{e, second}, []event{row}},
		{"the other way round", []event{second, e}, []event{row}},
		{"one address", []event{e, second.with(event{"src_ip": "192.0.2.1"})}, nil},
		{"mvcount of null is above nothing", []event{e.with(event{"src_ip": ""})}, nil},
		{"another workload", []event{e, second.with(event{"Workload": "Exchange"})}, nil},
		{"another operation", []event{e, second.with(event{"Operation": "UserLoginFailed"})}, nil},
		{"another session", []event{e, second.with(event{"SessionId": "s2"})}, nil},
		{"no session, no group", []event{e.with(event{"SessionId": ""}), second.with(event{"SessionId": ""})}, nil},
		{"a placeholder is a session", []event{
			e.with(event{"SessionId": "0"}), second.with(event{"SessionId": "0"}),
		}, []event{row.with(event{"SessionId": "0"})}},
		{"users differ by case", []event{e, second.with(event{"user": "Ann@example.com"})}, nil},
		{"times are null if none can be read", []event{
			e.with(event{"_time": "soon"}), second.with(event{"_time": ""}),
		}, []event{row.without("firstTime").without("lastTime")}},
		{"both values of one event count", []event{e.with(event{"src_ip": []string{"192.0.2.2", "192.0.2.1"}})}, []event{
			row.with(event{"lastTime": "1700000000"}),
		}},
		{"a row for each user and each session of an event", []event{
			e.with(event{"user": []string{"b", "a"}, "SessionId": []string{"2", "1"}, "src_ip": []string{"192.0.2.2", "192.0.2.1"}}),
		}, []event{
			row.with(event{"user": "a", "SessionId": "1", "lastTime": "1700000000"}),
			row.with(event{"user": "a", "SessionId": "2", "lastTime": "1700000000"}),
			row.with(event{"user": "b", "SessionId": "1", "lastTime": "1700000000"}),
			row.with(event{"user": "b", "SessionId": "2", "lastTime": "1700000000"}),
		}},
	})
}
