package simulate

import (
	"strconv"

	"concurrentsessions/internal/epoch"
)

// securityLakeEvent is an API Activity event of OCSF 1.1.0. The published
// search wants a domain with some value, so where AWS has none there is a dash.
var securityLakeEvent = parse(`{"metadata":{"product":{"version":"1.11","name":"CloudTrail","vendor_name":"AWS","feature":{"name":"Management"}},
	"event_code":"AwsApiCall","uid":"<id>","profiles":["cloud","datetime"],"version":"1.1.0"},
	"time":<millis>,"time_dt":"<time>","cloud":{"region":"us-east-1","provider":"AWS","account":{"uid":"111122223333"}},
	"api":{"response":{"error":null,"message":null,"data":null},"operation":"DescribeEventAggregates","version":null,
	"service":{"name":"health.amazonaws.com"},"request":{"data":null,"uid":"<request>"}},
	"actor":{"user":{"type":"IAMUser","name":"<login>","uid_alt":"<principal>","uid":"<arn>","account_uid":"111122223333",
	"account":{"uid":"111122223333"},"credential_uid":"<key>"},
	"session":{"created_time_dt":"<day>T00:00:00Z","is_mfa":true,"issuer":null},"invoked_by":null,"idp":{"name":null}},
	"http_request":{"user_agent":"<agent>"},"src_endpoint":{"uid":null,"ip":<ip>,"domain":"<domain>"},
	"class_name":"API Activity","class_uid":6003,"category_name":"Application Activity","category_uid":6,"severity_id":1,
	"severity":"Informational","activity_name":"Read","activity_id":2,"type_uid":600302,"type_name":"API Activity: Read",
	"status":"Success","status_id":1,
	"unmapped":{"eventType":"AwsApiCall","managementEvent":"true","readOnly":"true","recipientAccountId":"111122223333"}}`)

func appendSecurityLake(dst []byte, e *Event) []byte {
	return securityLakeEvent.append(dst, func(dst []byte, name string) []byte {
		switch name {
		case "millis":
			return strconv.AppendInt(dst, int64(e.At*1000/epoch.Second), 10)
		case "time":
			return appendTime(dst, e.At, "2006-01-02T15:04:05Z")
		case "ip":
			if e.from.service != "" {
				return append(dst, "null"...)
			}
			return append(e.from.addr.AppendTo(append(dst, '"')), '"')
		case "domain":
			if e.from.service != "" {
				return append(dst, e.from.service...)
			}
			return append(dst, '-')
		}
		return e.appendAWS(dst, name)
	})
}
