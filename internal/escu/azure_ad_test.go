package escu

import "testing"

func TestAzureAD(t *testing.T) {
	t.Parallel()
	e := event{
		"_time": "1700000000", "properties.authenticationDetails{}.succeeded": "true", "action": "success",
		"category": "NonInteractiveUserSignInLogs", "user": "ann@example.com", "src": "192.0.2.1", "dest": "Portal",
		"vendor_account": "t1", "vendor_product": "Microsoft Entra ID", "user_agent": "agent/1", "properties.userAgent": "agent/1",
	}
	second := e.with(event{"src": "192.0.2.2", "_time": "1700000099"})
	row := event{
		"user": "ann@example.com", "_time": "1699999800", "vendor_account": "t1", "vendor_product": "Microsoft Entra ID",
		"category": "NonInteractiveUserSignInLogs", "count": "2", "firstTime": "1699999800", "lastTime": "1699999800",
		"unique_ips": "2", "dest": []string{"Portal"}, "src": []string{"192.0.2.1", "192.0.2.2"}, "user_agent": []string{"agent/1"},
	}
	filledSrc := row.with(event{"src": []string{"0", "192.0.2.1"}})
	noUser := event{"user": ""}
	const step = "properties.authenticationDetails{}.succeeded"
	check(t, "azure_ad", []caseOf{
		{"two addresses in one bin; both times are its start", []event{e, second}, []event{row}},
		{"a duplicate adds to the count alone", []event{e, second, second}, []event{row.with(event{"count": "3"})}},
		{"the next bin", []event{e, second.with(event{"_time": "1700000100"})}, nil},
		{"a step that succeeded among others", []event{e, second.with(event{step: []string{"false", "True"}})}, []event{row}},
		{"no step that succeeded", []event{e, second.with(event{step: []string{"false"}})}, nil},
		{"no steps", []event{e, second.with(event{step: ""})}, nil},
		{"interactive", []event{e, second.with(event{"category": "SignInLogs"})}, nil},
		{"failed", []event{e, second.with(event{"action": "failure"})}, nil},

		{"a missing address counts as 0", []event{e, second.with(event{"src": ""})}, []event{filledSrc}},
		{"and is the same as 0", []event{e, second.with(event{"src": ""}), second.with(event{"src": "0"})}, []event{
			filledSrc.with(event{"count": "3"}),
		}},
		{"no address anywhere is null", []event{e.with(event{"src": ""}), second.with(event{"src": ""})}, nil},
		{"an address of another user makes the field exist", []event{
			e, second.with(event{"src": ""}), e.with(event{"user": "bob@example.com", "src": ""}),
		}, []event{filledSrc}},
		{"what the filter drops does not", []event{
			e.with(event{"vendor_account": ""}), second.with(event{"vendor_account": ""}),
			e.with(event{"action": "failure"}),
		}, nil},
		{"missing users are one user 0", []event{
			e.with(noUser), second.with(noUser), second.with(event{"user": "0", "src": "192.0.2.3"}), e,
		}, []event{row.with(event{
			"user": "0", "count": "3", "unique_ips": "3", "src": []string{"192.0.2.1", "192.0.2.2", "192.0.2.3"},
		})}},
		{"if no row has one, there is no group", []event{e.with(noUser), second.with(noUser)}, nil},
		{"an account of another tenant makes the field exist", []event{
			e.with(event{"vendor_account": ""}), second.with(event{"vendor_account": ""}), e.with(event{"user": "bob@example.com"}),
		}, []event{row.with(event{"vendor_account": "0"})}},
		{"a time that only others have is 0", []event{
			e.with(event{"_time": ""}), second.with(event{"_time": ""}), e,
		}, []event{row.with(event{"_time": "0", "firstTime": "0", "lastTime": "0"})}},
		{"a missing destination is 0 beside others", []event{e, second.with(event{"dest": ""})}, []event{
			row.with(event{"dest": []string{"0", "Portal"}}),
		}},
		{"and null if there is none", []event{e.with(event{"dest": ""}), second.with(event{"dest": ""})}, []event{
			row.without("dest"),
		}},

		{"below properties overwrites, userAgent overwrites user_agent", []event{
			e.with(event{"properties.userAgent": "agent/2"}),
			second.with(event{"userAgent": "top", "properties.userAgent": "agent/3"}),
		}, []event{row.with(event{"user_agent": []string{"agent/2", "agent/3"}})}},
		{"what is missing overwrites nothing", []event{
			e.with(event{"properties.userAgent": ""}),
			second.with(event{"userAgent": "top", "properties.userAgent": ""}),
		}, []event{row.with(event{"user_agent": []string{"agent/1", "top"}})}},
	})
}

func TestAzureActionFromRaw(t *testing.T) {
	t.Parallel()
	for _, f := range search(t, "azure_ad").Fields {
		if f.Name != "action" {
			continue
		}
		for raw, want := range map[string]string{"0": "success", "Success": "success", "50074": "failure", "": "failure"} {
			if got := f.FromRaw(raw); got != want {
				t.Errorf("action of result %q is %q, want %q", raw, got, want)
			}
		}
	}
}
