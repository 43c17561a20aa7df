package simulate

import "strconv"

// azureEvent is a non-interactive sign-in as Azure Monitor exports it.
var azureEvent = parse(`{"time":"<logged>","resourceId":"/tenants/<tenant>/providers/Microsoft.aadiam","operationName":"Sign-in activity",
	"operationVersion":"1.0","category":"NonInteractiveUserSignInLogs","tenantId":"<tenant>","resultType":"0","resultSignature":"SUCCESS",
	"durationMs":0,"callerIpAddress":"<src>","correlationId":"<correlation>","identity":"<login>","Level":4,"location":"<code>",
	"properties":{"id":"<id>","createdDateTime":"<created>","userDisplayName":"<login>","userPrincipalName":"<mail>","userId":"<userid>",
	"appId":"<app>","appDisplayName":"OfficeHome","ipAddress":"<src>","status":{"errorCode":0},"clientAppUsed":"Browser","userAgent":"<agent>",
	"deviceDetail":{"deviceId":"","operatingSystem":"<os>","browser":"<browser>"},
	"location":{"city":"<city>","state":"<state>","countryOrRegion":"<code>","geoCoordinates":{"latitude":<lat>,"longitude":<lon>}},
	"correlationId":"<correlation>","conditionalAccessStatus":"notApplied","originalRequestId":"<id>","isInteractive":false,
	"tokenIssuerType":"AzureAD","riskLevelDuringSignIn":"none","riskState":"none","resourceDisplayName":"OfficeHome",
	"authenticationDetails":[<details>],"authenticationRequirement":"multiFactorAuthentication","userType":"Member",
	"autonomousSystemNumber":<asn>,"uniqueTokenIdentifier":"<token>","sessionId":"<session>","incomingTokenType":"primaryRefreshToken"}}`)

func appendAzureAD(dst []byte, e *Event) []byte {
	return azureEvent.append(dst, func(dst []byte, name string) []byte {
		switch name {
		case "logged":
			return appendTime(dst, e.Logged, "2006-01-02T15:04:05.0000000Z")
		case "created":
			return appendTime(dst, e.At, "2006-01-02T15:04:05.0000000-07:00")
		case "correlation":
			return appendUUID(dst, e.id+1)
		case "app":
			return appendUUID(dst, 2)
		case "login":
			return append(dst, e.who.login...)
		case "os":
			return append(dst, e.client.entraOS...)
		case "browser":
			return append(dst, e.client.entraBrowser...)
		case "details":
			if e.details {
				dst = append(dst, `{"authenticationMethod":"Previously satisfied","succeeded":true}`...)
			}
			return dst
		case "token":
			return appendID(dst, "", e.id+2, 15)
		case "session":
			return append(dst, sessionID(e)...)
		case "asn", "code", "city", "state", "lat", "lon":
			return e.appendPlace(dst, name)
		}
		return e.appendMicrosoft(dst, name)
	})
}

// appendPlace appends what the source knows of the address.
func (e *Event) appendPlace(dst []byte, name string) []byte {
	n := e.from.net
	switch name {
	case "asn":
		return strconv.AppendInt(dst, int64(n.asn), 10)
	case "code":
		return append(dst, n.site.code...)
	case "country":
		return append(dst, n.site.country...)
	case "city":
		return append(dst, n.site.city...)
	case "state":
		return append(dst, n.site.state...)
	case "lat":
		return appendFloat(dst, n.site.lat)
	case "lon":
		return appendFloat(dst, n.site.lon)
	}
	return dst
}
