package samples

import (
	"strconv"
	"time"
)

// writeAzureAD writes a sign-in as Azure Monitor exports it. The record's time is
// when it was logged, properties.createdDateTime when it happened: earlier.
func writeAzureAD(p *pen, m moment) object {
	name := p.id()
	in := signIn{
		moment: m, id: name, correlation: name, token: name, created: m.at.Add(-azureLag(m.who)),
		category: "NonInteractiveUserSignInLogs", app: "OfficeHome", detailed: m.told || p.chance(70),
		level: any(4),
	}
	if m.op != "" {
		in.category = m.op
	}
	if !m.told {
		in.app = p.pick("OfficeHome", "Azure Portal", "Microsoft Teams", "Office365 Shell WCSS-Client")
		if p.chance(20) {
			in.level = "4"
		}
	}
	if m.how.has(failed) {
		in.code = 50126
	}
	return in.object()
}

// azureLag is how long the sign-ins of a person take to be logged. It is
// the same for all of one person, so that their distances are those of the story.
func azureLag(who person) time.Duration {
	d := digest("lag", who.login)
	return time.Duration(int(d[0])%150)*time.Second + time.Duration(d[1])*1234500*time.Nanosecond
}

// signIn is one sign-in of Azure AD (Entra ID).
type signIn struct {
	moment
	id, correlation, token string // names to make ids from
	created                time.Time
	category               string // SignInLogs or NonInteractiveUserSignInLogs
	app                    string
	code                   int // the error code, 0 for success
	detail                 string
	detailed               bool // authenticationDetails are filled in
	level                  any  // a number or a text: both occur
}

func (in signIn) object() object {
	n := in.from.net
	signature, detail := "SUCCESS", in.detail
	if in.code != 0 {
		signature = "FAILURE"
	}
	if detail == "" {
		detail = signInDetail(in.code)
	}
	created := in.created.Format("2006-01-02T15:04:05.0000000-07:00")
	return object{
		{"time", in.at.Format("2006-01-02T15:04:05.0000000Z")},
		{"resourceId", "/tenants/" + o365Tenant + "/providers/Microsoft.aadiam"},
		{"operationName", "Sign-in activity"},
		{"operationVersion", "1.0"},
		{"category", in.category},
		{"tenantId", o365Tenant},
		{"resultType", strconv.Itoa(in.code)},
		{"resultSignature", signature},
		{"durationMs", 0},
		{"callerIpAddress", in.from.addr},
		{"correlationId", uuid(in.correlation + "/correlation")},
		{"identity", in.who.name},
		{"Level", in.level},
		{"location", n.code},
		{"properties", object{
			{"id", uuid(in.id)},
			{"createdDateTime", created},
			{"userDisplayName", in.who.name},
			{"userPrincipalName", in.who.mail()},
			{"userId", uuid(in.who.login)},
			{"appId", uuid("app/" + in.app)},
			{"appDisplayName", in.app},
			{"ipAddress", in.from.addr},
			{"status", object{{"errorCode", in.code}, {"additionalDetails", detail}}},
			{"clientAppUsed", "Browser"},
			{"userAgent", in.with.agent},
			{"deviceDetail", object{
				{"deviceId", ""},
				{"operatingSystem", in.with.entraOS},
				{"browser", in.with.entraBrowser},
			}},
			{"location", object{
				{"city", n.city},
				{"state", n.state},
				{"countryOrRegion", n.code},
				{"geoCoordinates", object{{"latitude", n.lat}, {"longitude", n.lon}}},
			}},
			{"correlationId", uuid(in.correlation + "/correlation")},
			{"conditionalAccessStatus", "notApplied"},
			{"appliedConditionalAccessPolicies", in.policies()},
			{"originalRequestId", uuid(in.id)},
			{"isInteractive", in.category == "SignInLogs"},
			{"tokenIssuerType", "AzureAD"},
			{"riskLevelDuringSignIn", "none"},
			{"riskState", "none"},
			{"resourceDisplayName", in.app},
			{"authenticationDetails", in.steps(created, detail)},
			{"authenticationRequirement", "multiFactorAuthentication"},
			{"userType", "Member"},
			{"autonomousSystemNumber", n.asn},
			{"uniqueTokenIdentifier", exampleID("", in.token+"/token", 15)},
			{"incomingTokenType", "primaryRefreshToken"},
		}},
	}
}

func signInDetail(code int) string {
	if code == 0 {
		return "MFA requirement satisfied by claim in the token"
	}
	return "Invalid username or password."
}

func (in signIn) steps(created, detail string) []object {
	if !in.detailed {
		return []object{}
	}
	return []object{{
		{"authenticationStepDateTime", created},
		{"authenticationMethod", "Previously satisfied"},
		{"succeeded", in.code == 0},
		{"authenticationStepResultDetail", detail},
	}}
}

// policies are the conditional access policies tried. For those in a role they
// are many, which pushes the fields after them beyond the 5,000 bytes to which
// Splunk extracts JSON.
func (in signIn) policies() []object {
	names := []string{"Require MFA"}
	if in.who.role == "PlatformAdmin" {
		names = append(names, "Block legacy clients", "Admins: compliant device", "Admins: no persistent browser",
			"Guests: terms of use", "Terminals: office only", "Sign-in risk", "User risk", "Register security info",
			"Device code flow", "Unknown platforms", "Service desk", "Token protection", "Report: all apps")
	}
	list := make([]object, len(names))
	for i, name := range names {
		list[i] = object{
			{"id", uuid("policy/" + name)},
			{"displayName", name},
			{"enforcedGrantControls", []string{}},
			{"enforcedSessionControls", []string{}},
			{"result", "notApplied"},
			{"conditionsSatisfied", 0},
			{"conditionsNotSatisfied", 1},
		}
	}
	return list
}
