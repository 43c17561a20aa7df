package samples

import "strings"

const signOn = "policy.evaluate_sign_on"

// writeOkta writes an entry of Okta's System Log, as its API returns it.
func writeOkta(p *pen, m moment) object {
	name := p.id()
	e := oktaEntry{moment: m, id: name, event: signOn, display: "Evaluation of sign-on policy", result: "ALLOW", reason: "Sign-on policy evaluation resulted in AUTHENTICATED"}
	switch {
	case m.how.has(failed):
		e.result, e.reason = "DENY", "Sign-on policy evaluation resulted in DENY"
	case m.op == "challenge":
		e.result, e.reason = "CHALLENGE", "Sign-on policy evaluation resulted in CHALLENGE"
	case m.op == "user.authentication.sso":
		e.event, e.display, e.result, e.reason = m.op, "User single sign on to app", "SUCCESS", nil
	case m.op == "application.lifecycle.update":
		return oktaSystem(e)
	case !m.told && p.chance(25):
		e.result = "SUCCESS"
	}
	e.token = m.told || p.chance(85)
	return e.object()
}

type oktaEntry struct {
	moment
	id             string // a name to make ids from
	event, display string
	result         string
	reason         any
	token          bool // the entry carries dtHash
}

// oktaDeviceToken is the dtHash of a moment: who holds the browser's cookie.
func oktaDeviceToken(m moment) string { return hash("device/" + m.session()) }

// oktaID is an id of Okta: a prefix of three characters and seventeen more.
func oktaID(prefix, name string) string { return exampleID(prefix, name, 10) }

func (e oktaEntry) object() object {
	n := e.from.net
	request := hash(e.id)[:32]
	debug := object{
		{"requestId", request},
		{"requestUri", "/oauth2/v1/authorize"},
		{"threatSuspected", "false"},
		{"url", "/oauth2/v1/authorize?response_type=code&scope=openid"},
		{"logOnlySecurityData", `{"risk":{"level":"LOW"},"behaviors":{"New IP":"NEGATIVE","New Device":"NEGATIVE"}}`},
	}
	if e.token {
		debug = append(object{{"dtHash", oktaDeviceToken(e.moment)}}, debug...)
	}
	session := oktaID("idx", "session/"+e.session())
	geo := object{
		{"city", n.city},
		{"state", n.state},
		{"country", n.country},
		{"postalCode", nil},
		{"geolocation", object{{"lat", n.lat}, {"lon", n.lon}}},
	}
	o := object{
		{"actor", object{
			{"id", oktaID("00u", e.who.login)},
			{"type", "User"},
			{"alternateId", e.who.mail()},
			{"displayName", e.who.name},
			{"detailEntry", nil},
		}},
		{"client", object{
			{"userAgent", object{
				{"rawUserAgent", e.with.agent},
				{"os", e.with.oktaOS},
				{"browser", e.with.oktaBrowser},
			}},
			{"zone", "null"},
			{"device", e.with.device},
			{"id", nil},
			{"ipAddress", e.from.addr},
			{"geographicalContext", geo},
		}},
		{"device", nil},
		{"authenticationContext", oktaContext(session)},
	}
	return append(append(o, e.envelope(request, debug)...), object{
		{"securityContext", object{
			{"asNumber", n.asn},
			{"asOrg", strings.ToLower(n.org)},
			{"isp", strings.ToLower(n.org)},
			{"domain", n.domain},
			{"isProxy", false},
		}},
		{"request", object{{"ipChain", []object{{
			{"ip", e.from.addr},
			{"geographicalContext", geo},
			{"version", ipVersion(e.from.addr)},
			{"source", nil},
		}}}}},
		{"target", []object{
			oktaTarget("0oa", "AppInstance", "Example Portal", "Example Portal"),
			oktaTarget("0pr", "Rule", "Global session policy", "Default Rule"),
		}},
	}...)
}

// oktaSystem is something Okta does by itself: no client, no address.
func oktaSystem(e oktaEntry) object {
	e.event, e.display, e.result, e.reason = e.op, "Update application", "SUCCESS", nil
	o := object{
		{"actor", object{
			{"id", oktaID("spr", "system")},
			{"type", "SystemPrincipal"},
			{"alternateId", "system@example.com"},
			{"displayName", "Okta System"},
			{"detailEntry", nil},
		}},
		{"client", object{
			{"userAgent", nil},
			{"zone", nil},
			{"device", nil},
			{"id", nil},
			{"ipAddress", nil},
			{"geographicalContext", nil},
		}},
		{"device", nil},
		{"authenticationContext", oktaContext(oktaID("trs", e.id))},
	}
	return append(append(o, e.envelope("unknown", object{})...), object{
		{"securityContext", object{{"asNumber", nil}, {"asOrg", nil}, {"isp", nil}, {"domain", nil}, {"isProxy", nil}}},
		{"request", object{{"ipChain", []object{}}}},
		{"target", []object{oktaTarget("0oa", "AppInstance", "Example Portal", "Example Portal")}},
	}...)
}

// envelope is what every entry has: what happened, when, and how it ended.
func (e oktaEntry) envelope(request string, debug object) object {
	return object{
		{"displayMessage", e.display},
		{"eventType", e.event},
		{"outcome", object{{"result", e.result}, {"reason", e.reason}}},
		{"published", e.at.Format("2006-01-02T15:04:05.000Z")},
		{"severity", "INFO"},
		{"debugContext", object{{"debugData", debug}}},
		{"legacyEventType", nil},
		{"transaction", object{{"type", "WEB"}, {"id", request}, {"detail", object{}}}},
		{"uuid", uuid(e.id)},
		{"version", "0"},
	}
}

func oktaContext(session string) object {
	return object{
		{"authenticationProvider", nil},
		{"credentialProvider", nil},
		{"credentialType", nil},
		{"issuer", nil},
		{"interface", nil},
		{"authenticationStep", 0},
		{"rootSessionId", session},
		{"externalSessionId", session},
	}
}

func oktaTarget(prefix, kind, alternate, display string) object {
	return object{
		{"id", oktaID(prefix, alternate)},
		{"type", kind},
		{"alternateId", alternate},
		{"displayName", display},
		{"detailEntry", nil},
	}
}

func ipVersion(addr string) string {
	if strings.Contains(addr, ":") {
		return "V6"
	}
	return "V4"
}
