package simulate

import (
	"encoding/hex"
	"strings"
)

// oktaEvent is an entry of Okta's System Log, as its API returns it.
var oktaEvent = parse(`{"actor":{"id":"<userid>","type":"User","alternateId":"<mail>","displayName":"<login>","detailEntry":null},
	"client":{"userAgent":{"rawUserAgent":"<agent>","os":"<os>","browser":"<browser>"},"zone":"null","device":"<kind>","id":null,"ipAddress":"<src>",
	"geographicalContext":{"city":"<city>","state":"<state>","country":"<country>","postalCode":null,"geolocation":{"lat":<lat>,"lon":<lon>}}},
	"device":null,"authenticationContext":{"authenticationProvider":null,"authenticationStep":0,"rootSessionId":"<root>","externalSessionId":"<root>"},
	"displayMessage":"Evaluation of sign-on policy","eventType":"policy.evaluate_sign_on",
	"outcome":{"result":"ALLOW","reason":"Sign-on policy evaluation resulted in AUTHENTICATED"},
	"published":"<time>","severity":"INFO","debugContext":{"debugData":{<token>"requestUri":"/oauth2/v1/authorize","threatSuspected":"false"}},
	"legacyEventType":null,"transaction":{"type":"WEB","id":"<id>","detail":{}},"uuid":"<id>","version":"0",
	"securityContext":{"asNumber":<asn>,"asOrg":"<org>","isp":"<org>","domain":"example.org","isProxy":false},
	"request":{"ipChain":[{"ip":"<src>","version":"<version>","source":null}]},
	"target":[{"id":"0oaEXAMPLE","type":"AppInstance","alternateId":"Example Portal","displayName":"Example Portal","detailEntry":null}]}`)

func appendOkta(dst []byte, e *Event) []byte {
	return oktaEvent.append(dst, func(dst []byte, name string) []byte {
		switch name {
		case "userid":
			return appendID(dst, "00u", numberOf(e.who.login), 10)
		case "mail":
			return e.who.appendMail(dst)
		case "login":
			return append(dst, e.who.login...)
		case "agent":
			return append(dst, e.client.agent...)
		case "os":
			return append(dst, e.client.oktaOS...)
		case "browser":
			return append(dst, e.client.oktaBrowser...)
		case "kind":
			return append(dst, e.client.device...)
		case "src":
			return e.from.addr.AppendTo(dst)
		case "root":
			return appendID(dst, "idx", numberOf(e.who.login, "root", e.session), 10)
		case "time":
			return appendTime(dst, e.At, "2006-01-02T15:04:05.000Z")
		case "token":
			if e.named {
				dst = append(append(append(dst, `"dtHash":"`...), deviceToken(e)...), `",`...)
			}
			return dst
		case "id":
			return appendUUID(dst, e.id)
		case "org":
			return append(dst, strings.ToLower(e.from.net.org)...)
		case "version":
			if e.from.addr.Is6() {
				return append(dst, "V6"...)
			}
			return append(dst, "V4"...)
		}
		return e.appendPlace(dst, name)
	})
}

// deviceToken is dtHash: it stays with the browser for longer than a session.
func deviceToken(e *Event) string {
	var b [32]byte
	fill(b[:], numberOf(e.who.login, "device", e.device))
	return hex.EncodeToString(b[:])
}
